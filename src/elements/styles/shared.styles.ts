import { css } from 'lit';

/** What every element needs: boxes, buttons, initials, visible focus, and text for ears only. */
export const shared = css`
  * {
    box-sizing: border-box;
  }
  p,
  h2 {
    margin: 0;
    font: inherit;
  }
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 32px;
    min-inline-size: 32px;
    padding: 4px 12px;
    border: 1px solid transparent;
    border-radius: 10px;
    background: none;
    color: inherit;
    font: inherit;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
  }
  button:hover {
    background: color-mix(in oklch, currentcolor 9%, transparent);
  }
  h2,
  .strong,
  .primary {
    font-weight: 600;
  }
  .primary,
  .secondary {
    min-block-size: 40px;
    padding-inline: 16px;
  }
  .secondary {
    border-color: var(--_edge);
  }
  .primary {
    background: var(--_fill);
    color: var(--_on-fill);
  }
  .primary:hover {
    background: color-mix(in oklch, var(--_fill) 88%, var(--_text));
  }
  .small {
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .danger {
    color: var(--_danger);
  }
  .avatar,
  [data-initials]::before {
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--_bubble);
    color: var(--_ink);
    font-weight: 600;
    text-align: center;
  }
  :focus-visible {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  svg {
    inline-size: 20px;
    block-size: 20px;
    flex: none;
    fill: none;
    stroke: currentcolor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .quiet {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
  @media (pointer: coarse) {
    button {
      min-block-size: 44px;
      min-inline-size: 44px;
    }
  }
  @media (prefers-reduced-motion) {
    *,
    ::before,
    ::after {
      animation: none !important;
    }
  }
`;
