import type { CallDevices, Capture } from '../../core/call/ports.js';
import type { Device, DeviceKind, Devices } from '../../core/call/state.js';
import { DeskbellError } from '../../core/errors.js';
import { BrowserCapture, browserCapture } from './capture.js';
import { LevelMeters } from './level.js';
import { mediaError, type PermissionFacts } from './media-error.js';
import { showPicture } from './picture.js';
import { canChooseSpeaker, playTestSound } from './test-sound.js';

type Kind = Capture['kind'];

const kinds: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
};

/** Everything is wished for, nothing demanded: a device that can less is better than none. */
const wishes: Readonly<Record<Kind, MediaTrackConstraints>> = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  // What an agent's window shows; the client for Amazon Connect scales it down from there.
  camera: { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 24 } },
};

/** What the browser says about a refusal. Each part is unknown where the browser does not say. */
async function permissionFacts(kind: Kind): Promise<PermissionFacts> {
  const { featurePolicy } = document as Document & {
    readonly featurePolicy?: { allowsFeature(feature: string): boolean };
  };
  const allowedByPage = featurePolicy?.allowsFeature(kind);
  const permission = await navigator.permissions
    // Not every browser knows these names: then it rejects.
    ?.query({ name: kind })
    .then(({ state }) => state)
    .catch(() => undefined);
  return { allowedByPage, permission };
}

/** Why no device can be had at all, if none can. */
function missing(): DeskbellError | undefined {
  if (typeof navigator.mediaDevices?.getUserMedia === 'function') return undefined;
  return new DeskbellError(isSecureContext ? 'media/unsupported' : 'media/insecure');
}

function ask(kind: Kind, constraints: MediaTrackConstraints): Promise<MediaStream> {
  const wanted = { ...wishes[kind], ...constraints };
  return navigator.mediaDevices.getUserMedia(kind === 'camera' ? { video: wanted } : { audio: wanted });
}

/** Opens the device of this id and no other: what to do when it is gone is for the call to say. */
function capture(kind: Kind, { deviceId, facing }: Parameters<CallDevices['open']>[1]): Promise<MediaStream> {
  if (deviceId) return ask(kind, { deviceId: { exact: deviceId } });
  return ask(kind, kind === 'camera' ? { facingMode: { ideal: facing ?? 'user' } } : {});
}

async function open(
  kind: Kind,
  options: Parameters<CallDevices['open']>[1],
  signal: AbortSignal,
): Promise<BrowserCapture> {
  const stop = missing();
  if (stop) throw stop;
  const given = capture(kind, options);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      // The browser's question cannot be taken back: what is given to it later is given back at once.
      void given.then(release, () => {});
      reject(DeskbellError.from(signal.reason, 'media/interrupted'));
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    given
      .then((stream) => resolve(new BrowserCapture(kind, stream)))
      .catch(async (error: unknown) => reject(mediaError(error, await permissionFacts(kind))))
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** What is plugged in, as far as the browser tells. */
async function list(): Promise<Devices> {
  const found = (await navigator.mediaDevices?.enumerateDevices?.().catch(() => [])) ?? [];
  const of = (kind: DeviceKind): Device[] =>
    found.filter((device) => kinds[device.kind] === kind).map(({ deviceId, label }) => ({ id: deviceId, kind, label }));
  return { microphones: of('microphone'), cameras: of('camera'), speakers: canChooseSpeaker() ? of('speaker') : [] };
}

/** The devices of this browser. */
export function browserDevices(): CallDevices {
  const meters = new LevelMeters();
  return {
    list,
    watch(listener) {
      const stop = new AbortController();
      navigator.mediaDevices?.addEventListener?.('devicechange', () => listener(), { signal: stop.signal });
      return () => stop.abort();
    },
    open,
    onEnded(capture, ended) {
      const own = browserCapture(capture);
      const stop = new AbortController();
      // A track that its owner stops says nothing, so this only hears of what was taken away.
      own?.track?.addEventListener('ended', () => own.stopped || ended(), { once: true, signal: stop.signal });
      return () => stop.abort();
    },
    level(capture, listener) {
      const own = browserCapture(capture);
      return own ? meters.watch(own.stream, listener) : () => {};
    },
    preview: (camera, surface) => showPicture(browserCapture(camera)?.stream, surface),
    // WebKitGTK has none, nor have browsers whose owners turned it off.
    canCall: () => typeof RTCPeerConnection === 'function',
    canShareScreen: () => typeof navigator.mediaDevices?.getDisplayMedia === 'function',
    async testSpeaker(speakerId) {
      try {
        await playTestSound(speakerId);
      } catch (error) {
        throw mediaError(error);
      }
    },
  };
}
