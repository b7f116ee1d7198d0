import { css } from 'lit';

/**
 * What files add to a chat and to its transcript. Their elements are drawn in there, without a root of their own: what
 * buttons, small text and icons look like is there already, and need not be loaded again.
 */
export const styles = css`
  .message .bubble:has(deskbell-file) {
    --_ink: inherit;
    inline-size: min(300px, 88%);
    padding: 0;
    border-color: var(--_line);
    background: var(--_raised);
    color: var(--_text);
    font-style: normal;
    white-space: normal;
  }
  .file {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 58px;
    padding-block: 6px;
    padding-inline: 12px 6px;
    text-align: start;
  }
  .file > svg {
    color: var(--_ink);
  }
  .bad > svg {
    color: var(--_danger);
  }
  .what {
    flex: 1;
    display: grid;
    justify-items: start;
    min-inline-size: 0;
    padding-inline-end: 6px;
  }
  .file .danger {
    text-align: start;
  }
  .file button {
    flex: none;
    padding: 4px 8px;
    color: var(--_ink);
  }
  progress {
    appearance: none;
    inline-size: 100%;
    block-size: 4px;
    margin-block: 4px 2px;
    border: 0;
    border-radius: 2px;
    overflow: hidden;
    background: var(--_line);
  }
  ::-webkit-progress-bar {
    background: none;
  }
  ::-webkit-progress-value {
    background: var(--_ink);
  }
  ::-moz-progress-bar {
    background: var(--_ink);
  }
  deskbell-attach button {
    inline-size: 36px;
    block-size: 36px;
    padding: 0;
    border-radius: 50%;
    color: var(--_muted);
  }
  /* Over the whole panel, and nothing to hold on to: what is dropped is dropped on the panel. */
  .drop {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: grid;
    place-content: center;
    padding: 24px;
    outline: 2px dashed var(--_ink);
    outline-offset: -12px;
    background: color-mix(in oklch, var(--_surface) 92%, transparent);
    text-align: center;
    pointer-events: none;
  }
  @media (pointer: coarse) {
    deskbell-attach button {
      inline-size: 44px;
      block-size: 44px;
    }
  }
  @media (forced-colors: active) {
    progress {
      block-size: 8px;
      border: 1px solid;
    }
    ::-webkit-progress-value {
      background: Highlight;
    }
    ::-moz-progress-bar {
      background: Highlight;
    }
  }
`;
