import { css } from 'lit';

/*
 * The element has no box of its own: launcher and panel are fixed to the window, so that nothing on the page ever moves.
 */
export const styles = css`
  :host {
    display: contents;
  }
  dialog {
    position: fixed;
    inset: auto;
    inset-block-end: calc(92px + env(safe-area-inset-bottom));
    inset-inline-end: 20px;
    z-index: var(--deskbell-z-index, 2147483000);
    inline-size: min(392px, 100vw - 40px);
    block-size: min(680px, 100dvh - 112px);
    max-inline-size: none;
    max-block-size: none;
    margin: 0;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow);
    overflow: hidden;
    outline: none;
    contain: layout style paint;
    transform-origin: 100% 100%;
    animation: grow 160ms ease-out;
  }
  :host([position='start']) dialog {
    inset-inline: 20px auto;
    transform-origin: 0 100%;
  }
  dialog:dir(rtl) {
    transform-origin: 0 100%;
  }
  :host([position='start']) dialog:dir(rtl) {
    transform-origin: 100% 100%;
  }
  dialog::backdrop {
    background: none;
  }
  deskbell-chat {
    block-size: 100%;
  }
  @keyframes grow {
    from {
      opacity: 0;
      scale: 0.94;
    }
  }
  @media (max-width: 559.98px) {
    dialog,
    :host([position='start']) dialog {
      inset: var(--_view-top, 0) 0 auto;
      inline-size: 100%;
      block-size: var(--_view-height, 100dvh);
      padding-block-start: env(safe-area-inset-top);
      border: 0;
      border-radius: 0;
      transform-origin: 50% 100%;
    }
  }
`;
