import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  .box {
    display: flex;
    align-items: flex-end;
    gap: 4px;
    padding: 4px;
    border: 1px solid var(--_edge);
    border-radius: 22px;
    background: var(--_raised);
  }
  .box:focus-within {
    border-color: var(--_ink);
    box-shadow: 0 0 0 1px var(--_ink);
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    max-block-size: calc(6lh + 14px);
    margin: 0;
    padding-block: 7px;
    padding-inline: 12px 4px;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    resize: none;
    overflow: hidden auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    field-sizing: content;
  }
  /* The box around it shows the focus. */
  textarea:focus-visible {
    outline: none;
  }
  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  .send {
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    min-block-size: 36px;
    padding: 0;
    border-radius: 50%;
  }
  .send[aria-disabled='true'] {
    background: none;
    color: var(--_muted);
    cursor: default;
  }
  .small {
    padding: 4px 12px 0;
  }
  @media (pointer: coarse) {
    textarea {
      font-size: 16px;
      padding-block: 11px;
      max-block-size: calc(6lh + 22px);
    }
    .send {
      inline-size: 44px;
      block-size: 44px;
    }
    .box {
      padding: 3px;
      border-radius: 26px;
    }
  }
`;
