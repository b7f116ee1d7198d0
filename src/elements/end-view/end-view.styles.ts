import { css } from 'lit';

export const styles = css`
  .end {
    display: grid;
    gap: 12px;
  }
  .count {
    font-variant-numeric: tabular-nums;
  }
  .figures {
    margin-block-start: 4px;
  }
  /* Kept free, so that nothing moves when it takes longer. */
  .patience {
    min-block-size: 36px;
  }
`;
