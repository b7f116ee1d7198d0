import { within } from '../clock.js';
import { DeskbellError, type ErrorCode } from '../errors.js';
import { createStore, type Store } from '../store.js';
import { Captures } from './captures.js';
import type { CallControl } from './control.js';
import { Digits } from './digits.js';
import { Line, type Stopped } from './line.js';
import { noticeMutedSpeech } from './muted-speech.js';
import type { CallOptions } from './options.js';
import { holdPage } from './page-hold.js';
import { contactOf, isRunning, liveSince } from './phases.js';
import type { CallPorts, MeetingTicket, RejoinTicket, Surface } from './ports.js';
import { contactIn, save, saved, type RunningCall } from './running-call.js';
import { initialCallState, type CallEnd, type CallMedia, type CallState } from './state.js';
import { CallTickets, type HeldTicket } from './tickets.js';
import { transition, type CallEvent } from './transition.js';
import { findWayBack } from './way-back.js';
import { withhold } from './withhold.js';

/** How long a contact asked for early waits for Join, in milliseconds. */
const earlyMs = 45_000;
/** How long joining a meeting may take before the customer is asked, in milliseconds. */
const joinWithinMs = 30_000;

const timeout = (): DeskbellError => new DeskbellError('media/timeout', { retryable: true });

/**
 * One customer's call, from the room before it to goodbye. It knows no DOM and no SDK, belongs to whoever created it,
 * and its methods do not reject for what goes wrong in life: the failure is in the snapshot.
 */
export class CallSession implements CallControl {
  readonly store: Store<CallState, CallEvent>;
  #ports: CallPorts;
  #options: CallOptions;
  #captures: Captures;
  #line: Line;
  #tickets: CallTickets;
  #digits: Digits;
  /** Ends whatever the current call still has running. */
  #abort = new AbortController();
  #call: RunningCall | undefined;
  #consent = false;
  /** Whether the picture was on when the call was lost. */
  #wasSeen = false;
  #releaseTab: (() => void) | undefined;
  #stopWaiting: (() => void) | undefined;
  #unwatchLeaving: (() => void) | undefined;

  constructor(ports: CallPorts, options: CallOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.store = createStore(initialCallState, transition, () => ports.logger.log('error', 'store.listener-failed'));
    this.#captures = new Captures(this.store, ports, async (kind, capture) => {
      const { connection } = this.#line;
      await (kind === 'microphone' ? connection?.setMicrophone(capture) : connection?.setCamera(capture));
    });
    this.#line = new Line(this.store, ports, this.#captures, {
      joined: () => this.#joined(),
      stopped: (why) => this.#stopped(why),
    });
    this.#tickets = new CallTickets(ports, () => this.#options);
    this.#digits = this.#newDigits();
    withhold(this.store, this.#captures, this.#line);
    noticeMutedSpeech(this.store, this.#captures, ports.clock);
    holdPage(this.store, ports.page, {
      hangUp: () => void this.leave(),
      toggleMute: () => this.setMuted(!this.store.state.muted),
      toggleCamera: () => void this.setCamera(!this.#captures.has('camera')),
    });
    save(this.store, ports.storage, () => this.#call);
    this.store.subscribe((state, previous) => {
      if (state.speakerId !== previous.speakerId) void this.#follow(this.#line.connection?.setSpeaker(state.speakerId));
    });
  }

  configure(options: CallOptions): void {
    this.#options = { ...this.#options, ...options };
  }

  // The room before the call.

  async prepare(media: CallMedia): Promise<void> {
    const { phase, media: before } = this.store.state;
    if (phase.name === 'requesting' || isRunning(this.store.state)) return;
    if (phase.name !== 'preparing') this.#endFormer();
    else if (before === media) return;
    else this.#giveBack();
    this.store.dispatch({ type: 'prepared', media });
    this.#enterRoom();
    if (this.#options.early !== false) void this.#reserve(media);
    if (media === 'audio') this.#captures.close('camera');
    await this.#openDevices(media);
  }

  cancel(): Promise<void> {
    const { phase } = this.store.state;
    if (phase.name === 'preparing' || phase.name === 'requesting') {
      this.#letGo();
      this.store.dispatch({ type: 'cancelled' });
    }
    return Promise.resolve();
  }

  setConsent(agreed: boolean): void {
    this.store.dispatch({ type: 'consented', agreed });
  }

  // Coming and going.

  async join(media?: CallMedia): Promise<void> {
    const { phase, media: before } = this.store.state;
    if (phase.name === 'requesting' || isRunning(this.store.state)) return;
    const inRoom = phase.name === 'preparing';
    if (inRoom && phase.contact?.features.recorded && !phase.consent) return;
    if (!inRoom) this.#endFormer();
    this.#stopWaiting?.();
    this.#consent = inRoom && phase.consent;
    this.store.dispatch({ type: 'requested', media: inRoom ? before : (media ?? before) });
    if (!(await this.#holdTab())) return;
    if (!inRoom) {
      this.#enterRoom();
      void this.#openDevices(this.store.state.media);
    }
    await this.#request(false);
  }

  async retry(): Promise<void> {
    const { phase, media } = this.store.state;
    const call = this.#call;
    if (phase.name !== 'failed') return;
    if (!call) return this.join(media);
    const contact = contactIn(call);
    if (call.joined) this.store.dispatch({ type: 'rejoining', contact, liveSince: call.liveSince });
    else this.store.dispatch({ type: 'ticketed', contact });
    if (!(await this.#holdTab())) return;
    this.#enterRoom();
    void this.#openDevices(this.#wasSeen ? 'video' : 'audio');
    await (call.joined ? this.#rejoin(call) : this.#enter(call, false));
  }

  async resume(): Promise<void> {
    const { call } = await this.#ports.storage.load();
    if (call && this.store.state.phase.name === 'idle') this.#take(call);
  }

  async takeOver(): Promise<void> {
    const { phase, media } = this.store.state;
    if (phase.name === 'requesting' || phase.name === 'preparing' || isRunning(this.store.state)) return;
    const call = await this.#ports.tabs.ask();
    if (isRunning(this.store.state)) return;
    if (!call) return this.prepare(media);
    this.#endFormer();
    this.store.dispatch({ type: 'forgotten' });
    this.#take(call);
    await this.retry();
  }

  async leave(): Promise<void> {
    const { phase } = this.store.state;
    const call = this.#call;
    if (phase.name === 'preparing' || phase.name === 'requesting') return this.cancel();
    if (!call) return this.store.dispatch({ type: 'cancelled' });
    this.#captures.release(); // The lights go out first.
    const left = this.#line.leave();
    this.#over('customer');
    this.#tickets.stop(call.handle);
    await left;
  }

  shutdown(): void {
    const call = this.#call;
    this.#call = undefined;
    this.#captures.release();
    void this.#line.leave();
    this.#letGo();
    if (call) this.#tickets.stop(call.handle);
    this.store.dispatch({ type: 'forgotten' });
    this.#ports.storage.clear();
  }

  // During it, and in the room.

  setMuted(muted: boolean): void {
    if (this.store.state.muted === muted) return;
    this.store.dispatch({ type: 'muted', muted });
    this.#line.setMuted(muted);
  }

  async setCamera(on: boolean): Promise<void> {
    const { held, privacy, cameraOffForQuality } = this.store.state;
    if (!on) {
      this.store.dispatch({ type: 'withheld', camera: false });
      this.store.dispatch({ type: 'weak-network', cameraOff: false });
      return this.#captures.close('camera');
    }
    if (!this.#usesDevices() || this.#captures.has('camera')) return;
    if (contactOf(this.store.state)?.features.video === false) return;
    if (held || privacy) return this.store.dispatch({ type: 'withheld', camera: true });
    if (cameraOffForQuality) this.#line.stepDown.insist();
    this.store.dispatch({ type: 'weak-network', cameraOff: false });
    await this.#captures.open('camera');
  }

  async openMicrophone(): Promise<void> {
    if (this.#usesDevices() && !this.#captures.has('microphone')) await this.#captures.open('microphone');
  }

  closeMicrophone(): void {
    this.#captures.close('microphone');
  }

  chooseMicrophone(deviceId: string): Promise<void> {
    return this.#captures.choose('microphone', deviceId);
  }

  chooseCamera(deviceId: string): Promise<void> {
    return this.#captures.choose('camera', deviceId);
  }

  chooseSpeaker(deviceId: string): Promise<void> {
    return this.#captures.choose('speaker', deviceId);
  }

  flipCamera(): Promise<void> {
    return this.#captures.flip();
  }

  startShare(): Promise<void> {
    return this.#line.share.start();
  }

  stopShare(): void {
    this.#line.share.stop();
  }

  setPrivacy(on: boolean): Promise<void> {
    this.store.dispatch({ type: 'privacy', on });
    return this.#captures.settled();
  }

  setBackground(on: boolean): Promise<void> {
    return this.#line.setExtra('background', on);
  }

  setVoiceFocus(on: boolean): Promise<void> {
    return this.#line.setExtra('voiceFocus', on);
  }

  press(digits: string): void {
    const { signal } = this.#abort;
    const { phase } = this.store.state;
    const pressed = digits.replace(/[^0-9*#]/g, '');
    if (pressed === '' || (phase.name !== 'ringing' && phase.name !== 'live') || !phase.contact.features.dtmf) return;
    this.#digits.press(pressed, () => this.#call, signal);
  }

  resumeSound(): Promise<void> {
    return this.#follow(this.#line.connection?.resumeSound());
  }

  testSpeaker(): Promise<void> {
    return this.#follow(this.#ports.devices.testSpeaker(this.store.state.speakerId));
  }

  show(tileId: string, surface: Surface | undefined): void {
    this.#line.connection?.show(tileId, surface);
  }

  showPreview(surface: Surface | undefined): void {
    this.#captures.preview(surface);
  }

  sound(surface: Surface | undefined): void {
    this.#line.sound(surface);
  }

  watchLevel(listener: (level: number) => void): () => void {
    return this.#captures.watchLevel(listener);
  }

  nameAttendee(attendeeId: string, name: string): void {
    this.#line.name(attendeeId, name);
  }

  addCaption(caption: { readonly id: string; readonly attendeeId: string; readonly text: string }): void {
    this.store.dispatch({ type: 'caption', caption });
  }

  // How it goes on.

  /** Devices and the client's code, and an eye on the page going away. */
  #enterRoom(): void {
    this.#captures.start();
    this.#line.load();
    this.#unwatchLeaving ??= this.#ports.page.onLeaving(() => this.#pageGoes());
  }

  async #openDevices(media: CallMedia): Promise<void> {
    const kinds = media === 'video' ? (['microphone', 'camera'] as const) : (['microphone'] as const);
    await Promise.all(kinds.filter((kind) => !this.#captures.has(kind)).map((kind) => this.#captures.open(kind)));
  }

  /** Asks for the contact while the customer is still in the room. What fails here is tried again at Join, and told then. */
  async #reserve(media: CallMedia): Promise<void> {
    const { signal } = this.#abort;
    try {
      const ticket = await this.#tickets.ask(media);
      const { phase, media: now } = this.store.state;
      if (!signal.aborted && phase.name === 'preparing' && now === media) await this.#waitForJoin(ticket);
    } catch (error) {
      if (!signal.aborted)
        this.#ports.logger.log('info', 'call.early-failed', { code: DeskbellError.from(error).code });
    }
  }

  /** The contact is there, the customer not yet: signalling opens, and nothing else, for a while. */
  async #waitForJoin(ticket: HeldTicket): Promise<void> {
    this.store.dispatch({ type: 'reserved', contact: contactIn(ticket) });
    this.#keepWithinFeatures();
    this.#stopWaiting?.();
    this.#stopWaiting = this.#ports.clock.after(earlyMs, () => this.#giveBack());
    await this.#line.prepare(ticket, this.#abort.signal);
  }

  /** The contact asked for early is not needed, or not yet: Join asks for another. */
  #giveBack(): void {
    this.#stopWaiting?.();
    this.#line.drop();
    this.#tickets.drop();
    this.store.dispatch({ type: 'unreserved' });
  }

  async #request(fresh: boolean): Promise<void> {
    const { signal } = this.#abort;
    try {
      const { media } = this.store.state;
      const ticket = await this.#tickets.ask(media, fresh);
      if (signal.aborted) return;
      if (ticket.features.recorded && !this.#consent) return await this.#waitForJoin(ticket);
      this.#tickets.use();
      this.#call = { ...ticket, way: ticket, joined: false, liveSince: undefined };
      this.#ports.logger.log('info', 'call.ticketed', { contactId: ticket.contactId });
      await this.#enter(this.#call, fresh);
    } catch (error) {
      if (signal.aborted) return;
      const { code } = DeskbellError.from(error);
      if (this.store.state.phase.name === 'requesting') this.#fail(code, false);
      else this.#ports.logger.log('info', 'call.early-failed', { code });
    }
  }

  /** Joins with a ticket. One that slept past its deadline, or is refused before it ever worked, is replaced once. */
  async #enter(call: RunningCall, fresh: boolean): Promise<void> {
    const { clock } = this.#ports;
    const { signal } = this.#abort;
    const left = (call.connectBy ?? 0) - clock.now();
    const { way } = call;
    if (left <= 0 || !way) return fresh ? this.#fail('media/timeout', false) : this.#startAnew(call);
    this.store.dispatch({ type: 'ticketed', contact: contactIn(call) });
    this.#keepWithinFeatures();
    try {
      await within(clock, Math.min(joinWithinMs, left), timeout, signal, (inner) => this.#line.join(way, inner));
    } catch (error) {
      if (signal.aborted) return;
      const { code } = DeskbellError.from(error, 'media/failed');
      if (code === 'connection/refused' && !fresh) await this.#startAnew(call);
      else this.#fail(code, code !== 'connection/refused');
    }
  }

  /** A call that cannot be gone on with is begun anew: a new contact, and nobody is left waiting in the old one. */
  async #startAnew(call: RunningCall): Promise<void> {
    this.#line.drop();
    this.#tickets.stop(call.handle);
    this.#call = undefined;
    this.#ports.storage.save({ call: undefined });
    this.store.dispatch({ type: 'requested', media: this.#captures.has('camera') ? 'video' : this.store.state.media });
    await this.#request(true);
  }

  /** Goes back into a call by a new way. */
  async #rejoin(call: RunningCall): Promise<void> {
    const { clock, participant } = this.#ports;
    const { signal } = this.#abort;
    const { liveSince: since } = call;
    this.store.dispatch({ type: 'rejoining', contact: contactIn(call), liveSince: since });
    const enter = async (ticket: RejoinTicket, outer: AbortSignal): Promise<void> => {
      const way: MeetingTicket = await participant.connection({ ...call, ...ticket }, outer);
      this.#call = { ...call, ...ticket, joined: true };
      await within(clock, joinWithinMs, timeout, outer, (inner) => this.#line.join(way, inner));
    };
    try {
      const found = await findWayBack(this.#ports, call.handle, enter, signal);
      if (found === 'over') this.#over('service');
      if (found !== 'start-again') return;
      this.#consent = true; // Whoever was in the call had agreed to what it does.
      const begun = this.#startAnew(call);
      this.store.dispatch({ type: 'noticed', what: 'started-again' });
      await begun;
    } catch (error) {
      if (!signal.aborted) this.#fail(DeskbellError.from(error, 'media/failed').code, true);
    }
  }

  #joined(): void {
    const call = this.#call;
    if (!call) return;
    this.#call = { ...call, joined: true };
    this.#ports.storage.save({ call: saved(this.#call, this.store.state) });
    this.#ports.logger.log('info', 'call.joined', { contactId: call.contactId });
  }

  #stopped(why: Stopped): void {
    const { state } = this.store;
    const call = this.#call;
    if (state.phase.name === 'preparing') return this.#giveBack();
    if (!call) return;
    if (why === 'removed' || why === 'elsewhere') return this.#over(why);
    if (why === 'left') return this.#over('customer');
    // Whoever was there and is not any more has ended it; where nobody left first, nobody can tell.
    const agentLeft = liveSince(state) !== undefined && !state.attendees.some(({ role }) => role === 'agent');
    if (why === 'ended') return this.#over(agentLeft ? 'agent' : 'service');
    if (why === 'full') return this.#fail('media/full', true);
    void this.#rejoin({ ...call, liveSince: liveSince(state) });
  }

  /**
   * The page goes away, by a reload, a link or for good: nobody can tell which. A contact that has not reached an agent
   * has no way back, so it is stopped and rings nobody. A live one is left to the service, which ends it after 60 s
   * unless the customer comes back; their media is gone at once.
   */
  #pageGoes(): void {
    const { state } = this.store;
    const call = this.#call;
    this.#tickets.drop(true);
    if (!call) return void this.cancel();
    if (call.liveSince === undefined && liveSince(state) === undefined) {
      this.#over('customer');
      this.#tickets.stop(call.handle, true);
    } else this.#fail('media/interrupted', true);
  }

  /** Goes on with a call that was somewhere else before: a press away. */
  #take(call: NonNullable<ReturnType<typeof saved>>): void {
    this.#call = { ...call, participantToken: '', connectBy: undefined, way: undefined, joined: true };
    this.#wasSeen = call.media === 'video';
    this.store.dispatch({ type: 'restored', contact: contactIn(call), media: call.media });
    this.store.dispatch({ type: 'muted', muted: call.muted });
  }

  /** Makes this the tab with the call. Fails the call when another has one. */
  async #holdTab(): Promise<boolean> {
    const { signal } = this.#abort;
    if (this.#releaseTab) return true;
    const release = await this.#ports.tabs.hold(() => this.#asked());
    if (signal.aborted) release?.();
    else if (release) this.#releaseTab = release;
    else this.#fail('media/elsewhere', this.#call !== undefined);
    return release !== undefined && !signal.aborted;
  }

  /** Another tab wants the call: it gets what rejoining takes, and the media is let go of here. */
  #asked(): ReturnType<typeof saved> {
    const call = this.#call && saved(this.#call, this.store.state);
    if (call) this.#over('elsewhere');
    return call;
  }

  /** What a contact may not do is not done, whatever the room had. */
  #keepWithinFeatures(): void {
    if (contactOf(this.store.state)?.features.video !== false || !this.#captures.has('camera')) return;
    this.#captures.close('camera');
    this.store.dispatch({
      type: 'capturing',
      kind: 'camera',
      capturing: { name: 'failed', code: 'media/not-offered' },
    });
  }

  #over(by: CallEnd): void {
    const contactId = this.#call?.contactId;
    this.store.dispatch({ type: 'over', by, at: this.#ports.clock.now() });
    this.#call = undefined;
    this.#letGo();
    this.#ports.storage.save({ startKey: undefined, call: undefined });
    this.#ports.logger.log('info', 'call.ended', { contactId });
  }

  /** `alive`: the contact may go on, so that trying again continues it. */
  #fail(code: ErrorCode, alive: boolean): void {
    const { state } = this.store;
    const call = this.#call;
    this.#ports.logger.log('warn', 'call.failed', { code, contactId: call?.contactId });
    this.#wasSeen =
      this.#captures.has('camera') || state.cameraWithheld || (this.#wasSeen && state.phase.name === 'failed');
    if (call && alive) this.#call = { ...call, liveSince: liveSince(state) ?? call.liveSince };
    this.store.dispatch({ type: 'failed', code, alive: alive && call !== undefined });
    this.#letGo();
    if (alive) this.#unwatchLeaving ??= this.#ports.page.onLeaving(() => this.#pageGoes());
    else this.#endFormer();
  }

  /** A contact that still was there is nobody's any more. */
  #endFormer(): void {
    const call = this.#call;
    this.#call = undefined;
    this.#letGo();
    if (!call) return;
    this.#tickets.stop(call.handle);
    this.#ports.storage.save({ call: undefined });
  }

  /** Everything that runs or is held for the current call ends: devices first. */
  #letGo(): void {
    this.#abort.abort(new DeskbellError('media/failed'));
    this.#abort = new AbortController();
    this.#captures.release();
    this.#stopWaiting?.();
    this.#line.drop();
    this.#tickets.drop();
    this.#releaseTab?.();
    this.#unwatchLeaving?.();
    this.#releaseTab = this.#unwatchLeaving = undefined;
    this.#digits = this.#newDigits();
  }

  #newDigits(): Digits {
    return new Digits(this.#ports, () => this.store.dispatch({ type: 'noticed', what: 'digits-failed' }));
  }

  /** Whether devices are wanted now: in the room, and in the call. */
  #usesDevices(): boolean {
    const { name } = this.store.state.phase;
    return name === 'preparing' || name === 'requesting' || isRunning(this.store.state);
  }

  /** What may fail without harm is told to the log alone. */
  async #follow(work: Promise<void> | undefined): Promise<void> {
    await work?.catch((error: unknown) => {
      this.#ports.logger.log('info', 'call.device-failed', { code: DeskbellError.from(error, 'media/failed').code });
    });
  }
}
