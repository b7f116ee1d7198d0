import { within } from '../clock.js';
import { DeskbellError, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import { Captures } from './captures.js';
import { Line, type Stopped } from './line.js';
import type { CallOptions } from './options.js';
import { contactOf, liveSince } from './phases.js';
import type { CallPorts, MeetingTicket, RejoinTicket, SavedCall } from './ports.js';
import { contactIn, save, saved, type RunningCall } from './running-call.js';
import type { CallEnd, CallMedia, CallState } from './state.js';
import { CallTickets, type HeldTicket } from './tickets.js';
import type { CallEvent } from './transition.js';
import { findWayBack } from './way-back.js';

/** How long a contact asked for early waits for Join, in milliseconds. */
const earlyMs = 45_000;
/** How long joining a meeting may take before the customer is asked, in milliseconds. */
const joinWithinMs = 30_000;

/**
 * How one call goes after another: a ticket, a way into its meeting, ways back, and an end. What the customer wants of it
 * is the session's to decide; what is held for it (devices, client, tab, page) ends here, together.
 */
export class Course {
  readonly captures: Captures;
  readonly line: Line;
  readonly tickets: CallTickets;
  /** Whether the customer agreed to the recording of this call. */
  consent = false;
  #store: Store<CallState, CallEvent>;
  #ports: CallPorts;
  /** Ends whatever the current call still has running. */
  #abort = new AbortController();
  #call: RunningCall | undefined;
  #former: RunningCall | undefined;
  /** Whether the picture was on when the call was lost. */
  #wasSeen = false;
  #releaseTab: (() => void) | undefined;
  #stopWaiting: (() => void) | undefined;
  #unwatchLeaving: (() => void) | undefined;

  constructor(store: Store<CallState, CallEvent>, ports: CallPorts, options: () => CallOptions) {
    this.#store = store;
    this.#ports = ports;
    this.captures = new Captures(store, ports, async (kind, capture) => {
      const { connection } = this.line;
      await (kind === 'microphone' ? connection?.setMicrophone(capture) : connection?.setCamera(capture));
    });
    this.line = new Line(store, ports, this.captures, {
      joined: () => this.#joined(),
      stopped: (why) => this.#stopped(why),
    });
    this.tickets = new CallTickets(ports, options);
    save(store, ports.storage, () => this.#call);
  }

  /** The call there is, or that could be gone on with. */
  get call(): RunningCall | undefined {
    return this.#call;
  }

  /** The call that is over, as long as the phase is about it. */
  get former(): RunningCall | undefined {
    return this.#former;
  }

  /** Aborts when the current call is let go of. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Devices and the client's code, and an eye on the page going away. */
  enterRoom(): void {
    this.captures.start();
    this.line.load();
    this.#unwatchLeaving ??= this.#ports.page.onLeaving(() => this.#pageGoes());
  }

  async openDevices(media: CallMedia): Promise<void> {
    const kinds = media === 'video' ? (['microphone', 'camera'] as const) : (['microphone'] as const);
    await Promise.all(kinds.filter((kind) => !this.captures.has(kind)).map((kind) => this.captures.open(kind)));
  }

  /** Nothing came of it: the room, or the asking, is over. */
  cancel(): void {
    this.letGo();
    this.#store.dispatch({ type: 'cancelled' });
  }

  /** Asks for the contact while the customer is still in the room. What fails here is tried again at Join, and told then. */
  async reserve(media: CallMedia): Promise<void> {
    const { signal } = this.#abort;
    try {
      const ticket = await this.tickets.ask(media);
      const { phase, media: now } = this.#store.state;
      if (!signal.aborted && phase.name === 'preparing' && now === media) await this.#waitForJoin(ticket);
    } catch (error) {
      if (!signal.aborted)
        this.#ports.logger.log('info', 'call.early-failed', { code: DeskbellError.from(error).code });
    }
  }

  /** The contact is there, the customer not yet: signalling opens, and nothing else, for a while. */
  async #waitForJoin(ticket: HeldTicket): Promise<void> {
    this.#store.dispatch({ type: 'reserved', contact: contactIn(ticket) });
    this.#keepWithinFeatures();
    this.#stopWaiting?.();
    this.#stopWaiting = this.#ports.clock.after(earlyMs, () => this.giveBack());
    await this.line.prepare(ticket, this.#abort.signal);
  }

  /** The contact asked for early is not needed, or not yet: Join asks for another. */
  giveBack(): void {
    this.#stopWaiting?.();
    this.line.drop();
    this.tickets.drop();
    this.#store.dispatch({ type: 'unreserved' });
  }

  /** Asks for a contact, or takes the one asked for early, and joins. `fresh`: the intent before this is spent. */
  async request(fresh: boolean): Promise<void> {
    if (!this.#ports.devices.canCall()) return this.#fail('media/unsupported', false);
    const { signal } = this.#abort;
    this.#stopWaiting?.();
    try {
      const { media } = this.#store.state;
      const ticket = await this.tickets.ask(media, fresh);
      if (signal.aborted) return;
      if (ticket.features.recorded && !this.consent) return await this.#waitForJoin(ticket);
      this.tickets.use();
      this.#call = { ...ticket, way: ticket, joined: false, liveSince: undefined };
      this.#ports.logger.log('info', 'call.ticketed', { contactId: ticket.contactId });
      await this.#enter(this.#call, fresh);
    } catch (error) {
      if (signal.aborted) return;
      const { code } = DeskbellError.from(error);
      if (this.#store.state.phase.name === 'requesting') this.#fail(code, false);
      else this.#ports.logger.log('info', 'call.early-failed', { code });
    }
  }

  /** Goes on with a call that failed and may be alive: by its ticket, or by a new way in. */
  async goOn(call: RunningCall): Promise<void> {
    const contact = contactIn(call);
    if (call.joined) this.#store.dispatch({ type: 'rejoining', contact, liveSince: call.liveSince });
    else this.#store.dispatch({ type: 'ticketed', contact });
    if (!(await this.holdTab())) return;
    this.enterRoom();
    void this.openDevices(this.#wasSeen ? 'video' : 'audio');
    await (call.joined ? this.#rejoin(call) : this.#enter(call, false));
  }

  /** Joins with a ticket. One that slept past its deadline, or is refused before it ever worked, is replaced once. */
  async #enter(call: RunningCall, fresh: boolean): Promise<void> {
    const { clock } = this.#ports;
    const { signal } = this.#abort;
    const left = (call.connectBy ?? 0) - clock.now();
    const { way } = call;
    if (left <= 0 || !way) return fresh ? this.#fail('media/timeout', false) : this.#startAnew(call);
    this.#store.dispatch({ type: 'ticketed', contact: contactIn(call) });
    this.#keepWithinFeatures();
    try {
      await within(clock, Math.min(joinWithinMs, left), this.#late, signal, (inner) => this.line.join(way, inner));
    } catch (error) {
      if (signal.aborted) return;
      const { code } = DeskbellError.from(error, 'media/failed');
      if (code === 'connection/refused' && !fresh) await this.#startAnew(call);
      else this.#fail(code, code !== 'connection/refused');
    }
  }

  /** A call that cannot be gone on with is begun anew: a new contact, and nobody is left waiting in the old one. */
  async #startAnew(call: RunningCall): Promise<void> {
    this.line.drop();
    this.tickets.stop(call.handle);
    this.#call = undefined;
    this.#ports.storage.save({ call: undefined });
    const { cameraOffForQuality, media } = this.#store.state;
    // What was given up for the network of the old call is not missing from the new one.
    if (cameraOffForQuality) void this.captures.open('camera');
    this.#store.dispatch({ type: 'requested', media: this.captures.has('camera') ? 'video' : media });
    await this.request(true);
  }

  /** Goes back into a call by a new way. */
  async #rejoin(call: RunningCall): Promise<void> {
    const { clock, participant } = this.#ports;
    const { signal } = this.#abort;
    const { liveSince: since } = call;
    this.#store.dispatch({ type: 'rejoining', contact: contactIn(call), liveSince: since });
    const enter = async (ticket: RejoinTicket, outer: AbortSignal): Promise<void> => {
      const way: MeetingTicket = await participant.connection({ ...call, ...ticket }, outer);
      this.#call = { ...call, ...ticket, joined: true };
      await within(clock, joinWithinMs, this.#late, outer, (inner) => this.line.join(way, inner));
    };
    try {
      const found = await findWayBack(this.#ports, call.handle, enter, signal);
      if (found === 'over') this.over('service');
      if (found !== 'start-again') return;
      this.consent = true; // Whoever was in the call had agreed to what it does.
      const begun = this.#startAnew(call);
      this.#store.dispatch({ type: 'noticed', what: 'started-again' });
      await begun;
    } catch (error) {
      if (!signal.aborted) this.#fail(DeskbellError.from(error, 'media/failed').code, true);
    }
  }

  /** Why a joining that takes too long does. */
  readonly #late = (): DeskbellError =>
    new DeskbellError(this.line.isSignalled ? 'media/no-route' : 'media/timeout', { retryable: true });

  #joined(): void {
    const call = this.#call;
    if (!call) return;
    this.#call = { ...call, joined: true };
    this.#ports.storage.save({ call: saved(this.#call, this.#store.state) });
    this.#ports.logger.log('info', 'call.joined', { contactId: call.contactId });
  }

  #stopped(why: Stopped): void {
    const { state } = this.#store;
    const call = this.#call;
    if (state.phase.name === 'preparing') return this.giveBack();
    if (!call) return;
    if (why === 'removed' || why === 'elsewhere') return this.over(why);
    if (why === 'left') return this.over('customer');
    // Whoever was there and is not any more has ended it; where nobody left first, nobody can tell.
    const agentLeft = liveSince(state) !== undefined && !state.attendees.some(({ role }) => role === 'agent');
    if (why === 'ended') return this.over(agentLeft ? 'agent' : 'service');
    if (why === 'full') return this.#fail('media/full', true);
    void this.#rejoin({ ...call, liveSince: liveSince(state) });
  }

  /**
   * The page goes away, by a reload, a link or for good: nobody can tell which. A contact that has not reached an agent
   * has no way back, so it is stopped and rings nobody. A live one is left to the service, which ends it after 60 s
   * unless the customer comes back; their media is gone at once.
   */
  #pageGoes(): void {
    const { state } = this.#store;
    const call = this.#call;
    this.tickets.drop(true);
    if (!call) return this.cancel();
    if (call.liveSince === undefined && liveSince(state) === undefined) {
      this.over('customer');
      this.tickets.stop(call.handle, true);
    } else this.#fail('media/interrupted', true);
  }

  /** Goes on with a call that was somewhere else before: a press away. */
  take(call: NonNullable<SavedCall['call']>): void {
    this.#call = { ...call, participantToken: '', connectBy: undefined, way: undefined, joined: true };
    this.#wasSeen = call.media === 'video';
    this.#store.dispatch({ type: 'restored', contact: contactIn(call), media: call.media });
    this.#store.dispatch({ type: 'muted', muted: call.muted });
  }

  /** Makes this the tab with the call. Fails the call when another has one. */
  async holdTab(): Promise<boolean> {
    const { signal } = this.#abort;
    if (this.#releaseTab) return true;
    const release = await this.#ports.tabs.hold(() => this.#asked());
    if (signal.aborted) release?.();
    else if (release) this.#releaseTab = release;
    else this.#fail('media/elsewhere', this.#call !== undefined);
    return release !== undefined && !signal.aborted;
  }

  /** Another tab wants the call: it gets what rejoining takes, and the media is let go of here. */
  #asked(): SavedCall['call'] {
    const call = this.#call && saved(this.#call, this.#store.state);
    if (call) this.over('elsewhere');
    return call;
  }

  /** What a contact may not do is not done, whatever the room had. */
  #keepWithinFeatures(): void {
    if (contactOf(this.#store.state)?.features.video !== false || !this.captures.has('camera')) return;
    this.captures.close('camera');
    this.#store.dispatch({
      type: 'capturing',
      kind: 'camera',
      capturing: { name: 'failed', code: 'media/not-offered' },
    });
  }

  /** The call is over, and nothing of it is kept. */
  over(by: CallEnd): void {
    const contactId = this.#call?.contactId;
    this.#former = this.#call;
    this.#store.dispatch({ type: 'over', by, at: this.#ports.clock.now() });
    this.#call = undefined;
    this.letGo();
    this.#ports.storage.save({ startKey: undefined, call: undefined });
    this.#ports.logger.log('info', 'call.ended', { contactId });
  }

  /** `alive`: the contact may go on, so that trying again continues it. */
  #fail(code: ErrorCode, alive: boolean): void {
    const { state } = this.#store;
    const call = this.#call;
    this.#ports.logger.log('warn', 'call.failed', { code, contactId: call?.contactId });
    this.#wasSeen =
      this.captures.has('camera') ||
      state.cameraWithheld ||
      state.cameraOffForQuality ||
      (this.#wasSeen && state.phase.name === 'failed');
    if (call && alive) this.#call = { ...call, liveSince: liveSince(state) ?? call.liveSince };
    this.#store.dispatch({ type: 'failed', code, alive: alive && call !== undefined });
    this.letGo();
    if (alive) this.#unwatchLeaving ??= this.#ports.page.onLeaving(() => this.#pageGoes());
    else this.endFormer();
  }

  /** A contact that still was there is nobody's any more. */
  endFormer(): void {
    const call = this.#call;
    this.#call = undefined;
    this.letGo();
    if (!call) return;
    this.tickets.stop(call.handle);
    this.#ports.storage.save({ call: undefined });
  }

  /** Everything that runs or is held for the current call ends: devices first. */
  letGo(): void {
    this.#abort.abort(new DeskbellError('media/failed'));
    this.#abort = new AbortController();
    this.captures.release();
    this.#stopWaiting?.();
    this.line.drop();
    this.tickets.drop();
    this.#releaseTab?.();
    this.#unwatchLeaving?.();
    this.#releaseTab = this.#unwatchLeaving = undefined;
  }
}
