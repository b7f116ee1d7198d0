import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-block-size: 0;
    overflow: auto;
    overscroll-behavior: contain;
    /* What lies over the end must not lie over what has the focus. */
    scroll-padding-block-end: 120px;
    scrollbar-width: thin;
    container-type: inline-size;
  }
  .room {
    display: flex;
    flex-direction: column;
    gap: 12px;
    min-block-size: 100%;
    padding-block: 12px 0;
    padding-inline: 16px;
    text-align: start;
  }
  .ways {
    display: flex;
    min-inline-size: 0;
    margin: 0;
    padding: 2px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_bubble);
  }
  .ways label {
    flex: 1;
    display: flex;
    align-items: center;
    justify-content: center;
    min-block-size: 32px;
    padding-inline: 14px;
    border-radius: 10px;
    cursor: pointer;
  }
  .ways label:has(:checked) {
    background: var(--_raised);
    box-shadow: 0 0 0 1px var(--_edge);
  }
  .ways input {
    position: absolute;
    opacity: 0;
  }
  .ways label:has(:focus-visible) {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  .preview {
    position: relative;
    display: grid;
    overflow: hidden;
    border: 1px solid transparent;
    border-radius: 14px;
    background: light-dark(#24211e, #34312d);
    color: #f3f0eb;
  }
  /* At least so high: words in large letters make it higher. */
  .preview::before {
    content: '';
    grid-area: 1 / 1;
    aspect-ratio: 16 / 9;
  }
  .low::before {
    aspect-ratio: 16 / 7;
  }
  video {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transform: scaleX(-1);
  }
  .nobody {
    grid-area: 1 / 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 10px;
    padding: 12px 24px 64px;
    text-align: center;
    text-wrap: balance;
  }
  /* While the browser asks, its question has all the room there is above the buttons. */
  .nobody:has(p:not(.small)) .avatar {
    display: none;
  }
  .nobody .small {
    color: #c9c4bb;
  }
  .avatar {
    display: grid;
    place-content: center;
    inline-size: 64px;
    block-size: 64px;
    font-size: 22px;
  }
  .avatar svg {
    inline-size: 30px;
    block-size: 30px;
  }
  .toggles {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    display: flex;
    justify-content: center;
    gap: 12px;
  }
  .toggle {
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border-radius: 50%;
    background: #000a;
    color: #fff;
  }
  .toggle:hover {
    background: #000d;
  }
  .toggle.off {
    background: #f3f0eb;
    color: #a3211a;
  }
  .preview :focus-visible {
    outline-color: #fff;
    box-shadow: 0 0 0 2px #000;
  }
  .fields {
    flex: 1;
    display: grid;
    align-content: start;
    gap: 12px;
  }
  .label {
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  .level {
    --_level: 0%;
    position: relative;
    block-size: 6px;
    overflow: hidden;
    border-radius: 3px;
    background: var(--_line);
  }
  .level::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    inline-size: var(--_level);
    border-radius: inherit;
    background: var(--_fill);
    transition: inline-size 90ms linear;
  }
  .problem {
    display: grid;
    gap: 8px;
    justify-items: start;
    padding: 12px;
    border: 1px solid var(--_danger);
    border-radius: 12px;
    background: var(--_raised);
    text-wrap: pretty;
  }
  ol {
    margin: 0;
    padding-inline-start: 22px;
    text-align: start;
  }
  li + li {
    margin-block-start: 4px;
  }
  .speaker {
    display: flex;
    flex-wrap: wrap;
  }
  .speaker :is(label, p) {
    flex: 1 0 100%;
  }
  .speaker select {
    flex: 1 1 160px;
    inline-size: auto;
  }
  .speaker .secondary {
    min-block-size: 36px;
    padding-inline: 12px;
  }
  .foot {
    position: sticky;
    inset-block-end: 0;
    display: grid;
    gap: 8px;
    margin-inline: -16px;
    padding: 10px 16px calc(14px + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_line);
    background: var(--_surface);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons button {
    flex: 1 1 96px;
  }
  .buttons .primary {
    flex-grow: 2;
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
  .obstacle {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 12px;
    flex: 1;
    padding: 24px 8px;
    text-align: center;
    text-wrap: pretty;
  }
  .obstacle .buttons {
    justify-self: stretch;
    margin-block-start: 8px;
  }
  @media (pointer: coarse) {
    .ways label {
      min-block-size: 44px;
    }
    .speaker .secondary {
      min-block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    .ways label:has(:checked) {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
    .preview,
    .toggle,
    .level {
      border: 1px solid CanvasText;
    }
    .level::before {
      background: CanvasText;
      forced-color-adjust: none;
    }
  }
  @media (prefers-reduced-motion) {
    .level::before {
      transition: none;
    }
  }
  @container (inline-size >= 680px) {
    .room {
      display: grid;
      grid-template-columns: 3fr 2fr;
      grid-template-rows: auto 1fr auto;
      column-gap: 24px;
    }
    .ways,
    .foot,
    .obstacle {
      grid-column: 1 / -1;
    }
    .preview {
      align-self: start;
    }
    .foot .buttons {
      justify-self: end;
      inline-size: 420px;
    }
  }
`;
