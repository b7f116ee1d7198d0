import type { Surface } from '../../core/call/ports.js';
import { DeskbellError } from '../../core/errors.js';
import { mediaError } from '../browser/media-error.js';
import { canChooseSpeaker } from '../browser/test-sound.js';
import type { AudioVideoController } from './sdk.js';

type Mix = AudioVideoController['audioMixController'];

/** Where the call is heard. Bound once: the client puts each new stream of the call on the same element. */
export class Sound {
  readonly #mix: Mix;
  readonly #told: (blocked: boolean) => void;
  #element: HTMLMediaElement | undefined;
  #listening: AbortController | undefined;
  #blocked = false;

  constructor(mix: Mix, told: (blocked: boolean) => void) {
    this.#mix = mix;
    this.#told = told;
  }

  /** Plays on another element; undefined on none. */
  async on(surface: Surface | undefined): Promise<void> {
    const element = surface instanceof HTMLMediaElement ? surface : undefined;
    if (element === this.#element) return;
    this.#listening?.abort();
    this.#mix.unbindAudioElement();
    this.#element = element;
    if (!element) return;
    this.#listening = new AbortController();
    element.addEventListener('playing', () => this.#block(false), { signal: this.#listening.signal });
    // Rejects when the chosen speaker is gone: the sound then comes from the browser's own choice.
    await this.#mix.bindAudioElement(element).catch(() => {});
    await this.play();
  }

  /** Plays what there is to play; says so when the browser wants the customer to touch the page first. */
  async play(): Promise<void> {
    if (!this.#element?.srcObject) return;
    try {
      await this.#element.play();
      this.#block(false);
    } catch (error) {
      // Anything else is a stream that was exchanged meanwhile, which plays by itself.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.#block(true);
    }
  }

  async speaker(id: string): Promise<void> {
    if (id && !canChooseSpeaker()) throw new DeskbellError('media/unsupported');
    try {
      await this.#mix.bindAudioDevice(id ? ({ deviceId: id } as MediaDeviceInfo) : null);
    } catch (error) {
      throw mediaError(error);
    }
  }

  #block(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#told(blocked);
  }
}
