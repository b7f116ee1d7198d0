import { css } from 'lit';

export const styles = css`
  .base {
    display: grid;
    gap: 12px;
    max-block-size: min(300px, 44dvh);
    overflow: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    padding: 12px 16px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    /* A shade at the lower edge, covered where there is nothing more below. */
    background:
      linear-gradient(transparent, var(--_raised)) bottom / 100% 20px no-repeat local,
      linear-gradient(transparent, var(--_line)) bottom / 100% 10px no-repeat scroll,
      var(--_raised);
    color: var(--_text);
    animation: rise 160ms ease-out;
  }
  :host([channel='chat']) .base {
    margin-block-end: 8px;
  }
  .base[hidden] {
    display: none;
  }
  :host([view='form']) .base {
    max-block-size: min(430px, 60dvh);
    /* What is below the fields brings its own. */
    padding-block-end: 0;
    /* What lies over the end must not lie over what has the focus. */
    scroll-padding-block-end: 72px;
  }
  :host([view='end']) .base {
    max-block-size: min(470px, 66dvh);
  }
  :host([channel='call']) .base {
    max-block-size: none;
  }
  .still {
    padding-block-end: 8px;
    border-block-end: 1px solid var(--_line);
  }
  .over {
    min-block-size: 22px;
  }
  .wrong {
    color: var(--_danger);
  }
  deskbell-offers[inert] {
    opacity: 0.6;
  }
`;
