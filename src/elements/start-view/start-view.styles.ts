import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    text-align: start;
  }
  div,
  fieldset,
  ul {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
    list-style: none;
  }
  [part='base'] {
    gap: 12px;
  }
  legend,
  h2 {
    padding: 0 0 8px;
    font-weight: 600;
  }
  h2 {
    padding: 4px 0 0;
  }
  label,
  li > * {
    display: flex;
    align-items: center;
    justify-content: start;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    text-align: start;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }
  li > button {
    padding-block: 8px;
    border-color: var(--_edge);
  }
  li > .primary {
    border-color: transparent;
  }
  label {
    padding-block: 6px;
    cursor: pointer;
  }
  label:has(:checked) {
    border-color: var(--_ink);
    box-shadow: inset 0 0 0 1px var(--_ink);
  }
  label:has(:focus-visible) {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  input {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    outline: 0;
    accent-color: var(--_fill);
  }
  .small {
    display: block;
  }
  .primary .small {
    color: inherit;
    font-weight: 400;
  }
  label > span {
    flex: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    justify-content: space-between;
    gap: 0 12px;
  }
  b {
    font-weight: 600;
  }
  .hours {
    display: flex;
    align-items: center;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }
  .hours::before {
    content: '';
    flex: none;
    box-sizing: border-box;
    border: 5px solid var(--_edge);
    border-radius: 50%;
  }
  .open::before {
    border-color: light-dark(#1f7a4d, #6fd39d);
  }
  .shut {
    color: var(--_muted);
  }
  .articles {
    gap: 4px;
  }
  li > a {
    min-block-size: 32px;
    padding: 4px 0;
    border: 0;
    color: var(--_ink);
    display: inline-flex;
    inline-size: auto;
  }
  @media (forced-colors: active) {
    label:has(:checked) {
      outline: 2px solid Highlight;
    }
  }
`;
