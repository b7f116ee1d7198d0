import { css } from 'lit';

/** A label, a choice, and what there is to say about it. Used before the call too. */
export const fields = css`
  .field {
    display: grid;
    gap: 4px 8px;
  }
  label {
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  select {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 36px;
    padding: 4px 8px;
    border: 1px solid var(--_edge);
    border-radius: 10px;
    background: var(--_raised);
    color: inherit;
    font: inherit;
    text-overflow: ellipsis;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 32px;
    font: inherit;
    cursor: pointer;
  }
  input {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_fill);
  }
  @media (pointer: coarse) {
    select {
      font-size: 16px;
      min-block-size: 44px;
    }
    .check {
      min-block-size: 44px;
    }
  }
`;

export const styles = css`
  :host {
    display: inline-block;
  }
  :host([inline]) {
    display: block;
  }
  .fields {
    display: grid;
    gap: 12px;
  }
  [popover] {
    position: fixed;
    inset: auto;
    inline-size: min(320px, calc(100vw - 24px));
    max-block-size: calc(100dvh - 24px);
    margin: 0;
    padding: 16px;
    overflow: auto;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    color: var(--_text);
    font: 15px/22px system-ui;
    font-family: inherit;
    text-align: start;
    box-shadow: var(--_shadow);
  }
  .round {
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border-radius: 50%;
    border-color: var(--_line);
    background: var(--_raised);
  }
  .round:hover {
    background: color-mix(in oklch, var(--_text) 9%, var(--_raised));
  }
`;
