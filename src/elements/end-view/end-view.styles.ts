import { css } from 'lit';

export const styles = css`
  .end {
    display: grid;
    gap: 12px;
  }
  .strong {
    text-wrap: balance;
  }
  .count {
    font-variant-numeric: tabular-nums;
  }
  .buttons > * {
    flex-basis: 90px;
  }
  .buttons:has(> :nth-child(3)) > .primary {
    flex-basis: 100%;
  }
  .figures {
    margin-block-start: 4px;
  }
  /* Kept free, so that nothing moves when it takes longer. */
  .patience {
    min-block-size: 36px;
  }
`;
