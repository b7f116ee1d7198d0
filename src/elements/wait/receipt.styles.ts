import { css } from 'lit';

export const done = css`
  .done {
    display: grid;
    gap: 8px;
    padding-block-end: 12px;
  }
  .done h2 {
    display: flex;
    align-items: center;
    gap: 8px;
    outline: 0;
  }
  .done h2 svg {
    color: light-dark(#1f7a4d, #6fd39d);
  }
  .reference {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 8px;
  }
  .reference b {
    color: var(--_text);
    user-select: all;
  }
`;
