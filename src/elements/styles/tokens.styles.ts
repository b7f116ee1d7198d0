import { css } from 'lit';

/**
 * The theme, worn by the outermost elements and inherited by everything inside. `--deskbell-*` is the page's say; what
 * begins with `--_` is derived and ours. One accent colours everything: as a shape it is darkened until white text on
 * it reaches 4.5:1 (or left alone when it is light enough for dark text), as ink it is moved until it reads on the
 * surface.
 *
 * What a page says to all its elements reaches our hosts and stops at `root`, the outermost element inside.
 *
 * Without a `theme` the page's own `color-scheme` decides, also when it changes; `auto` follows the device.
 */
export const tokens = css`
  :host {
    display: block;
    --_accent: var(--deskbell-color-accent, #1a6b5a);
    --_surface: light-dark(#fffefc, #1d1c1a);
    --_raised: light-dark(#fff, #282623);
    --_text: light-dark(#1f1d1a, #f3f0eb);
    --_muted: light-dark(#67625b, #aba69d);
    --_line: light-dark(#e6e2dc, #3d3a35);
    --_edge: light-dark(#8d877e, #7d776e);
    --_danger: light-dark(#b3261e, #ffb0a6);
    --_fill: oklch(from var(--_accent) max(clamp(0.42, l, 0.5), l * clamp(0, (l - 0.7) * 1000, 1)) c h);
    --_on-fill: var(--deskbell-color-on-accent, oklch(from var(--_accent) clamp(0.18, (0.7 - l) * 1000, 1) 0 h));
    --_ink: light-dark(
      oklch(from var(--_accent) min(l, 0.45) c h),
      oklch(from var(--_accent) max(l, 0.8) min(c, 0.13) h)
    );
    --_bubble: color-mix(in oklch, var(--_accent) 8%, light-dark(#f5f3ef, #2d2b28));
    --_radius: var(--deskbell-radius, 16px);
    --_shadow: 0 12px 40px light-dark(#1f1d1a29, #0008);
  }
  .root {
    all: initial;
    color-scheme: inherit;
    font: 15px/22px system-ui;
    font-family: var(--deskbell-font, inherit);
    color: var(--_text);
    -webkit-text-size-adjust: 100%;
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  :host([theme='auto']) {
    color-scheme: light dark;
  }
  :host([hidden]) {
    display: none;
  }
`;
