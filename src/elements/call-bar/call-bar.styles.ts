import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: relative;
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 10px 8px calc(10px + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_line);
  }
  .round {
    inline-size: 44px;
    block-size: 44px;
    padding: 0;
    border-radius: 50%;
    border-color: var(--_line);
    background: var(--_raised);
  }
  .round:hover {
    background: color-mix(in oklch, var(--_text) 9%, var(--_raised));
  }
  .on {
    border-color: transparent;
    background: var(--_text);
    color: var(--_surface);
  }
  .on:hover {
    background: color-mix(in oklch, var(--_text) 80%, var(--_surface));
  }
  .leave {
    inline-size: 60px;
    border-radius: 22px;
    border-color: transparent;
    background: light-dark(#b3261e, #c8392f);
    color: #fff;
  }
  .leave:hover {
    background: light-dark(#96201a, #b3261e);
  }
  :is(.keypad, .more) svg {
    stroke-width: 3.2;
  }
  .card {
    position: absolute;
    inset-block-end: calc(100% - 2px);
    inset-inline: 0;
    z-index: 2;
    display: grid;
    inline-size: fit-content;
    max-inline-size: calc(100% - 16px);
    margin-inline: auto;
    padding: 6px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: rise 160ms ease-out;
  }
  .menu button {
    justify-content: flex-start;
    min-block-size: 40px;
    text-align: start;
  }
  .keypad-card {
    padding: 12px;
  }
  output {
    min-block-size: 28px;
    padding-block-end: 4px;
    font-size: 17px;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.08em;
    text-align: center;
  }
  .keys {
    display: grid;
    grid-template-columns: repeat(3, 64px);
    gap: 6px;
  }
  .keys button {
    block-size: 48px;
    border-color: var(--_line);
    font-size: 20px;
    font-weight: 600;
  }
  @media (max-width: 359.98px) {
    .bar {
      gap: 4px;
    }
    .leave {
      inline-size: 48px;
    }
  }
  @media (forced-colors: active) {
    .on,
    .leave {
      border: 2px solid ButtonText;
    }
  }
`;
