import { css } from 'lit';

export const styles = css`
  :host {
    block-size: min(680px, 100dvh);
    container-type: inline-size;
  }
  .base {
    position: relative;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    block-size: 100%;
    overflow: hidden;
    background: var(--_surface);
    text-align: start;
  }
  .body {
    position: relative;
    display: grid;
  }
  .foot {
    padding: 4px 12px calc(12px + env(safe-area-inset-bottom));
  }
  .card {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px;
    margin-block-end: 8px;
    padding: 12px 16px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    animation: rise 160ms ease-out;
  }
  .card p {
    flex: 1 1 200px;
    text-wrap: pretty;
  }
  .failed {
    border-inline-start: 4px solid var(--_danger);
  }
  .ended {
    justify-content: center;
    margin: 0;
    text-align: center;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
`;
