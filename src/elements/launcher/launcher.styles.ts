/**
 * What the launcher wears. Plain text and not Lit's `css`, because the script tag shows the launcher before Lit is there.
 * It shows the accent as it is, with white on it or almost black, whichever keeps 3:1.
 */
export const launcherStyles = `
  :host {
    all: initial;
    contain: layout;
    position: fixed;
    inset-block-end: max(20px, env(safe-area-inset-bottom));
    inset-inline-end: 20px;
    z-index: var(--deskbell-z-index, 2147483000);
    font: 15px/20px var(--deskbell-font, system-ui);
    color: #fff;
    --_a: var(--deskbell-color-accent, #1a6b5a);
  }
  :host([position=start]) {
    inset-inline: 20px auto;
  }
  button {
    all: unset;
    padding: 14px;
    border: 1px solid #fff3;
    border-radius: 50%;
    background: var(--_a) border-box;
    color: var(--deskbell-color-on-accent, oklch(from var(--_a) clamp(.2, (.65 - l) * 1000, 1) 0 0));
    box-shadow: 0 4px 16px #0004;
    cursor: pointer;
  }
  button:hover {
    filter: brightness(1.1);
  }
  button:focus-visible {
    outline: 2px solid #1f1d1a;
    outline-offset: 2px;
    box-shadow: 0 0 0 6px #fff;
  }
  svg {
    display: block;
    inline-size: 26px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linejoin: round;
  }
  :host([busy]) svg {
    opacity: .4;
  }
  b, p {
    position: absolute;
    inset-inline-end: 0;
    margin: 0;
    padding: 0 6px;
    border: 1px solid #fff;
    border-radius: 10px;
    background: #b3261e;
  }
  b {
    inset-block-start: -4px;
    font-size: 12px;
    pointer-events: none;
  }
  p {
    inset-block-end: 68px;
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
`;
