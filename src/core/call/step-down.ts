import type { Clock } from '../clock.js';
import type { Quality } from './state.js';

/** How long a weak upload is borne before the picture goes, so that the voice stays. Milliseconds. */
const bearMs = 15_000;
/** How long a customer who turned the picture on again is left alone. Milliseconds. */
const insistMs = 60_000;

/** A picture that was given up this shortly before the call came back was given up for a network that was gone, not weak. */
const outageMs = 120_000;
/** How long a picture that came back by itself may not do so again. Milliseconds. */
const onceInMs = 300_000;

/** Decides when the network is too weak for the customer's picture. */
export class StepDown {
  #clock: Clock;
  #cameraOff: () => void;
  #offAt = -Infinity;
  #backAt = -Infinity;
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
    if (this.#stopInsisting) return;
    this.#offAt = this.#clock.now();
    this.#cameraOff();
  }

  /** The call came back after a break. Whether the picture, if it was given up, comes back with it. */
  recovers(): boolean {
    const now = this.#clock.now();
    if (Math.abs(now - this.#offAt) > outageMs || Math.abs(now - this.#backAt) < onceInMs) return false;
    this.#backAt = now;
    return true;
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
