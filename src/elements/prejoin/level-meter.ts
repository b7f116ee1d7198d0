import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Watch = (listener: (level: number) => void) => () => void;

/**
 * Draws the microphone's loudness into the host's meter, ten times a second, without rendering the host: as a custom
 * property for the bar, and as the meter's value for those who ask for it.
 */
export class LevelMeter implements ReactiveController {
  #host: ReactiveControllerHost & { readonly renderRoot: ParentNode };
  #watch: () => Watch;
  #stop: (() => void) | undefined;
  #meter: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & { readonly renderRoot: ParentNode }, watch: () => Watch) {
    this.#host = host;
    this.#watch = watch;
    host.addController(this);
  }

  hostUpdated(): void {
    const meter = this.#host.renderRoot.querySelector<HTMLElement>('[role=meter]');
    if (meter === this.#meter) return;
    this.hostDisconnected();
    this.#meter = meter;
    this.#stop = meter ? this.#watch()((level) => this.#draw(level)) : undefined;
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#meter = null;
  }

  #draw(level: number): void {
    const percent = Math.round(Math.min(1, Math.max(0, level)) * 100);
    this.#meter?.style.setProperty('--_level', `${percent}%`);
    this.#meter?.setAttribute('aria-valuenow', `${percent}`);
  }
}
