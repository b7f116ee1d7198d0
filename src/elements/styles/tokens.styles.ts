import { css } from 'lit';

/**
 * The theme, worn by the outermost elements and inherited by everything inside. `--deskbell-*` is the page's say; what
 * begins with `--_` is derived and ours. One accent colours everything: as a shape it is darkened until white text on
 * it reaches 4.5:1 (or left alone when it is light enough for dark text), as ink it is moved until it reads on the
 * surface.
 *
 * Without a `theme` the page's own `color-scheme` decides, also when it changes; `auto` follows the device.
 */
export const tokens = css`
  :host {
    all: initial;
    color-scheme: inherit;
    display: block;
    font:
      400 15px/22px system-ui,
      sans-serif;
    font-family: var(--deskbell-font, inherit);
    color: var(--_text);
    -webkit-text-size-adjust: 100%;
    --_accent: var(--deskbell-color-accent, #1a6b5a);
    --_surface: var(--deskbell-color-surface, light-dark(#fffefc, #1d1c1a));
    --_raised: var(--deskbell-color-surface-raised, light-dark(#fff, #262522));
    --_text: var(--deskbell-color-text, light-dark(#1f1d1a, #f3f0eb));
    --_muted: var(--deskbell-color-text-muted, light-dark(#67625b, #aba69d));
    --_line: var(--deskbell-color-line, light-dark(#e6e2dc, #3a3733));
    --_edge: light-dark(#8d877e, #7d776e);
    --_positive: var(--deskbell-color-positive, light-dark(#19703f, #7fd6a2));
    --_danger: var(--deskbell-color-danger, light-dark(#b3261e, #ffb0a6));
    --_fill: var(--_accent);
    --_on-fill: var(--deskbell-color-on-accent, #fff);
    --_ink: var(--_accent);
    --_bubble: var(
      --deskbell-color-bubble-agent,
      light-dark(color-mix(in oklch, var(--_accent) 7%, #f5f3ef), color-mix(in oklch, var(--_accent) 10%, #2d2b28))
    );
    --_bubble-own: var(--deskbell-color-bubble-own, var(--_fill));
    --_focus: var(--deskbell-color-focus, var(--_ink));
    --_radius: var(--deskbell-radius, 16px);
    --_shadow: light-dark(0 12px 40px #1f1d1a29, 0 0 0 1px #3a3733), light-dark(0 2px 8px #1f1d1a1a, 0 12px 40px #0008);
  }
  @supports (color: oklch(from red l c h)) {
    :host {
      --_fill: oklch(
        from var(--_accent)
          calc(clamp(0, (l - 0.7) * 1000, 1) * l + (1 - clamp(0, (l - 0.7) * 1000, 1)) * clamp(0.42, l, 0.53)) c h
      );
      --_on-fill: var(
        --deskbell-color-on-accent,
        oklch(from var(--_accent) calc(1 - clamp(0, (l - 0.7) * 1000, 1) * 0.82) 0 h)
      );
      --_ink: light-dark(
        oklch(from var(--_accent) min(l, 0.48) c h),
        oklch(from var(--_accent) max(l, 0.8) min(c, 0.13) h)
      );
    }
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
