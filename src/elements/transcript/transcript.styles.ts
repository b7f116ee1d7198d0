import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    display: block;
    min-block-size: 0;
    contain: strict;
  }
  .log {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column-reverse;
    overflow: hidden auto;
    overscroll-behavior: contain;
    overflow-anchor: none;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .log:focus-visible {
    outline-offset: -2px;
  }
  .content {
    flex: none;
    margin-block-end: auto;
    padding: 4px 16px 0;
  }
  .chunk:not(:last-of-type) {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 2200px;
  }
  .welcome {
    display: grid;
    gap: 8px;
    padding: 28px 8px 12px;
    text-wrap: pretty;
  }
  .welcome h2 {
    font-size: 22px;
    line-height: 28px;
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  .welcome p {
    min-block-size: 44px;
    color: var(--_muted);
  }
  .line,
  .earlier {
    display: flex;
    align-items: center;
    justify-content: center;
    padding-block: 16px 4px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    text-align: center;
    overflow-wrap: anywhere;
  }
  .earlier {
    min-block-size: 48px;
    padding-block: 4px;
  }
  .rule {
    gap: 12px;
    font-weight: 600;
  }
  .rule::before,
  .rule::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_line);
  }
  .unread {
    color: var(--_ink);
  }
  .typing {
    display: flex;
    align-items: center;
    gap: 8px;
    block-size: 34px;
    padding-inline-start: 38px;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    white-space: nowrap;
    overflow: hidden;
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    inline-size: 5px;
    block-size: 5px;
    border-radius: 50%;
    background: currentcolor;
    animation: breathe 1.2s infinite alternate ease-in-out;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.2s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.4s;
  }
  .pill {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    border: 1px solid var(--_line);
    border-radius: 22px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    font-size: 13px;
    font-weight: 600;
    animation: rise 160ms ease-out;
  }
  .pill:hover {
    background: color-mix(in oklch, var(--_raised) 92%, var(--_text));
  }
  @keyframes rise {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
  @keyframes breathe {
    from {
      opacity: 0.25;
    }
  }
  @media (forced-colors: active) {
    .dots i {
      background: CanvasText;
    }
  }
`;
