import { css } from 'lit';

export const styles = css`
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
  @media (forced-colors: active) {
    .row {
      margin-block: 2px;
    }
    li + li {
      border: 0;
    }
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding-block-start: 4px;
    border-block-start: 1px solid var(--_line);
  }
  .keep {
    flex: none;
    max-inline-size: 55%;
    margin-inline-end: -8px;
  }
`;
