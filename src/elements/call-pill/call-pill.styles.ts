import { css } from 'lit';

export const styles = css`
  .pill {
    display: flex;
    align-items: center;
    gap: 2px;
    inline-size: fit-content;
    max-inline-size: 100%;
    padding: 5px;
    border: 1px solid var(--_line);
    border-radius: 28px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  button {
    min-inline-size: 44px;
    min-block-size: 44px;
    padding: 0;
    border-radius: 22px;
  }
  .show {
    gap: 8px;
    min-inline-size: 0;
    padding-inline: 14px 12px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: start;
    line-height: 18px;
  }
  i {
    flex: none;
    border: 5px solid var(--_ink);
    border-radius: 50%;
  }
  .quiet-dot {
    border-color: var(--_edge);
  }
  .leave {
    background: light-dark(#b3261e, #c8392f);
    color: #fff;
  }
  .leave:hover {
    background: light-dark(#96201a, #b3261e);
  }
  @media (forced-colors: active) {
    .leave {
      border: 2px solid ButtonText;
    }
  }
`;
