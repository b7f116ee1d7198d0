import { css } from 'lit';

/** What the views of waiting and endings share: a card, its buttons, fields and rows. */
export const pieces = css`
  :host {
    display: block;
    text-align: start;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .buttons > * {
    flex: 1 1 120px;
  }
  .text-button {
    min-block-size: 32px;
    padding-inline: 8px;
    color: var(--_ink);
  }
  .small.text-button {
    font-weight: 600;
  }
  p,
  button,
  label {
    text-wrap: pretty;
  }
  p,
  button {
    overflow-wrap: anywhere;
  }
  [aria-disabled='true'] {
    opacity: 0.6;
    cursor: default;
  }
`;

/** A form: labels above their fields, and what is wrong below them. */
export const form = css`
  form {
    display: grid;
    gap: 10px;
  }
  /* In sight however far the fields are scrolled. */
  .send {
    position: sticky;
    inset-block-end: 0;
    display: grid;
    gap: 8px;
    margin-block-start: -4px;
    padding-block: 4px 12px;
    background: var(--_raised);
  }
  h2 {
    font-size: 17px;
    line-height: 24px;
  }
  .field {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  label {
    font-size: 13px;
    line-height: 18px;
    font-weight: 600;
  }
  label .small {
    font-weight: 400;
  }
  input:not([type='checkbox'], [type='radio']),
  select,
  textarea {
    box-sizing: border-box;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 40px;
    margin: 0;
    padding: 7px 10px;
    border: 1px solid var(--_edge);
    border-radius: 10px;
    background: var(--_raised);
    color: inherit;
    font: inherit;
  }
  textarea {
    display: block;
    resize: vertical;
  }
  select {
    text-overflow: ellipsis;
  }
  [aria-invalid='true'] {
    border-color: var(--_danger) !important;
    box-shadow: inset 0 0 0 1px var(--_danger);
  }
  .number {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 12px 8px;
  }
  .number > * {
    flex: 2 1 110px;
  }
  .number > :last-child {
    flex: 3 1 150px;
  }
  .tel {
    position: relative;
    display: flex;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }
  .tel span {
    position: absolute;
    inset-inline-start: 11px;
    color: var(--_muted);
    pointer-events: none;
  }
  .tel .code-1 {
    padding-inline-start: calc(17px + 2ch);
  }
  .tel .code-2 {
    padding-inline-start: calc(17px + 3ch);
  }
  .tel .code-3 {
    padding-inline-start: calc(17px + 4ch);
  }
  .check {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 32px;
    font: inherit;
    cursor: pointer;
  }
  [type='checkbox'] {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    accent-color: var(--_fill);
  }
  .wrong {
    color: var(--_danger);
  }
  @media (pointer: coarse) {
    input:not([type='checkbox'], [type='radio']),
    select,
    textarea {
      min-block-size: 44px;
      font-size: 16px;
    }
    .check {
      min-block-size: 44px;
    }
  }
`;
