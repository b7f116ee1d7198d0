import { DeskbellError, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import type { CallPorts, Capture, SavedCall, Surface } from './ports.js';
import type { CallState, Device, DeviceKind, Devices } from './state.js';
import type { CallEvent } from './transition.js';

type Kind = Capture['kind'];
type Wanted = { readonly deviceId?: string | undefined; readonly facing?: 'user' | 'environment' | undefined };

const lists = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers' } as const;

/**
 * The customer's microphone, camera and speaker. Each opens and fails by itself. A device that goes away is replaced by
 * another, a new one is offered, and what opens too late is stopped at once: no light stays on that nobody asked for.
 */
export class Captures {
  #store: Store<CallState, CallEvent>;
  #ports: CallPorts;
  /** Tells the running call, if there is one, what to send now. */
  #changed: (kind: Kind, capture: Capture | undefined) => Promise<void>;
  #held = new Map<Kind, { readonly capture: Capture; readonly stop: () => void }>();
  #opening = new Map<Kind, { readonly abort: AbortController; readonly done: Promise<void> }>();
  #chosen: SavedCall['chosen'] | undefined;
  #unwatch: (() => void) | undefined;
  #surface: Surface | undefined;
  #levels = new Set<(level: number) => void>();
  #unlevel: (() => void) | undefined;
  #facing: 'user' | 'environment' = 'user';

  constructor(
    store: Store<CallState, CallEvent>,
    ports: CallPorts,
    changed: (kind: Kind, capture: Capture | undefined) => Promise<void>,
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#changed = changed;
  }

  get microphone(): Capture | undefined {
    return this.#held.get('microphone')?.capture;
  }

  get camera(): Capture | undefined {
    return this.#held.get('camera')?.capture;
  }

  /** Whether a device is on, or on its way. */
  has(kind: Kind): boolean {
    return this.#held.has(kind) || this.#opening.has(kind);
  }

  /** Lists what is there, and goes on doing so as it changes, until `release`. Asks the customer nothing. */
  start(): void {
    this.#unwatch ??= this.#ports.devices.watch(() => void this.#list(true));
    void this.#list(false);
    void this.#remembered().then(({ speaker }) => {
      if (speaker !== undefined && this.#store.state.speakerId === '') {
        this.#store.dispatch({ type: 'speaker', deviceId: speaker });
      }
    });
  }

  /** Resolves when nothing is opening any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#opening.values()].map(({ done }) => done));
  }

  /** Opens a device in place of the one that is open. One that cannot be opened leaves the other going. */
  open(kind: Kind, wanted: Wanted = {}): Promise<void> {
    this.#opening.get(kind)?.abort.abort(new DeskbellError('media/failed'));
    const abort = new AbortController();
    if (!this.#held.has(kind)) this.#store.dispatch({ type: 'capturing', kind, capturing: { name: 'opening' } });
    const done = this.#open(kind, wanted, abort.signal).finally(() => {
      if (this.#opening.get(kind)?.abort === abort) this.#opening.delete(kind);
    });
    this.#opening.set(kind, { abort, done });
    return done;
  }

  /** Stops a device at once, also one that is still opening. */
  close(kind: Kind): void {
    this.#opening.get(kind)?.abort.abort(new DeskbellError('media/failed'));
    this.#opening.delete(kind);
    const was = this.#forget(kind);
    this.#store.dispatch({ type: 'capturing', kind, capturing: { name: 'off' } });
    if (was) void this.#tell(kind, undefined);
    was?.stop();
  }

  /** Everything is let go of. */
  release(): void {
    this.close('microphone');
    this.close('camera');
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#facing = 'user';
  }

  /** Remembers a choice, and follows it where that kind of device is wanted now. */
  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#chosen = { ...(await this.#remembered()), [kind]: deviceId };
    this.#ports.storage.save({ chosen: this.#chosen });
    if (kind === 'speaker') this.#store.dispatch({ type: 'speaker', deviceId });
    else if (this.has(kind) || this.#store.state[kind].name === 'failed') await this.open(kind, { deviceId });
  }

  /** The phone's other camera. */
  async flip(): Promise<void> {
    if (!this.has('camera')) return;
    this.#facing = this.#facing === 'user' ? 'environment' : 'user';
    await this.open('camera', { facing: this.#facing });
  }

  /** Shows the camera in `surface` from now on. */
  preview(surface: Surface | undefined): void {
    if (this.#surface && this.#surface !== surface) this.#ports.devices.preview(undefined, this.#surface);
    this.#surface = surface;
    if (surface) this.#ports.devices.preview(this.camera, surface);
  }

  /** Hears the microphone's loudness, over changes of the microphone. Returns its own stop. */
  watchLevel(listener: (level: number) => void): () => void {
    const own = (level: number): void => listener(level);
    this.#levels.add(own);
    this.#followLevel();
    return () => {
      this.#levels.delete(own);
      this.#followLevel();
    };
  }

  #followLevel(fresh = false): void {
    const capture = this.#levels.size > 0 ? this.microphone : undefined;
    if (fresh || !capture) {
      this.#unlevel?.();
      this.#unlevel = undefined;
    }
    if (!capture || this.#unlevel) return;
    this.#unlevel = this.#ports.devices.level(capture, (level) => {
      for (const listener of [...this.#levels]) listener(level);
    });
  }

  async #open(kind: Kind, wanted: Wanted, signal: AbortSignal): Promise<void> {
    try {
      const capture = await this.#get(kind, wanted, signal);
      if (signal.aborted) return capture.stop();
      const was = this.#forget(kind);
      const stop = this.#ports.devices.onEnded(capture, () => this.#lost(kind, capture));
      this.#held.set(kind, { capture, stop });
      this.#follow(kind);
      const { deviceId, label } = capture;
      this.#store.dispatch({ type: 'capturing', kind, capturing: { name: 'on', deviceId, label } });
      void this.#list(false); // Names are told only now.
      await this.#tell(kind, capture);
      was?.stop();
    } catch (error) {
      if (signal.aborted) return;
      const { code } = DeskbellError.from(error, 'media/failed');
      this.#ports.logger.log('warn', `call.${kind}-failed`, { code });
      if (this.#held.has(kind)) this.#notice('switch-failed', this.#labelled(kind, wanted.deviceId));
      else this.#store.dispatch({ type: 'capturing', kind, capturing: { name: 'failed', code } });
    }
  }

  async #get(kind: Kind, wanted: Wanted, signal: AbortSignal): Promise<Capture> {
    const remembered = wanted.facing ? undefined : (await this.#remembered())[kind];
    const deviceId = wanted.deviceId ?? remembered;
    try {
      return await this.#take(kind, { ...wanted, deviceId }, signal);
    } catch (error) {
      const code: ErrorCode = DeskbellError.from(error).code;
      const before = this.#held.get(kind)?.capture;
      if (signal.aborted) throw error;
      // Remembered from another day, and not here now.
      if (code === 'media/not-found' && deviceId !== undefined && wanted.deviceId === undefined) {
        return this.#take(kind, {}, signal);
      }
      // Phones open one camera at a time.
      if (code !== 'media/busy' || !before) throw error;
      await this.#tell(kind, undefined);
      this.#forget(kind)?.stop();
      return this.#take(kind, { ...wanted, deviceId }, signal).catch((failure: unknown) => {
        if (signal.aborted) throw failure;
        this.#notice('switch-failed', this.#labelled(kind, deviceId));
        return this.#take(kind, { deviceId: before.deviceId }, signal);
      });
    }
  }

  /** A browser's prompt cannot be taken back: what it gives after all is stopped. */
  async #take(kind: Kind, wanted: Wanted, signal: AbortSignal): Promise<Capture> {
    signal.throwIfAborted();
    const capture = await this.#ports.devices.open(kind, wanted, signal);
    if (!signal.aborted) return capture;
    capture.stop();
    throw signal.reason;
  }

  /** The device went away by itself: another one takes over. */
  #lost(kind: Kind, capture: Capture): void {
    if (this.#held.get(kind)?.capture !== capture) return;
    this.#forget(kind)?.stop();
    void this.#tell(kind, undefined);
    this.#ports.logger.log('info', `call.${kind}-lost`);
    this.#notice(`${kind}-lost`, capture);
    // A choice of another that is under way already needs no replacement.
    if (!this.#opening.has(kind)) void this.open(kind);
  }

  #forget(kind: Kind): Capture | undefined {
    const held = this.#held.get(kind);
    held?.stop();
    this.#held.delete(kind);
    this.#follow(kind);
    return held?.capture;
  }

  /** Preview and meter go with the device. */
  #follow(kind: Kind): void {
    if (kind === 'microphone') this.#followLevel(true);
    else if (this.#surface) this.#ports.devices.preview(this.camera, this.#surface);
  }

  async #tell(kind: Kind, capture: Capture | undefined): Promise<void> {
    try {
      await this.#changed(kind, capture);
    } catch (error) {
      this.#ports.logger.log('warn', `call.${kind}-failed`, { code: DeskbellError.from(error, 'media/failed').code });
    }
  }

  async #list(told: boolean): Promise<void> {
    const devices = await this.#ports.devices.list();
    if (!this.#unwatch) return;
    const before = this.#store.state.devices;
    this.#store.dispatch({ type: 'listed', devices });
    if (!told) return;
    for (const kind of ['microphone', 'camera', 'speaker'] as const) {
      const found = newOnes(before, devices, kind);
      if (found) this.#notice(`${kind}-found`, { deviceId: found.id, label: found.label });
    }
    const { speakerId } = this.#store.state;
    const lost = speakerId !== '' && !devices.speakers.some(({ id }) => id === speakerId);
    if (!lost) return;
    this.#notice('speaker-lost', {
      deviceId: speakerId,
      label: before.speakers.find(({ id }) => id === speakerId)?.label,
    });
    this.#store.dispatch({ type: 'speaker', deviceId: '' });
  }

  async #remembered(): Promise<SavedCall['chosen']> {
    this.#chosen ??= (await this.#ports.storage.load()).chosen ?? {};
    return this.#chosen;
  }

  #labelled(kind: Kind, deviceId: string | undefined): { deviceId: string | undefined; label: string | undefined } {
    return { deviceId, label: this.#store.state.devices[lists[kind]].find(({ id }) => id === deviceId)?.label };
  }

  #notice(
    what: Extract<CallEvent, { type: 'noticed' }>['what'],
    { deviceId, label }: { readonly deviceId: string | undefined; readonly label: string | undefined },
  ): void {
    this.#store.dispatch({ type: 'noticed', what, deviceId, label: label === '' ? undefined : label });
  }
}

/** A device that was not there before. Where the browser had told no names yet, everything would look new. */
function newOnes(before: Devices, now: Devices, kind: DeviceKind): Device | undefined {
  const known = before[lists[kind]];
  if (known.some(({ id }) => id === '')) return undefined;
  return now[lists[kind]].find(({ id }) => id !== '' && !known.some((device) => device.id === id));
}
