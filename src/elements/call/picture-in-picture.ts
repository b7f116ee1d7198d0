import { html, render } from 'lit';

import type { CallControl } from '../../core/call/control.js';
import type { CallState, Tile } from '../../core/call/state.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { icon } from '../icon.js';
import type { CallAsk } from '../intents.js';
import { icons } from './icons.js';
import { isInCall } from './people.js';

/** Document Picture-in-Picture, which TypeScript does not know yet: https://wicg.github.io/document-picture-in-picture/ */
interface FloatingWindows {
  readonly documentPictureInPicture: {
    requestWindow(options: { readonly width: number; readonly height: number }): Promise<Window & typeof globalThis>;
  };
}

/** Plain text and not Lit's `css`: a style sheet belongs to the window it was made in. */
const sheetText = `
  body { display: grid; grid-template-rows: minmax(0, 1fr) auto; block-size: 100vh; margin: 0; background: #1a1816; color: #f6f3ee; font: 15px/22px system-ui; }
  video { inline-size: 100%; block-size: 100%; object-fit: contain; transform: none !important; }
  div { display: flex; justify-content: center; gap: 8px; padding: 8px; }
  button { display: grid; place-items: center; inline-size: 44px; block-size: 44px; border: 1px solid #f6f3ee55; border-radius: 50%; background: none; color: inherit; cursor: pointer; }
  button:focus-visible { outline: 2px solid #f6f3ee; outline-offset: 2px; }
  .leave { border-color: transparent; background: #c8392f; }
  svg { inline-size: 20px; fill: none; stroke: currentcolor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
`;

/** The picture that matters most: a shared screen, else whoever speaks, else anybody but the customer. */
function mainTile({ tiles, speaking, attendees }: CallState): Tile | undefined {
  const own = attendees.find(({ role }) => role === 'own')?.id;
  const others = tiles.filter(({ kind, attendeeId }) => kind !== 'own' && attendeeId !== own);
  return (
    others.find(({ kind }) => kind === 'share') ??
    others.find(({ attendeeId }) => attendeeId === speaking[0]) ??
    others[0]
  );
}

/**
 * Floats the call over other windows: in a small window with its own controls where the browser has such, else the
 * picture alone.
 */
export class PictureInPicture {
  #strings: () => CallStrings;
  #ask: (ask: CallAsk) => void;
  #window: (Window & typeof globalThis) | undefined;
  #shown: string | undefined;
  #giveBack: (() => void) | undefined;

  constructor(strings: () => CallStrings, ask: (ask: CallAsk) => void) {
    this.#strings = strings;
    this.#ask = ask;
  }

  /** From inside a press. What the browser refuses stays as it is. */
  async open(session: CallControl, host: HTMLElement): Promise<void> {
    const tile = mainTile(session.store.state);
    if (!tile || this.#window) return;
    const video = tileIn(host, tile.id);
    try {
      if ('documentPictureInPicture' in window) {
        const { documentPictureInPicture } = window as unknown as FloatingWindows;
        const floating = await documentPictureInPicture.requestWindow({ width: 360, height: 260 });
        const sheet = new floating.CSSStyleSheet();
        sheet.replaceSync(sheetText);
        floating.document.adoptedStyleSheets = [sheet];
        floating.document.title = this.#strings().title;
        floating.addEventListener('pagehide', () => this.#closed(host));
        this.#window = floating;
        this.follow(session, session.store.state);
      } else await video?.requestPictureInPicture();
    } catch {
      this.close();
    }
  }

  /** Shows in the small window what has changed; closes it with the call. */
  follow(session: CallControl | undefined, call: CallState): void {
    const floating = this.#window;
    if (!floating || !session) return;
    if (!isInCall(call.phase)) return this.close();
    const strings = this.#strings();
    const mute = call.muted ? strings.unmute : strings.mute;
    floating.document.documentElement.lang = strings.language;
    floating.document.documentElement.dir = strings.direction;
    render(
      html`<video part="remote-video" autoplay playsinline .muted=${true}></video>
        <div>
          <button type="button" aria-label=${mute} title=${mute} @click=${() => session.setMuted(!call.muted)}>
            ${icon(call.muted ? icons.microphoneOff : icons.microphone)}
          </button>
          <button
            type="button"
            class="leave"
            aria-label=${strings.leave}
            title=${strings.leave}
            @click=${() => {
              this.close();
              window.focus();
              this.#ask(['leave']);
            }}
          >
            ${icon(icons.hangUp)}
          </button>
        </div>`,
      floating.document.body,
    );
    const tile = mainTile(call);
    if (tile?.id === this.#shown) return;
    this.#giveBack?.();
    this.#shown = tile?.id;
    const video = floating.document.querySelector('video');
    if (!tile || !video) return;
    session.show(tile.id, video);
    this.#giveBack = () => session.show(tile.id, undefined);
  }

  /** Closes the small window. The call goes on. */
  close(): void {
    this.#window?.close();
  }

  #closed(host: HTMLElement): void {
    this.#giveBack?.();
    const shown = this.#shown;
    this.#window = this.#shown = this.#giveBack = undefined;
    if (shown !== undefined)
      tilesIn(host)
        .find(({ tile }) => tile?.id === shown)
        ?.refresh();
  }
}

const tilesIn = (host: HTMLElement) => [
  ...(host.shadowRoot?.querySelector('deskbell-call-stage')?.shadowRoot?.querySelectorAll('deskbell-video-tile') ?? []),
];

const tileIn = (host: HTMLElement, tileId: string): HTMLVideoElement | null | undefined =>
  tilesIn(host)
    .find(({ tile }) => tile?.id === tileId)
    ?.shadowRoot?.querySelector('video');
