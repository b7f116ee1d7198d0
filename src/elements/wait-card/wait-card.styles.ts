import { css } from 'lit';

export const styles = css`
  .card {
    display: flex;
    flex-wrap: wrap;
    align-items: start;
    gap: 4px 12px;
    font-variant-numeric: tabular-nums;
  }
  .back {
    flex: 1 0 100%;
    padding-block-end: 8px;
    margin-block-end: 4px;
    border-block-end: 1px solid var(--_line);
  }
  /* Room for all that may be known, so that nothing moves when it comes to be known. */
  .place {
    flex: 1 1 200px;
    min-inline-size: 0;
    min-block-size: 62px;
  }
  .stale > :not(.small) {
    color: var(--_muted);
  }
  .leave {
    margin-inline-end: -8px;
    margin-block-start: -5px;
  }
  .question {
    flex: 1;
    display: grid;
    gap: 4px;
    min-block-size: 62px;
  }
  .question .buttons {
    margin-block-start: 4px;
  }
`;
