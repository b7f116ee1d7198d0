import { css } from 'lit';

export const styles = css`
  .card {
    display: grid;
    gap: 8px;
    font-variant-numeric: tabular-nums;
  }
  .back {
    padding-block-end: 8px;
    border-block-end: 1px solid var(--_line);
  }
  .first {
    display: flex;
    align-items: start;
    justify-content: space-between;
    gap: 4px 12px;
  }
  .leave {
    flex: none;
    max-inline-size: 50%;
    margin-block: -5px;
    margin-inline-end: -8px;
  }
  /* Whatever may be said lies here unseen, so that nothing moves when another thing is said. */
  .figures {
    display: grid;
  }
  .figures > * {
    grid-area: 1 / 1;
  }
  .room {
    visibility: hidden;
  }
  .stale p:not(.small) {
    color: var(--_muted);
  }
  .question {
    display: grid;
    gap: 4px;
  }
  .question .buttons {
    margin-block-start: 4px;
  }
  @media (pointer: coarse) {
    .leave {
      margin-block: -11px;
    }
  }
`;
