import { within } from '../clock.js';
import { DeskbellError, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import type { Captures } from './captures.js';
import { readMessage } from './messages.js';
import type { CallConnection, CallConnectionEvent, CallPorts, MeetingTicket, Surface } from './ports.js';
import { ScreenShare } from './screen-share.js';
import { StepDown } from './step-down.js';
import type { CallState } from './state.js';
import type { CallEvent } from './transition.js';

export type Stopped = Extract<CallConnectionEvent, { type: 'stopped' }>['why'];

/** How long joining waits for devices that are opening: they may join later. Milliseconds. */
const devicesWithinMs = 3_000;
/** How long a new way in may take to tell of everybody who is there. Milliseconds. */
const allToldMs = 10_000;
/** How long the service may go on telling of a mute after the customer changed it. Milliseconds. */
const muteEchoMs = 3_000;

const codes = {
  full: 'media/full',
  refused: 'connection/refused',
  lost: 'media/lost',
  failed: 'media/failed',
} as const;

/** The attendee a ticket is for: Amazon's own name for it. */
const attendeeOf = ({ attendee }: MeetingTicket): unknown =>
  'AttendeeId' in attendee ? attendee.AttendeeId : undefined;

/**
 * The client that is in the meeting now, or about to be. Clients come and go with tickets; what the customer wants of
 * them (devices, mute, speaker, sound, extras) lasts and is told to each.
 */
export class Line {
  readonly share: ScreenShare;
  readonly stepDown: StepDown;
  #store: Store<CallState, CallEvent>;
  #ports: CallPorts;
  #captures: Captures;
  #told: { readonly joined: () => void; readonly stopped: (why: Stopped) => void };
  /** A client that is being loaded and has no ticket yet. */
  #made: Promise<CallConnection> | undefined;
  #connection: CallConnection | undefined;
  #prepared: { readonly way: MeetingTicket; readonly done: Promise<void> } | undefined;
  /** Grows whenever a client is let go of, be it one that is still being loaded. */
  #turn = 0;
  /** Ends the joining under way: the meeting stopped before it began. */
  #giveUp: ((error: DeskbellError) => void) | undefined;
  #ownId: unknown;
  #isIn = false;
  #isSignalled = false;
  #present = new Set<string>();
  #stopTelling: (() => void) | undefined;
  #names = new Map<string, string>();
  #sound: Surface | undefined;
  #mutedAt = -Infinity;

  constructor(
    store: Store<CallState, CallEvent>,
    ports: CallPorts,
    captures: Captures,
    told: { readonly joined: () => void; readonly stopped: (why: Stopped) => void },
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#captures = captures;
    this.#told = told;
    this.share = new ScreenShare(store, ports, () => this.connection);
    this.stepDown = new StepDown(ports.clock, () => this.#dropCamera());
  }

  /** The client, once it is in the meeting. */
  get connection(): CallConnection | undefined {
    return this.#isIn ? this.#connection : undefined;
  }

  /** Whether the service was spoken to for the meeting at hand: where media does not follow, the network lets none through. */
  get isSignalled(): boolean {
    return this.#isSignalled;
  }

  /** Loads the client's code already. What fails here is told by whoever needs it. */
  load(): void {
    if (this.#made || this.#connection) return;
    const made = this.#ports.connect();
    this.#made = made;
    made.catch(() => {
      if (this.#made === made) this.#made = undefined;
    });
  }

  /** Opens the signalling, so that joining is quick. */
  async prepare(way: MeetingTicket, signal: AbortSignal): Promise<void> {
    // Whoever presses Join meanwhile joins with this client, and not with one of their own.
    const done = this.#signal(way, signal);
    this.#prepared = { way, done };
    await done;
  }

  async #signal(way: MeetingTicket, signal: AbortSignal): Promise<void> {
    const connection = await this.#client(signal);
    await connection.prepare(way, (event) => this.#hear(connection, event), signal);
    this.#isSignalled = this.#connection === connection;
  }

  /** Joins with the devices there are. Resolves when media flows. */
  async join(way: MeetingTicket, signal: AbortSignal): Promise<void> {
    const prepared = await this.#preparedFor(way);
    try {
      await this.#joinOver(prepared ?? (await this.#client(signal)), way, signal);
    } catch (error) {
      // What was opened in the room may have gone since, without a word: another client joins in its place.
      const isGone = DeskbellError.from(error).code === 'media/interrupted';
      if (!prepared || !isGone || signal.aborted) throw error;
      this.#ports.logger.log('info', 'call.prepared-gone');
      await this.#joinOver(await this.#client(signal), way, signal);
    }
  }

  async #joinOver(connection: CallConnection, way: MeetingTicket, signal: AbortSignal): Promise<void> {
    this.#ownId = attendeeOf(way);
    const gaveUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    gaveUp.catch(() => {}); // Heard below, once there is something to give up.
    try {
      // A prompt may be open for long: what it gives joins later.
      const late = (): DeskbellError => new DeskbellError('media/timeout');
      await within(this.#ports.clock, devicesWithinMs, late, signal, () => this.#captures.settled()).catch(() => {});
      signal.throwIfAborted();
      const { microphone, camera } = this.#captures;
      const { muted, speakerId } = this.#store.state;
      const options = { microphone, camera, muted, speakerId };
      await Promise.race([connection.join(way, options, (event) => this.#hear(connection, event), signal), gaveUp]);
      if (this.#connection !== connection) throw new DeskbellError('media/lost', { retryable: true });
      if (!this.#isIn) this.#joined(connection);
      await this.#catchUp(connection, options);
    } finally {
      this.#giveUp = undefined;
    }
  }

  /** Lets go of the client at once, without a word. */
  drop(): void {
    this.#let()?.close();
  }

  /** Leaves the meeting. */
  async leave(): Promise<void> {
    const wasIn = this.#isIn;
    const connection = this.#let();
    if (!wasIn) return connection?.close();
    try {
      await connection?.leave();
    } catch (error) {
      this.#ports.logger.log('warn', 'call.leave-failed', { code: DeskbellError.from(error).code });
      connection?.close();
    }
  }

  setMuted(muted: boolean): void {
    this.#mutedAt = this.#ports.clock.now();
    this.connection?.setMuted(muted);
  }

  sound(surface: Surface | undefined): void {
    this.#sound = surface;
    this.#connection?.sound(surface);
  }

  name(attendeeId: string, name: string): void {
    this.#names.set(attendeeId, name);
    this.#store.dispatch({ type: 'named', attendeeId, name });
  }

  /** Turns an extra on or off, in the call or for it. */
  async setExtra(extra: 'background' | 'voiceFocus', on: boolean): Promise<void> {
    const { connection } = this;
    if (this.#store.state[extra] === 'unavailable') return;
    this.#store.dispatch({ type: 'extra', extra, to: on ? 'opening' : 'off' });
    if (!connection) return;
    try {
      await (extra === 'background' ? connection.setBackground(on) : connection.setVoiceFocus(on));
      if (on && this.#store.state[extra] === 'opening') this.#store.dispatch({ type: 'extra', extra, to: 'on' });
    } catch (error) {
      this.#ports.logger.log('info', 'call.extra-failed', {
        code: DeskbellError.from(error, 'media/unsupported').code,
      });
      if (this.connection === connection) this.#store.dispatch({ type: 'extra', extra, to: 'unavailable' });
    }
  }

  #let(): CallConnection | undefined {
    const connection = this.#connection;
    const made = this.#made;
    this.#turn++;
    this.#connection = this.#prepared = this.#made = undefined;
    this.#isIn = this.#isSignalled = false;
    this.#stopTelling?.();
    this.stepDown.reset();
    void made?.then((unused) => unused.close()).catch(() => {}); // It never was in use: nobody waits for it.
    return connection;
  }

  async #preparedFor(way: MeetingTicket): Promise<CallConnection | undefined> {
    if (this.#prepared?.way !== way) return undefined;
    try {
      await this.#prepared.done;
      return this.#connection;
    } catch (error) {
      this.#ports.logger.log('info', 'call.prepare-failed', { code: DeskbellError.from(error, 'media/failed').code });
      return undefined;
    }
  }

  async #client(signal: AbortSignal): Promise<CallConnection> {
    const unused = this.#connection ? undefined : this.#made;
    this.#made = undefined;
    this.drop();
    const turn = this.#turn;
    const connection = await (unused ?? this.#ports.connect());
    if (signal.aborted || turn !== this.#turn) {
      connection.close();
      throw DeskbellError.from(signal.reason, 'media/interrupted');
    }
    this.#connection = connection;
    for (const extra of ['background', 'voiceFocus'] as const) {
      if (!connection.extras[extra]) this.#store.dispatch({ type: 'extra', extra, to: 'unavailable' });
    }
    this.#present.clear();
    connection.sound(this.#sound);
    return connection;
  }

  /** Devices, mute and speaker may have changed while the client was joining. */
  async #catchUp(
    connection: CallConnection,
    was: {
      readonly microphone: unknown;
      readonly camera: unknown;
      readonly muted: boolean;
      readonly speakerId: string;
    },
  ): Promise<void> {
    const { microphone, camera } = this.#captures;
    const { muted, speakerId, background, voiceFocus } = this.#store.state;
    if (muted !== was.muted) connection.setMuted(muted);
    for (const [extra, is] of Object.entries({ background, voiceFocus })) {
      if (is === 'on' || is === 'opening') void this.setExtra(extra as 'background' | 'voiceFocus', true);
    }
    const later = [
      ...(microphone === was.microphone ? [] : [connection.setMicrophone(microphone)]),
      ...(camera === was.camera ? [] : [connection.setCamera(camera)]),
      ...(speakerId === was.speakerId ? [] : [connection.setSpeaker(speakerId)]),
    ];
    for (const { status } of await Promise.allSettled(later)) {
      if (status === 'rejected') this.#ports.logger.log('warn', 'call.device-failed', { code: 'media/failed' });
    }
  }

  #joined(connection: CallConnection): void {
    const { clock } = this.#ports;
    const isNew = !this.#isIn;
    const { name } = this.#store.state.phase;
    this.#isIn = true;
    this.#store.dispatch({ type: 'joined', at: clock.now() });
    this.#told.joined();
    if (name === 'reconnecting' || name === 'rejoining') this.#recoverCamera();
    if (!isNew || this.#connection !== connection) return;
    this.#stopTelling = clock.after(allToldMs, () =>
      this.#store.dispatch({ type: 'all-told', attendeeIds: [...this.#present] }),
    );
  }

  #hear(connection: CallConnection, event: CallConnectionEvent): void {
    if (this.#connection !== connection) return;
    const store = this.#store;
    switch (event.type) {
      case 'joined':
        return this.#joined(connection);
      case 'interrupted':
        return store.dispatch(event);
      case 'stopped':
        return this.#stopped(event.why);
      case 'present':
        return this.#presence(event.attendeeId, event.externalUserId);
      case 'absent':
        this.#present.delete(event.attendeeId);
        return store.dispatch(event);
      case 'mute':
        return this.#mute(event.attendeeId, event.muted);
      case 'tile': {
        const { tileId: id, kind, attendeeId } = event;
        store.dispatch({ type: 'tile', tile: { id, kind, attendeeId } });
        if (kind === 'share' && attendeeId !== this.#ownId) this.share.yield();
        return;
      }
      case 'quality':
        store.dispatch(event);
        return this.stepDown.quality(event.quality);
      case 'video-too-much':
        return this.stepDown.tooMuch();
      case 'share':
        return event.on ? this.share.began(connection) : this.share.ended();
      case 'message':
        return this.#message(event.topic, event.text, event.from);
      case 'tile-gone':
      case 'speaking':
      case 'sound':
        return store.dispatch(event);
    }
  }

  #stopped(why: Stopped): void {
    const code: ErrorCode | undefined = why in codes ? codes[why as keyof typeof codes] : undefined;
    this.#ports.logger.log('info', `call.stopped-${why}`);
    if (code && this.#giveUp) {
      return this.#giveUp(new DeskbellError(code, { retryable: why === 'lost' || why === 'failed' }));
    }
    this.drop();
    this.#told.stopped(why);
  }

  #presence(attendeeId: string, externalUserId: string | undefined): void {
    // Amazon Connect names its agents so; nothing else tells them.
    const role = attendeeId === this.#ownId ? 'own' : externalUserId?.endsWith('agent') ? 'agent' : 'guest';
    this.#present.add(attendeeId);
    const name = this.#names.get(attendeeId);
    this.#store.dispatch({ type: 'present', attendeeId, role, name, at: this.#ports.clock.now() });
  }

  #mute(attendeeId: string, muted: boolean): void {
    const { clock } = this.#ports;
    this.#store.dispatch({ type: 'attendee-muted', attendeeId, muted });
    if (attendeeId !== this.#ownId || !muted || this.#store.state.muted) return;
    if (Math.abs(clock.now() - this.#mutedAt) < muteEchoMs) return;
    this.#store.dispatch({ type: 'muted', muted: true });
    this.connection?.setMuted(true);
    this.#store.dispatch({ type: 'noticed', what: 'muted-by-agent' });
  }

  #message(topic: string, text: string, from: string | undefined): void {
    if (from !== undefined && from === this.#ownId) return;
    const word = readMessage(topic, text);
    if (word === 'share-allowed') this.share.allow();
    else if (word === 'share-stopped') this.share.forbid();
    else if (word) this.#store.dispatch({ type: 'held', on: word === 'held' });
  }

  /** A picture that went with the network comes back with it. */
  #recoverCamera(): void {
    const { cameraOffForQuality, held, privacy } = this.#store.state;
    if (!cameraOffForQuality || !this.stepDown.recovers()) return;
    this.#store.dispatch({ type: 'weak-network', cameraOff: false });
    if (held || privacy) this.#store.dispatch({ type: 'withheld', camera: true });
    else void this.#captures.open('camera');
  }

  #dropCamera(): void {
    const { store, captures } = { store: this.#store, captures: this.#captures };
    if (!captures.has('camera') || !this.connection) return;
    captures.close('camera');
    store.dispatch({ type: 'weak-network', cameraOff: true });
    store.dispatch({ type: 'noticed', what: 'camera-off-weak' });
  }
}
