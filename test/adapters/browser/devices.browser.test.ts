import { browserCapture } from '../../../src/adapters/browser/capture.js';
import { browserDevices } from '../../../src/adapters/browser/devices.js';
import type { Capture } from '../../../src/core/call/ports.js';
import { callDevicesContract } from '../../contracts/call-devices.js';
import { same } from '../../contracts/contract.js';

const never = new AbortController().signal;
const track = (capture: Capture): MediaStreamTrack =>
  browserCapture(capture)?.stream.getTracks()[0] as MediaStreamTrack;

/** Firefox delivers no made-up `ended` of a track, and plays and measures nothing on a machine without a sound card. */
const isFirefox = navigator.userAgent.includes('Firefox');

/** The browsers of these tests give their drawn devices without a question: the refusal is the only thing made up. */
function refuse(): Promise<void> {
  const denied = { state: 'denied' } as PermissionStatus;
  Object.defineProperties(navigator.mediaDevices, {
    getUserMedia: {
      configurable: true,
      value: () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError')),
    },
  });
  Object.defineProperty(navigator.permissions, 'query', { configurable: true, value: () => Promise.resolve(denied) });
  return Promise.resolve();
}

describe('The devices of this browser', () => {
  afterEach(() => {
    Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia');
    Reflect.deleteProperty(navigator.permissions, 'query');
  });

  for (const { title, run } of callDevicesContract) {
    if (isFirefox && title.startsWith('a device that goes away')) continue;
    it(title, () =>
      run({
        devices: browserDevices(),
        surface: document.createElement('video'),
        isOn: (capture) => track(capture).readyState === 'live',
        deny: refuse,
        takeAway: (capture) => Promise.resolve(void track(capture).dispatchEvent(new Event('ended'))),
        pass: () => Promise.resolve(),
      }),
    );
  }

  it('show a camera in a video element, and leave nothing in it afterwards', async () => {
    const devices = browserDevices();
    const camera = await devices.open('camera', {}, never);
    const video = document.createElement('video');
    devices.preview(camera, video);
    await new Promise((resolve) => video.addEventListener('loadeddata', resolve, { once: true }));
    same(video.videoWidth > 0, true);
    devices.preview(undefined, video);
    same(video.srcObject, null);
    camera.stop();
  });

  if (!isFirefox) {
    it('tell how loud a microphone is, until nobody listens any more', async () => {
      const devices = browserDevices();
      const microphone = await devices.open('microphone', {}, never);
      const level = await new Promise<number>((resolve) => {
        const stop = devices.level(microphone, (heard) => {
          if (heard === 0) return; // The drawn microphone beeps once a second.
          stop();
          resolve(heard);
        });
      });
      same(level > 0 && level <= 1, true);
      microphone.stop();
    });
  }

  it('say whether this browser can hold calls', () => {
    same(browserDevices().canCall(), 'RTCPeerConnection' in globalThis);
  });
});
