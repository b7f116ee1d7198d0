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
    background: var(--_raised);
    color: var(--_text);
    animation: rise 160ms ease-out;
  }
  .base[hidden] {
    display: none;
  }
  :host(:is([view='form'], [view='end'])) .base {
    max-block-size: min(400px, 58dvh);
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
