import type { Clock } from '../clock.js';
import type { Quality } from './state.js';

/** How long a weak upload is borne before the picture goes, so that the voice stays. Milliseconds. */
const bearMs = 15_000;
/** How long a customer who turned the picture on again is left alone. Milliseconds. */
const insistMs = 60_000;

/** Decides when the network is too weak for the customer's picture. */
export class StepDown {
  #clock: Clock;
  #cameraOff: () => void;
  #stopBearing: (() => void) | undefined;
  #stopInsisting: (() => void) | undefined;

  constructor(clock: Clock, cameraOff: () => void) {
    this.#clock = clock;
    this.#cameraOff = cameraOff;
  }

  quality(quality: Quality): void {
    if (quality !== 'weak-up') this.#stopBearing = void this.#stopBearing?.();
    else
      this.#stopBearing ??= this.#clock.after(bearMs, () => {
        this.#stopBearing = undefined;
        this.tooMuch();
      });
  }

  /** The client says that the network no longer carries a picture. */
  tooMuch(): void {
    if (!this.#stopInsisting) this.#cameraOff();
  }

  /** The customer wants the picture all the same. */
  insist(): void {
    this.reset();
    this.#stopInsisting = this.#clock.after(insistMs, () => {
      this.#stopInsisting = undefined;
    });
  }

  reset(): void {
    this.#stopBearing = void this.#stopBearing?.();
    this.#stopInsisting = void this.#stopInsisting?.();
  }
}
