import { css } from 'lit';

export const styles = css`
  .offers {
    display: grid;
    gap: 4px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    align-items: center;
    gap: 4px;
  }
  li + li {
    border-block-start: 1px solid var(--_line);
  }
  .row {
    flex: 1;
    display: flex;
    align-items: center;
    justify-content: start;
    gap: 12px;
    min-inline-size: 0;
    min-block-size: 44px;
    margin-inline-start: -8px;
    padding: 6px 8px;
    border-radius: 10px;
    color: inherit;
    text-align: start;
    text-decoration: none;
  }
  .row:hover {
    background: color-mix(in oklch, currentcolor 9%, transparent);
  }
  .row svg {
    color: var(--_ink);
  }
  .name {
    font-weight: 600;
  }
  a .name {
    text-decoration: underline;
  }
  .row .small {
    display: block;
  }
  .not {
    flex: none;
    margin-inline-end: -6px;
    padding: 4px;
    color: var(--_muted);
  }
  .not svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .keep {
    margin-block-start: 4px;
  }
`;
