import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    inset: 0;
    z-index: 1;
    display: flex;
    align-items: flex-end;
    background: light-dark(#1f1d1a66, #0009);
    animation: show 120ms ease-out;
  }
  .sheet {
    flex: 1;
    display: grid;
    gap: 4px;
    padding: 24px 16px calc(16px + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_line);
    border-start-start-radius: var(--_radius);
    border-start-end-radius: var(--_radius);
    background: var(--_raised);
    animation: rise 160ms ease-out;
  }
  h2 {
    font-size: 17px;
    line-height: 24px;
    font-weight: 600;
  }
  p {
    color: var(--_muted);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 16px;
  }
  .choices button {
    flex: 1;
    white-space: nowrap;
  }
  @keyframes show {
    from {
      opacity: 0;
    }
  }
  @keyframes rise {
    from {
      translate: 0 16px;
    }
  }
`;
