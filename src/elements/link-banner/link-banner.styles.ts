import { css } from 'lit';

/* Lies over the oldest lines, so that nothing moves when it comes or goes. */
export const styles = css`
  :host {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 12px;
    pointer-events: none;
  }
  div {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: fit-content;
    max-inline-size: 100%;
    min-block-size: 42px;
    margin-inline: auto;
    padding: 4px 14px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    font-size: 13px;
    line-height: 18px;
    pointer-events: auto;
    animation: settle 160ms ease-out;
  }
  div::before {
    content: '';
    flex: none;
    inline-size: 8px;
    block-size: 8px;
    border: 4px solid var(--_danger);
    border-radius: 50%;
  }
  .back::before {
    border-color: var(--_positive);
  }
  button {
    flex: none;
    margin-inline-end: -8px;
    padding-inline: 8px;
    color: var(--_ink);
    font-weight: 600;
  }
  @keyframes settle {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
`;
