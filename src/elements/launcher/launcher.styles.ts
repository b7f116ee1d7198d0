/**
 * What the launcher wears. Plain text and not Lit's `css`, because the script tag shows the launcher before Lit is there.
 * The accent becomes a fill as in `styles/tokens`: darkened until white reads on it, left alone when dark text does.
 */
export const launcherStyles = `
  :host {
    all: initial;
    contain: layout style;
    position: fixed;
    inset-block-end: max(20px, env(safe-area-inset-bottom));
    inset-inline-end: 20px;
    z-index: var(--deskbell-z-index, 2147483000);
    inline-size: 56px;
    block-size: 56px;
    font: 15px/20px system-ui, sans-serif;
    font-family: var(--deskbell-font, inherit);
    color: #fff;
    --_a: var(--deskbell-color-accent, #1a6b5a);
    --_d: clamp(0, (l - .7) * 1000, 1);
  }
  :host([position=start]) {
    inset-inline: 20px auto;
  }
  :host([hidden]) {
    display: none;
  }
  button {
    all: unset;
    display: grid;
    place-items: center;
    inline-size: 100%;
    block-size: 100%;
    border-radius: 50%;
    background: oklch(from var(--_a) calc(var(--_d) * l + (1 - var(--_d)) * clamp(.42, l, .53)) c h);
    color: var(--deskbell-color-on-accent, oklch(from var(--_a) calc(1 - var(--_d) * .82) 0 h));
    box-shadow: 0 0 0 1px #fff3, 0 4px 16px #0004;
    cursor: pointer;
    transition: scale .15s ease-out;
  }
  button:hover {
    scale: 1.05;
  }
  button:focus-visible {
    outline: 2px solid var(--_a);
    outline-offset: 2px;
    box-shadow: 0 0 0 6px #fff;
  }
  svg {
    inline-size: 26px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :host([busy]) svg {
    animation: wait 1s .2s infinite alternate;
  }
  @keyframes wait {
    to {
      opacity: .3;
    }
  }
  b, p {
    position: absolute;
    inset-inline-end: -4px;
    margin: 0;
    padding: 0 6px;
    border-radius: 10px;
    outline: 1px solid #fff;
    background: #b3261e;
  }
  b {
    inset-block-start: -4px;
    font-size: 12px;
    pointer-events: none;
  }
  p {
    inset-block-end: 68px;
    inset-inline-end: 0;
    inline-size: max-content;
    max-inline-size: min(264px, 100vw - 72px);
    padding: 12px 16px;
    background: #1f1d1a;
  }
  :host([position=start]) p {
    inset-inline: 0 auto;
  }
  :empty:is(b, p) {
    display: none;
  }
  @media (forced-colors: active) {
    button {
      outline: 1px solid;
    }
  }
  @media (max-width: 559.98px) {
    :host([open]) {
      visibility: hidden;
    }
  }
  @media (prefers-reduced-motion) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
`;
