import type { CallControl } from '../../src/core/call/control.js';
import type { CallState } from '../../src/core/call/state.js';
import { createStore } from '../../src/core/store.js';

/** What can be asked of a call with nothing to answer. */
type Verb = Exclude<keyof CallControl, 'store' | 'show' | 'showPreview' | 'sound' | 'watchLevel'>;

const verbs: readonly Verb[] = [
  'configure',
  'prepare',
  'cancel',
  'setConsent',
  'join',
  'retry',
  'resume',
  'takeOver',
  'leave',
  'shutdown',
  'setMuted',
  'setCamera',
  'openMicrophone',
  'closeMicrophone',
  'chooseMicrophone',
  'chooseCamera',
  'chooseSpeaker',
  'flipCamera',
  'startShare',
  'stopShare',
  'setPrivacy',
  'setBackground',
  'setVoiceFocus',
  'press',
  'resumeSound',
  'testSpeaker',
  'nameAttendee',
  'addCaption',
];

/** A call whose state is set by hand: it keeps what it is asked for, and draws a moving picture for every tile. */
export class FakeCall {
  /** What was asked, as somebody would write it: `setMuted true`. */
  readonly asked: string[] = [];
  /** Elements that show something now, by tile. */
  readonly shown = new Map<string, HTMLVideoElement>();
  /** Where the sound plays. */
  heardOn: unknown;
  readonly control: CallControl;
  #store;

  constructor(state: CallState) {
    const store = createStore<CallState, CallState>(state, (_, next) => next);
    this.#store = store;
    const asks = Object.fromEntries(
      verbs.map((verb) => [verb, async (...details: unknown[]) => void this.asked.push([verb, ...details].join(' '))]),
    ) as unknown as Pick<CallControl, Verb>;
    this.control = {
      ...asks,
      store: store,
      show: (tileId, surface) => this.#show(tileId, surface as HTMLVideoElement | undefined),
      showPreview: (surface) => this.#show('t-own', surface as HTMLVideoElement | undefined),
      sound: (surface) => void (this.heardOn = surface),
      watchLevel: () => () => {},
    };
  }

  get state(): CallState {
    return this.#store.state;
  }

  /** Changes what the call is like. */
  set(fields: Partial<CallState>): void {
    this.#store.dispatch({ ...this.#store.state, ...fields });
  }

  #show(tileId: string, video: HTMLVideoElement | undefined): void {
    const before = this.shown.get(tileId);
    if (before && before !== video) before.srcObject = null;
    if (!video) return void this.shown.delete(tileId);
    this.shown.set(tileId, video);
    video.srcObject = pictureOf(tileId);
  }
}

/** A still life in motion, different for every tile. Undefined where the engine captures no canvas. */
function pictureOf(tileId: string): MediaStream | null {
  const share = tileId.includes('share');
  const canvas = Object.assign(document.createElement('canvas'), {
    width: share ? 1280 : 640,
    height: share ? 720 : 480,
  });
  const context = canvas.getContext('2d');
  if (!context || !('captureStream' in canvas)) return null;
  const hue = [...tileId].reduce((sum, letter) => sum + letter.charCodeAt(0) * 47, 0) % 360;
  const draw = (): void => {
    context.fillStyle = `hsl(${hue} 30% ${share ? 92 : 62}%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = `hsl(${hue} 35% ${share ? 30 : 28}%)`;
    if (share) {
      context.font = '44px system-ui';
      ['Delivery of order 10482', 'Left with the neighbour', 'Number 14, Thursday'].forEach((line, index) =>
        context.fillText(line, 90, 140 + index * 90),
      );
    } else {
      context.beginPath();
      context.arc(320, 190, 84, 0, 7);
      context.ellipse(320, 480, 190, 170, 0, 0, 7);
      context.fill();
    }
  };
  draw();
  const timer = setInterval(draw, 40);
  const stream = canvas.captureStream(25);
  stream.getVideoTracks()[0]?.addEventListener('ended', () => clearInterval(timer));
  return stream;
}
