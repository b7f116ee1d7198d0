import type { Memory } from '../chat/ports.js';
import { DeskbellError } from '../errors.js';
import { createStore, type Store } from '../store.js';
import type { CallControl } from './control.js';
import { Course } from './course.js';
import { Digits } from './digits.js';
import { noticeMutedSpeech } from './muted-speech.js';
import type { CallOptions } from './options.js';
import { holdPage } from './page-hold.js';
import { contactOf, isRunning } from './phases.js';
import type { CallPorts, Surface } from './ports.js';
import type { RunningCall } from './running-call.js';
import { initialCallState, type CallMedia, type CallState } from './state.js';
import { transition, type CallEvent } from './transition.js';
import { withhold } from './withhold.js';

/**
 * One customer's call, from the room before it to goodbye. It knows no DOM and no SDK, belongs to whoever created it,
 * and its methods do not reject for what goes wrong in life: the failure is in the snapshot.
 */
export class CallSession implements CallControl {
  readonly store: Store<CallState, CallEvent>;
  #ports: CallPorts;
  #options: CallOptions;
  #course: Course;
  #digits: Digits;

  constructor(ports: CallPorts, options: CallOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.store = createStore(initialCallState, transition, () => ports.logger.log('error', 'store.listener-failed'));
    this.#course = new Course(this.store, ports, () => this.#options);
    this.#digits = new Digits(ports, () => this.store.dispatch({ type: 'noticed', what: 'digits-failed' }));
    const { captures, line } = this.#course;
    withhold(this.store, captures, line);
    noticeMutedSpeech(this.store, captures, ports.clock);
    holdPage(this.store, ports.page, {
      hangUp: () => void this.leave(),
      toggleMute: () => this.setMuted(!this.store.state.muted),
      toggleCamera: () => void this.setCamera(!captures.has('camera')),
    });
    this.store.subscribe((state, previous) => {
      if (state.speakerId !== previous.speakerId) void this.#follow(line.connection?.setSpeaker(state.speakerId));
    });
  }

  /** The call there is, or that could be gone on with. Its tokens are secrets of this tab. */
  get contact(): Pick<RunningCall, 'contactId' | 'handle' | 'waiting' | 'endings'> | undefined {
    return this.#course.call;
  }

  /** The call that is over, as long as the phase is about it. */
  get former(): Pick<RunningCall, 'contactId' | 'handle' | 'waiting' | 'endings'> | undefined {
    return this.#course.former;
  }

  /** Absolute address of the site's token broker, where it is known. */
  get broker(): string | undefined {
    return this.#options.broker;
  }

  /** How long a call is remembered, where the page said so. */
  get memory(): Memory | undefined {
    return this.#options.memory;
  }

  configure(options: CallOptions): void {
    this.#options = { ...this.#options, ...options };
  }

  // The room before the call.

  async prepare(media: CallMedia): Promise<void> {
    const { phase, media: before } = this.store.state;
    if (phase.name === 'requesting' || isRunning(this.store.state)) return;
    if (phase.name !== 'preparing') this.#course.endFormer();
    else if (before === media) return;
    else this.#course.giveBack();
    this.store.dispatch({ type: 'prepared', media });
    if (!this.#ports.devices.canCall()) {
      const capturing = { name: 'failed', code: 'media/unsupported' } as const;
      return this.store.dispatch({ type: 'capturing', kind: 'microphone', capturing });
    }
    this.#course.enterRoom();
    if (this.#options.early !== false) void this.#course.reserve(media);
    if (media === 'audio') this.#course.captures.close('camera');
    await this.#course.openDevices(media);
  }

  cancel(): Promise<void> {
    const { phase } = this.store.state;
    if (phase.name === 'preparing' || phase.name === 'requesting') this.#course.cancel();
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
    if (!inRoom) this.#course.endFormer();
    this.#course.consent = inRoom && phase.consent;
    this.store.dispatch({ type: 'requested', media: inRoom ? before : (media ?? before) });
    if (!(await this.#course.holdTab())) return;
    if (!inRoom) {
      this.#course.enterRoom();
      void this.#course.openDevices(this.store.state.media);
    }
    await this.#course.request(false);
  }

  async retry(): Promise<void> {
    const { phase, media } = this.store.state;
    const { call } = this.#course;
    if (phase.name === 'failed') await (call ? this.#course.goOn(call) : this.join(media));
  }

  async resume(): Promise<void> {
    const { signal } = this.#course;
    const { call } = await this.#ports.storage.load();
    if (call && !signal.aborted && this.store.state.phase.name === 'idle') this.#course.take(call);
  }

  async takeOver(): Promise<void> {
    const { phase, media } = this.store.state;
    if (phase.name === 'requesting' || phase.name === 'preparing' || isRunning(this.store.state)) return;
    const { signal } = this.#course;
    const call = await this.#ports.tabs.ask();
    if (signal.aborted) return; // Something else was begun, or ended, meanwhile.
    if (!call) return this.prepare(media);
    this.#course.endFormer();
    this.store.dispatch({ type: 'forgotten' });
    this.#course.take(call);
    await this.retry();
  }

  async leave(): Promise<void> {
    const { phase } = this.store.state;
    const { call } = this.#course;
    if (phase.name === 'preparing' || phase.name === 'requesting') return this.cancel();
    if (!call) return this.store.dispatch({ type: 'cancelled' });
    this.#course.captures.release(); // The lights go out first.
    const left = this.#course.line.leave();
    this.#course.over('customer');
    this.#course.tickets.stop(call.handle);
    await left;
  }

  shutdown(): void {
    this.#course.captures.release();
    void this.#course.line.leave();
    this.#course.endFormer();
    this.store.dispatch({ type: 'forgotten' });
    this.#ports.storage.clear();
  }

  // During it, and in the room.

  setMuted(muted: boolean): void {
    if (this.store.state.muted === muted) return;
    this.store.dispatch({ type: 'muted', muted });
    this.#course.line.setMuted(muted);
  }

  async setCamera(on: boolean): Promise<void> {
    const { held, privacy, cameraOffForQuality } = this.store.state;
    if (!on) {
      this.store.dispatch({ type: 'withheld', camera: false });
      this.store.dispatch({ type: 'weak-network', cameraOff: false });
      return this.#course.captures.close('camera');
    }
    if (!this.#usesDevices() || this.#course.captures.has('camera')) return;
    if (contactOf(this.store.state)?.features.video === false) return;
    if (held || privacy) return this.store.dispatch({ type: 'withheld', camera: true });
    if (cameraOffForQuality) this.#course.line.stepDown.insist();
    this.store.dispatch({ type: 'weak-network', cameraOff: false });
    await this.#course.captures.open('camera');
  }

  async openMicrophone(): Promise<void> {
    if (this.#usesDevices() && !this.#course.captures.has('microphone')) await this.#course.captures.open('microphone');
  }

  closeMicrophone(): void {
    this.#course.captures.close('microphone');
  }

  chooseMicrophone(deviceId: string): Promise<void> {
    return this.#course.captures.choose('microphone', deviceId);
  }

  chooseCamera(deviceId: string): Promise<void> {
    return this.#course.captures.choose('camera', deviceId);
  }

  chooseSpeaker(deviceId: string): Promise<void> {
    return this.#course.captures.choose('speaker', deviceId);
  }

  flipCamera(): Promise<void> {
    return this.#course.captures.flip();
  }

  startShare(): Promise<void> {
    return this.#course.line.share.start();
  }

  stopShare(): void {
    this.#course.line.share.stop();
  }

  setPrivacy(on: boolean): Promise<void> {
    this.store.dispatch({ type: 'privacy', on });
    return this.#course.captures.settled();
  }

  setBackground(on: boolean): Promise<void> {
    return this.#course.line.setExtra('background', on);
  }

  setVoiceFocus(on: boolean): Promise<void> {
    return this.#course.line.setExtra('voiceFocus', on);
  }

  press(digits: string): void {
    const { phase } = this.store.state;
    const pressed = digits.replace(/[^0-9*#]/g, '');
    if (pressed === '' || (phase.name !== 'ringing' && phase.name !== 'live') || !phase.contact.features.dtmf) return;
    this.#digits.press(pressed, () => this.#course.call, this.#course.signal);
  }

  resumeSound(): Promise<void> {
    return this.#follow(this.#course.line.connection?.resumeSound());
  }

  testSpeaker(): Promise<void> {
    return this.#follow(this.#ports.devices.testSpeaker(this.store.state.speakerId));
  }

  show(tileId: string, surface: Surface | undefined): void {
    this.#course.line.connection?.show(tileId, surface);
  }

  showPreview(surface: Surface | undefined): void {
    this.#course.captures.preview(surface);
  }

  sound(surface: Surface | undefined): void {
    this.#course.line.sound(surface);
  }

  watchLevel(listener: (level: number) => void): () => void {
    return this.#course.captures.watchLevel(listener);
  }

  nameAttendee(attendeeId: string, name: string): void {
    this.#course.line.name(attendeeId, name);
  }

  addCaption(caption: { readonly id: string; readonly attendeeId: string; readonly text: string }): void {
    this.store.dispatch({ type: 'caption', caption });
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
