import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A corner of the stage, by the block's and the line's direction. */
export interface Corner {
  readonly block: 'start' | 'end';
  readonly inline: 'start' | 'end';
}

/** Below this way a press is a press, in pixels. */
const slack = 4;

/** Lets the customer move their own picture: by pointer to the nearest corner, by arrow keys from one to the next. */
export class OwnPicture implements ReactiveController {
  #host: ReactiveControllerHost;
  #from: { readonly x: number; readonly y: number } | undefined;
  /** Where the picture stands. */
  corner: Corner = { block: 'end', inline: 'end' };

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#from = undefined;
  }

  take = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    this.#from = { x: event.clientX, y: event.clientY };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  move = (event: PointerEvent): void => {
    if (this.#from) this.#shift(event).style.translate = this.#way(event);
  };

  drop = (event: PointerEvent): void => {
    const picture = this.#shift(event);
    const way = this.#way(event);
    const from = this.#from;
    this.#from = undefined;
    picture.style.translate = '';
    if (!from || Math.hypot(event.clientX - from.x, event.clientY - from.y) < slack) return;
    picture.style.translate = way;
    const stage = (picture.offsetParent ?? picture).getBoundingClientRect();
    const before = picture.getBoundingClientRect();
    picture.style.translate = '';
    const left = before.left + before.width / 2 < stage.left + stage.width / 2;
    const top = before.top + before.height / 2 < stage.top + stage.height / 2;
    this.#to(
      {
        block: top ? 'start' : 'end',
        inline: left === getComputedStyle(picture).direction.startsWith('l') ? 'start' : 'end',
      },
      picture,
      before,
    );
  };

  key = (event: KeyboardEvent): void => {
    const picture = event.currentTarget as HTMLElement;
    const ltr = getComputedStyle(picture).direction === 'ltr';
    const { corner } = this;
    const to: Corner | undefined = {
      ArrowUp: { ...corner, block: 'start' } as const,
      ArrowDown: { ...corner, block: 'end' } as const,
      ArrowLeft: { ...corner, inline: ltr ? 'start' : 'end' } as const,
      ArrowRight: { ...corner, inline: ltr ? 'end' : 'start' } as const,
    }[event.key];
    if (!to) return;
    event.preventDefault();
    this.#to(to, picture, picture.getBoundingClientRect());
  };

  /** Moves on from where the picture was let go of. */
  #to(corner: Corner, picture: HTMLElement, before: DOMRect): void {
    this.corner = corner;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      if (matchMedia('(prefers-reduced-motion)').matches) return;
      const { left, top } = picture.getBoundingClientRect();
      const translate = [`${before.left - left}px ${before.top - top}px`, '0 0'];
      picture.animate({ translate }, { duration: 160, easing: 'ease-out' });
    });
  }

  #way({ clientX, clientY }: PointerEvent): string {
    const { x, y } = this.#from ?? { x: clientX, y: clientY };
    return `${clientX - x}px ${clientY - y}px`;
  }

  #shift = ({ currentTarget }: Event): HTMLElement => currentTarget as HTMLElement;
}
