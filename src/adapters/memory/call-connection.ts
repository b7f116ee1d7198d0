import type {
  CallConnection,
  CallConnectionEvent,
  Capture,
  JoinOptions,
  MeetingTicket,
  Surface,
} from '../../core/call/ports.js';
import { DeskbellError, type DeskbellErrorOptions, type ErrorCode } from '../../core/errors.js';
import { aborted } from './broker.js';
import { answer, gone } from './call-broker.js';
import { sampleAgentAttendee, sampleOwnAttendee } from './call-samples.js';

type Listener = (event: CallConnectionEvent) => void;
type Stopped = Extract<CallConnectionEvent, { type: 'stopped' }>['why'];
interface Person {
  readonly id: string;
  readonly externalUserId: string;
  camera: string | undefined;
  share: string | undefined;
}

/** A meeting and its network, played by whoever holds this object. Every client made for it is a `MemoryCallConnection`. */
export class MemoryMeeting {
  /** Every client, oldest first. */
  readonly connections: MemoryCallConnection[] = [];
  /** Data messages the customer sent. */
  readonly sent: { readonly topic: string; readonly text: string }[] = [];
  /** Whether joining waits until `letIn`. */
  held: { readonly open: Promise<void>; readonly release: () => void } | undefined;
  readonly joinFailures: DeskbellError[] = [];
  readonly prepareFailures: DeskbellError[] = [];
  readonly shareFailures: DeskbellError[] = [];
  /** Whether background and voice focus work here. */
  hasExtras = true;
  /** What the client has as an extra does not work after all. */
  breaksExtras = false;
  #people: Person[] = [];
  #count = 0;

  /** The client made last. */
  get connection(): MemoryCallConnection {
    const last = this.connections.at(-1);
    if (!last) throw new Error('No client was made.');
    return last;
  }

  /** Makes the next client: what the port `connect` does. */
  connect(): MemoryCallConnection {
    const connection = new MemoryCallConnection(this);
    this.connections.push(connection);
    return connection;
  }

  // What the others do.

  /** Somebody joins: the agent unless told otherwise. */
  join(id = sampleAgentAttendee.id, externalUserId = sampleAgentAttendee.externalUserId): void {
    this.#people.push({ id, externalUserId, camera: undefined, share: undefined });
    this.emit({ type: 'present', attendeeId: id, externalUserId });
  }

  /** Somebody goes. */
  leave(id = sampleAgentAttendee.id): void {
    this.#people = this.#people.filter((person) => person.id !== id);
    this.emit({ type: 'absent', attendeeId: id });
  }

  /** Somebody turns a camera, or the sharing of a screen, on or off. */
  show(kind: 'camera' | 'share', on = true, id = sampleAgentAttendee.id): void {
    const person = this.#people.find((each) => each.id === id);
    if (!person) throw new Error(`${id} is not in the meeting.`);
    const before = person[kind];
    person[kind] = on ? this.newTile() : undefined;
    if (before !== undefined) this.emit({ type: 'tile-gone', tileId: before });
    this.#tell(person, kind);
  }

  /** Somebody is muted; the customer by the agent. */
  mute(muted: boolean, id = sampleAgentAttendee.id): void {
    this.emit({ type: 'mute', attendeeId: id, muted });
  }

  /** Somebody speaks. */
  speak(...attendeeIds: string[]): void {
    this.emit({ type: 'speaking', attendeeIds });
  }

  /** The agent's page sends a data message. */
  say(topic: string, text: string, from = sampleAgentAttendee.id): void {
    this.emit({ type: 'message', topic, text, from });
  }

  /** The agent allows the customer to share a screen, or no longer. */
  allowShare(allowed = true): void {
    this.say('AMAZON_CONNECT_SCREEN_SHARING', `{"message":"ScreenSharing${allowed ? 'Started' : 'Stopped'}"}`);
  }

  /** The agent puts the customer on hold, or comes back. */
  hold(on = true): void {
    this.say('DESKBELL_CALL', `{"message":"Hold${on ? 'Started' : 'Stopped'}"}`);
  }

  /** The meeting ends: the agent goes, and everybody is let go. */
  end(): void {
    for (const { id } of [...this.#people]) this.leave(id);
    this.stop('ended');
  }

  // What the network and the service do.

  /** The client lost the service and tries by itself. */
  drop(): void {
    this.emit({ type: 'interrupted' });
  }

  /** It is back, everything told again, with new tiles. */
  restore(): void {
    this.#connected?.enter();
  }

  /** The meeting is over for this client. */
  stop(why: Stopped): void {
    const connection = this.#connected;
    connection?.emit({ type: 'stopped', why });
    connection?.close();
  }

  /** Any event, as the client would tell it. */
  emit(event: CallConnectionEvent): void {
    this.#connected?.emit(event);
  }

  /** The next join is refused with `code`; call again for more. */
  failJoin(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.joinFailures.push(new DeskbellError(code, options));
  }

  /** The next `prepare` is refused with `code`. */
  failPrepare(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.prepareFailures.push(new DeskbellError(code, options));
  }

  /** The next picker is closed, or fails, with `code`. */
  failShare(code: ErrorCode = 'media/denied'): void {
    this.shareFailures.push(new DeskbellError(code));
  }

  /** Leaves joining without an answer until `letIn`. */
  holdJoin(): void {
    let release = (): void => {};
    const open = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.held = { open, release };
  }

  /** Lets in whom `holdJoin` kept. */
  letIn(): void {
    this.held?.release();
    this.held = undefined;
  }

  /** Tells a client who and what is there. */
  tellAll(connection: MemoryCallConnection): void {
    for (const person of this.#people) {
      const { id, externalUserId } = person;
      connection.emit({ type: 'present', attendeeId: id, externalUserId });
      for (const kind of ['camera', 'share'] as const) {
        if (person[kind] === undefined) continue;
        person[kind] = this.newTile();
        this.#tell(person, kind);
      }
    }
  }

  newTile(): string {
    return `t-${++this.#count}`;
  }

  get #connected(): MemoryCallConnection | undefined {
    return this.connections.findLast(({ isListening }) => isListening);
  }

  #tell(person: Person, kind: 'camera' | 'share'): void {
    const tileId = person[kind];
    if (tileId !== undefined) this.emit({ type: 'tile', tileId, kind, attendeeId: person.id });
  }
}

/** One client of a `MemoryMeeting`. What was asked of it can be looked at. */
export class MemoryCallConnection implements CallConnection {
  /** `prepare`, `join`, `leave`, `close`, … in the order they were called. */
  readonly asked: string[] = [];
  microphone: Capture | undefined;
  camera: Capture | undefined;
  muted = false;
  speakerId = '';
  isSharing = false;
  isSharePaused = false;
  background = false;
  voiceFocus = false;
  /** Where each tile is shown. */
  readonly shown = new Map<string, Surface>();
  soundOn: Surface | undefined;
  readonly paused = new Set<string>();
  #meeting: MemoryMeeting;
  #listener: Listener | undefined;
  #ownId = sampleOwnAttendee;
  #ownTile: string | undefined;
  #isIn = false;

  constructor(meeting: MemoryMeeting) {
    this.#meeting = meeting;
  }

  /** Whether somebody is listening. */
  get isListening(): boolean {
    return this.#listener !== undefined;
  }

  /** Whether media flows. */
  get isIn(): boolean {
    return this.#isIn;
  }

  emit(event: CallConnectionEvent): void {
    this.#listener?.(event);
  }

  /** Media flows, for the first time or again: everything is told. */
  enter(): void {
    this.#isIn = true;
    this.emit({ type: 'joined' });
    this.emit({ type: 'present', attendeeId: this.#ownId, externalUserId: 'sample#customer' });
    this.#meeting.tellAll(this);
    if (this.camera) this.#tellCamera();
  }

  prepare(_ticket: MeetingTicket, listener: Listener, signal: AbortSignal): Promise<void> {
    this.asked.push('prepare');
    const failure = gone(signal) ?? this.#meeting.prepareFailures.shift();
    if (!failure) this.#listener = listener;
    return answer(failure, undefined);
  }

  async join(ticket: MeetingTicket, options: JoinOptions, listener: Listener, signal: AbortSignal): Promise<void> {
    this.asked.push('join');
    if ('AttendeeId' in ticket.attendee) this.#ownId = String(ticket.attendee.AttendeeId);
    this.#listener = listener;
    ({ microphone: this.microphone, camera: this.camera, muted: this.muted, speakerId: this.speakerId } = options);
    const { held } = this.#meeting;
    if (held) await Promise.race([held.open, aborted(signal)]);
    if (signal.aborted) throw DeskbellError.from(signal.reason, 'connection/lost');
    const failure = this.#meeting.joinFailures.shift();
    if (failure) {
      this.#listener = undefined;
      throw failure;
    }
    this.enter();
  }

  setMicrophone(capture: Capture | undefined): Promise<void> {
    this.microphone = capture;
    return Promise.resolve();
  }

  setMuted(muted: boolean): void {
    this.muted = muted;
    if (this.#isIn) this.emit({ type: 'mute', attendeeId: this.#ownId, muted });
  }

  setCamera(capture: Capture | undefined): Promise<void> {
    this.camera = capture;
    if (this.#isIn) this.#tellCamera();
    return Promise.resolve();
  }

  setSpeaker(speakerId: string): Promise<void> {
    this.speakerId = speakerId;
    return Promise.resolve();
  }

  show(tileId: string, surface: Surface | undefined): void {
    if (surface) this.shown.set(tileId, surface);
    else this.shown.delete(tileId);
  }

  sound(surface: Surface | undefined): void {
    this.soundOn = surface;
  }

  resumeSound(): Promise<void> {
    this.emit({ type: 'sound', blocked: false });
    return Promise.resolve();
  }

  startShare(): Promise<void> {
    const failure = this.#meeting.shareFailures.shift();
    if (!failure) {
      this.isSharing = true;
      this.emit({ type: 'share', on: true });
    }
    return answer(failure, undefined);
  }

  stopShare(): void {
    if (!this.isSharing) return;
    this.isSharing = this.isSharePaused = false;
    this.emit({ type: 'share', on: false });
  }

  setSharePaused(paused: boolean): void {
    if (this.isSharing) this.isSharePaused = paused;
  }

  setPaused(tileId: string, paused: boolean): void {
    if (paused) this.paused.add(tileId);
    else this.paused.delete(tileId);
  }

  sendMessage(topic: string, text: string): void {
    this.#meeting.sent.push({ topic, text });
  }

  get extras(): CallConnection['extras'] {
    return { background: this.#meeting.hasExtras, voiceFocus: this.#meeting.hasExtras };
  }

  setBackground(on: boolean): Promise<void> {
    if (this.#meeting.breaksExtras) return Promise.reject(new DeskbellError('media/unsupported'));
    this.background = on;
    return Promise.resolve();
  }

  setVoiceFocus(on: boolean): Promise<void> {
    if (this.#meeting.breaksExtras) return Promise.reject(new DeskbellError('media/unsupported'));
    this.voiceFocus = on;
    return Promise.resolve();
  }

  leave(): Promise<void> {
    this.asked.push('leave');
    this.#end();
    return Promise.resolve();
  }

  close(): void {
    this.asked.push('close');
    this.#end();
  }

  #end(): void {
    this.#listener = undefined;
    this.#isIn = this.isSharing = this.isSharePaused = false;
    this.microphone = this.camera = undefined;
  }

  #tellCamera(): void {
    if (this.#ownTile !== undefined) this.emit({ type: 'tile-gone', tileId: this.#ownTile });
    this.#ownTile = this.camera && this.#meeting.newTile();
    if (this.#ownTile !== undefined) {
      this.emit({ type: 'tile', tileId: this.#ownTile, kind: 'own', attendeeId: this.#ownId });
    }
  }
}
