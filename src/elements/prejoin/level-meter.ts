import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Watch = (listener: (level: number) => void) => () => void;

/**
 * Draws the microphone's loudness into the host's meter, ten times a second, without rendering the host: as a custom
 * property for the bar, and as the meter's value for those who ask for it.
 */
export class LevelMeter implements ReactiveController {
  #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  #watch: () => Watch;
  #watched: Watch | undefined;
  #stop: (() => void) | undefined;
  #meter: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, watch: () => Watch) {
    this.#host = host;
    this.#watch = watch;
    host.addController(this);
  }

  hostUpdated(): void {
    this.#meter = this.#host.renderRoot.querySelector('[role=meter]');
    const watch = this.#meter ? this.#watch() : undefined;
    if (watch === this.#watched) return;
    this.#stop?.();
    this.#watched = watch;
    this.#stop = watch?.((level) => this.#draw(level));
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#watched = undefined;
  }

  #draw(level: number): void {
    const percent = Math.round(Math.min(1, Math.max(0, level)) * 100);
    this.#meter?.style.setProperty('--_level', `${percent}%`);
    this.#meter?.setAttribute('aria-valuenow', `${percent}`);
  }
}
