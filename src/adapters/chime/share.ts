import type { CallConnectionEvent } from '../../core/call/ports.js';
import { DeskbellError } from '../../core/errors.js';
import { mediaError } from '../browser/media-error.js';
import { contentConfigurationOf, createClient, type Client } from './client.js';
import { joinError, stoppedBecause } from './normalise.js';
import type { MediaStreamBroker, MeetingConfiguration } from './sdk.js';
import { Silence } from './silence.js';

/** A screen seldom moves. More frames cost the sharp text that is being looked at. */
const picture: MediaTrackConstraints = { frameRate: { max: 15 } };

/** The customer's shared screen: its own capture, its own join, and the end of both. */
export class Share {
  readonly #configuration: MeetingConfiguration;
  readonly #emit: (event: CallConnectionEvent) => void;
  #running:
    | { readonly stream: MediaStream; readonly client: Client; readonly end: (error?: DeskbellError) => void }
    | undefined;
  #run = 0;

  constructor(own: MeetingConfiguration, emit: (event: CallConnectionEvent) => void) {
    this.#configuration = own;
    this.#emit = emit;
  }

  /** From inside a press. Resolves when the screen is shared; does nothing while one is. */
  async start(): Promise<void> {
    if (this.#running) return;
    const run = ++this.#run;
    const stream = await pickScreen();
    if (run !== this.#run || this.#running) {
      stop(stream);
      throw new DeskbellError('media/interrupted');
    }
    await this.#join(stream);
  }

  /** Ends it. Also takes back a question that is still open. */
  stop(): void {
    this.#run++;
    this.#running?.end();
  }

  /** Sends black instead of the screen, or the screen again. */
  setPaused(paused: boolean): void {
    for (const track of this.#running?.stream.getTracks() ?? []) track.enabled = !paused;
  }

  #join(stream: MediaStream): Promise<void> {
    return new Promise((resolve, reject) => {
      const silence = new Silence();
      const client = createClient(contentConfigurationOf(this.#configuration), screenOnly(stream, silence));
      const { controller, socket } = client;
      let shared = false;
      const end = (error: DeskbellError = new DeskbellError('media/interrupted')): void => {
        if (this.#running?.stream !== stream) return;
        this.#running = undefined;
        controller.removeObserver(observer);
        stop(stream);
        silence.stop();
        client.leave();
        if (shared) this.#emit({ type: 'share', on: false });
        else reject(error);
      };
      const observer = {
        audioVideoDidStart: () => {
          // After a reconnect, too: the client forgets that a picture was sent.
          controller.videoTileController.startLocalVideoTile();
          if (shared) return;
          shared = true;
          this.#emit({ type: 'share', on: true });
          resolve();
        },
        audioVideoDidStop: (status: { statusCode(): number }) =>
          end(joinError(stoppedBecause(status.statusCode()), { signalling: socket.opened })),
      };
      this.#running = { stream, client, end };
      controller.addObserver(observer);
      // The browser's own button, or a window that was closed.
      for (const track of stream.getTracks()) track.addEventListener('ended', () => end(), { once: true });
      controller.start();
    });
  }
}

/** Opens the browser's picker. Rejects with `media/denied` when nothing is chosen. The screen's sound is not asked for. */
async function pickScreen(): Promise<MediaStream> {
  if (typeof navigator.mediaDevices?.getDisplayMedia !== 'function') throw new DeskbellError('media/unsupported');
  try {
    return await navigator.mediaDevices.getDisplayMedia({ video: picture, audio: false });
  } catch (error) {
    throw mediaError(error);
  }
}

function screenOnly(stream: MediaStream, silence: Silence): MediaStreamBroker {
  return {
    acquireAudioInputStream: () => Promise.resolve(silence.stream),
    acquireVideoInputStream: () => Promise.resolve(stream),
    acquireDisplayInputStream: () => Promise.resolve(stream),
    muteLocalAudioInputStream() {},
    unmuteLocalAudioInputStream() {},
    addMediaStreamBrokerObserver() {},
    removeMediaStreamBrokerObserver() {},
  };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
