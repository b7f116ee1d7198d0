import type { CallDevices, Capture, Surface } from '../../core/call/ports.js';
import type { Device, DeviceKind, Devices } from '../../core/call/state.js';
import { DeskbellError, type ErrorCode } from '../../core/errors.js';
import { aborted } from './broker.js';
import { sampleDevices } from './call-samples.js';

type Kind = Capture['kind'];

/** A capture whose light can be looked at. */
export class MemoryCapture implements Capture {
  readonly kind: Kind;
  readonly deviceId: string;
  readonly label: string;
  /** Whether its light is on. */
  isOn = true;
  readonly ended = new Set<() => void>();
  readonly levels = new Set<(level: number) => void>();

  constructor({ id, label }: Device, kind: Kind) {
    this.kind = kind;
    this.deviceId = id;
    this.label = label;
  }

  stop(): void {
    this.isOn = false;
  }
}

/** Microphones, cameras and speakers that are plugged in and out, allowed and denied by whoever holds this object. */
export class MemoryCallDevices implements CallDevices {
  /** Everything that was ever opened, oldest first. */
  readonly opened: MemoryCapture[] = [];
  /** What is shown where. */
  readonly previews = new Map<Surface, Capture>();
  /** Speakers a sound was tested on. */
  readonly tested: string[] = [];
  /** Whether a screen could be shared. */
  sharesScreens = true;
  /** This browser can hold calls. */
  holdsCalls = true;
  #present: Device[];
  #allowed = new Set<Kind>();
  #failures = new Map<Kind, ErrorCode>();
  #watchers = new Set<() => void>();
  #held = new Map<Kind, { readonly open: Promise<void>; readonly release: () => void }>();

  /** @param present what is plugged in at first */
  constructor(present: readonly Device[] = sampleDevices) {
    this.#present = [...present];
  }

  /** Captures whose light is on. */
  get lights(): readonly MemoryCapture[] {
    return this.opened.filter(({ isOn }) => isOn);
  }

  /** How many are watching. Zero after everything was let go of, or something leaks. */
  get watchers(): number {
    return this.#watchers.size;
  }

  /** Plugs a device in. */
  plug(device: Device): void {
    this.#present.push(device);
    this.#change();
  }

  /** Pulls a device out: what it captured ends. */
  unplug(id: string): void {
    this.#present = this.#present.filter((device) => device.id !== id);
    for (const capture of this.lights) if (capture.deviceId === id) this.end(capture);
    this.#change();
  }

  /** A capture ends by itself. */
  end(capture: MemoryCapture): void {
    capture.isOn = false;
    for (const listener of [...capture.ended]) listener();
  }

  /** Opening a kind of device fails with `code` from now on; undefined lets it work again. */
  fail(kind: Kind, code: ErrorCode | undefined): void {
    if (code) this.#failures.set(kind, code);
    else this.#failures.delete(kind);
  }

  /** The customer does not allow it, or, later, does. */
  deny(kind: Kind, denied = true): void {
    this.fail(kind, denied ? 'media/denied' : undefined);
  }

  /** The browser's prompt is open until `answer`. */
  ask(kind: Kind): void {
    let release = (): void => {};
    const open = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#held.set(kind, { open, release });
  }

  /** The customer answers the prompt. */
  answer(kind: Kind): void {
    this.#held.get(kind)?.release();
    this.#held.delete(kind);
  }

  /** The customer speaks this loud, into every microphone that is on. */
  speak(level: number): void {
    for (const capture of this.lights) for (const listener of [...capture.levels]) listener(level);
  }

  list(): Promise<Devices> {
    const of = (kind: DeviceKind): readonly Device[] => {
      const found = this.#present.filter((device) => device.kind === kind);
      if (this.#allowed.size > 0) return found;
      return found.length === 0 ? [] : [{ id: '', kind, label: '' }];
    };
    return Promise.resolve({ microphones: of('microphone'), cameras: of('camera'), speakers: of('speaker') });
  }

  watch(listener: () => void): () => void {
    const own = (): void => listener();
    this.#watchers.add(own);
    return () => {
      this.#watchers.delete(own);
    };
  }

  async open(
    kind: Kind,
    {
      deviceId,
      facing,
    }: { readonly deviceId?: string | undefined; readonly facing?: 'user' | 'environment' | undefined },
    signal: AbortSignal,
  ): Promise<MemoryCapture> {
    const held = this.#held.get(kind);
    if (held) await Promise.race([held.open, aborted(signal)]);
    if (signal.aborted) throw DeskbellError.from(signal.reason, 'media/failed');
    const failure = this.#failures.get(kind);
    if (failure) throw new DeskbellError(failure);
    const found = this.#present.filter((device) => device.kind === kind);
    const device =
      deviceId === undefined ? found[facing === 'environment' ? 1 : 0] : found.find(({ id }) => id === deviceId);
    if (!device) throw new DeskbellError('media/not-found');
    this.#allowed.add(kind);
    const capture = new MemoryCapture(device, kind);
    this.opened.push(capture);
    return capture;
  }

  onEnded(capture: Capture, ended: () => void): () => void {
    return subscribe(capture, ({ ended: listeners }) => listeners, ended);
  }

  level(capture: Capture, listener: (level: number) => void): () => void {
    return subscribe(capture, ({ levels }) => levels, listener);
  }

  preview(camera: Capture | undefined, surface: Surface): void {
    if (camera) this.previews.set(surface, camera);
    else this.previews.delete(surface);
  }

  canCall(): boolean {
    return this.holdsCalls;
  }

  canShareScreen(): boolean {
    return this.sharesScreens;
  }

  testSpeaker(speakerId: string): Promise<void> {
    this.tested.push(speakerId);
    return Promise.resolve();
  }

  #change(): void {
    for (const listener of [...this.#watchers]) listener();
  }
}

function subscribe<Listener>(
  capture: Capture,
  listeners: (capture: MemoryCapture) => Set<Listener>,
  listener: Listener,
): () => void {
  if (!(capture instanceof MemoryCapture)) throw new TypeError('A capture of other devices.');
  listeners(capture).add(listener);
  return () => {
    listeners(capture).delete(listener);
  };
}
