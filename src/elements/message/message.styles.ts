import { css } from 'lit';

export const messageStyles = css`
  .message {
    position: relative;
    display: grid;
    justify-items: start;
    margin-block-start: 2px;
    padding-inline-start: 36px;
  }
  .first {
    margin-block-start: 12px;
  }
  .own {
    justify-items: end;
    padding: 0;
  }
  .message:focus-visible {
    outline: 0;
  }
  .message:focus-visible .bubble {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  .name,
  .meta {
    min-block-size: 20px;
    padding: 0 2px 2px;
  }
  .meta {
    padding: 2px 2px 0;
  }
  [data-initials]::before {
    content: attr(data-initials) / '';
    position: absolute;
    inset-block-start: 22px;
    inset-inline-start: 0;
    inline-size: 26px;
    line-height: 26px;
    font-size: 11px;
  }
  .bubble {
    max-inline-size: min(34em, 88%);
    padding: 8px 14px;
    border: 1px solid transparent;
    border-radius: 18px;
    background: var(--_bubble);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .last .bubble {
    border-end-start-radius: 6px;
  }
  .own .bubble {
    background: var(--_fill);
    color: var(--_on-fill);
    --_ink: currentcolor;
  }
  .own.last .bubble {
    border-end-start-radius: 18px;
    border-end-end-radius: 6px;
  }
  .message .emoji {
    padding: 2px 0;
    background: none;
    font-size: 34px;
    line-height: 44px;
  }
  .bubble.muted {
    color: var(--_muted);
    font-style: italic;
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }
  a.primary {
    display: inline-block;
    padding: 8px 16px;
    border-radius: 10px;
    color: var(--_on-fill);
    text-decoration: none;
  }
  .message:focus time::after {
    content: ' · ' attr(title);
  }
  /* Most messages are sent before anybody could read that they are being sent. */
  .soon {
    animation: rise 200ms 600ms backwards;
  }
  .danger {
    text-align: end;
  }
  .danger button {
    padding-inline: 8px;
    color: var(--_text);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
`;
