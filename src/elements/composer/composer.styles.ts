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
    border-color: var(--_focus);
    box-shadow: 0 0 0 1px var(--_focus);
  }
  textarea {
    flex: 1;
    min-inline-size: 0;
    max-block-size: calc(6 * 22px + 14px);
    margin: 0;
    padding: 7px 4px 7px 12px;
    padding-inline: 12px 4px;
    border: 0;
    outline: none;
    background: none;
    color: inherit;
    font: inherit;
    resize: none;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    field-sizing: content;
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
    background: var(--_fill);
    color: var(--_on-fill);
  }
  .send:hover {
    background: color-mix(in oklch, var(--_fill) 88%, var(--_text));
  }
  .send[aria-disabled='true'] {
    background: none;
    color: var(--_muted);
    cursor: default;
  }
  .send:dir(rtl) svg {
    scale: -1 1;
  }
  .hint {
    padding: 4px 12px 0;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .hint.over {
    color: var(--_danger);
  }
  @media (pointer: coarse) {
    textarea {
      font-size: 16px;
      padding-block: 11px;
      max-block-size: calc(6 * 22px + 22px);
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
  @media (forced-colors: active) {
    .send {
      border-color: ButtonText;
    }
    .send[aria-disabled='true'] {
      border-color: GrayText;
      color: GrayText;
    }
  }
`;
