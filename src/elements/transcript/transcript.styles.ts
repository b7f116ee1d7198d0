import { css } from 'lit';

export const styles = css`
  :host {
    position: relative;
    display: block;
    contain: strict;
  }
  .log {
    display: flex;
    flex-direction: column-reverse;
    block-size: 100%;
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
    padding-inline: 16px;
  }
  .welcome {
    padding: 28px 4px 8px;
    color: var(--_muted);
    text-wrap: pretty;
  }
  h2 {
    margin-block-end: 8px;
    color: var(--_text);
    font-size: 22px;
    line-height: 28px;
  }
  .line,
  .earlier,
  .typing {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    padding-block: 16px 4px;
    text-align: center;
  }
  .earlier {
    min-block-size: 48px;
    padding-block: 4px;
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
    justify-content: start;
    gap: 8px;
    block-size: 34px;
    padding: 0 36px;
    white-space: nowrap;
  }
  .typing i {
    inline-size: 5px;
    border-block-start: 5px solid;
    border-radius: 5px;
    margin-inline-end: -4px;
    animation: breathe 1.2s infinite alternate ease-in-out;
  }
  .typing i + i {
    animation-delay: 0.2s;
  }
  .typing i + i + i {
    margin: 0;
    animation-delay: 0.4s;
  }
  .pill {
    position: absolute;
    inset-block-end: 8px;
    inset-inline: 0;
    margin-inline: auto;
    inline-size: fit-content;
    border-color: var(--_line);
    border-radius: 22px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    animation: rise 160ms ease-out;
  }
  @keyframes breathe {
    from {
      opacity: 0.25;
    }
  }
`;
