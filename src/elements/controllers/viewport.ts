import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Below this width the panel takes the whole screen. */
const phone = '(max-width: 559.98px)';

/**
 * Knows whether the panel has to fill the screen, and then keeps it inside what the keyboard of a phone leaves free:
 * `--_view-top` and `--_view-height` on the host follow the visual viewport. `cover` keeps the page behind from scrolling.
 */
export class Viewport implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #narrow = matchMedia(phone);
  #covering = false;
  #overflow = '';

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the panel fills the screen. */
  get full(): boolean {
    return this.#narrow.matches;
  }

  hostConnected(): void {
    this.#narrow.addEventListener('change', this.#changed);
    visualViewport?.addEventListener('resize', this.#measure);
    visualViewport?.addEventListener('scroll', this.#measure);
    this.#measure();
  }

  hostDisconnected(): void {
    this.#narrow.removeEventListener('change', this.#changed);
    visualViewport?.removeEventListener('resize', this.#measure);
    visualViewport?.removeEventListener('scroll', this.#measure);
    this.cover(false);
  }

  /** Stops the page behind from scrolling, or lets it scroll as it did before. */
  cover(covering: boolean): void {
    if (covering === this.#covering) return;
    this.#covering = covering;
    const { style } = document.documentElement;
    if (covering) {
      this.#overflow = style.overflow;
      style.overflow = 'hidden';
      this.#measure();
    } else style.overflow = this.#overflow;
  }

  #changed = (): void => {
    this.#host.requestUpdate();
  };

  #measure = (): void => {
    if (!visualViewport || !this.#covering) return;
    const { offsetTop, height } = visualViewport;
    this.#host.style.setProperty('--_view-top', `${offsetTop}px`);
    this.#host.style.setProperty('--_view-height', `${height}px`);
  };
}
