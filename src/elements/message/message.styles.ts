import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: 28px minmax(0, 1fr);
    column-gap: 8px;
    justify-items: start;
    margin-block-start: 2px;
    outline: none;
  }
  :host([first]) {
    margin-block-start: 12px;
  }
  :host([own]) {
    grid-template-columns: minmax(0, 1fr);
    justify-items: end;
  }
  :host > * {
    grid-column: -2;
  }
  .name {
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    padding: 0 2px 4px;
  }
  .avatar {
    grid-column: 1;
    grid-row: 1 / span 2;
    align-self: end;
    display: grid;
    place-items: center;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    background: var(--_bubble);
    color: var(--_ink);
    font-size: 11px;
    font-weight: 600;
  }
  .bubble {
    max-inline-size: min(34em, 86%);
    padding: 8px 14px;
    border: 1px solid transparent;
    border-radius: 18px;
    background: var(--_bubble);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  :host([last]) .bubble {
    border-end-start-radius: 6px;
  }
  :host([own]) .bubble {
    background: var(--_bubble-own);
    color: var(--_on-fill);
    --_focus: currentcolor;
  }
  :host([own][last]) .bubble {
    border-end-start-radius: 18px;
    border-end-end-radius: 6px;
  }
  :host .bubble.emoji {
    padding: 2px 0;
    background: none;
    font-size: 34px;
    line-height: 42px;
  }
  .bubble.unsupported {
    color: var(--_muted);
    font-style: italic;
  }
  :host(:focus-visible) .bubble {
    outline: 2px solid var(--_ink);
    outline-offset: 2px;
  }
  a {
    color: inherit;
    text-underline-offset: 2px;
  }
  a:focus-visible {
    border-radius: 2px;
  }
  .meta {
    min-block-size: 20px;
    padding: 2px 2px 0;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    font-variant-numeric: tabular-nums;
  }
  .full,
  .meta:hover .short,
  :host(:focus) .short {
    display: none;
  }
  .meta:hover .full,
  :host(:focus) .full {
    display: inline;
  }
  /* Most messages are sent before anybody could read that they are being sent. */
  .soon {
    animation: show 200ms 600ms backwards;
  }
  .failed {
    text-align: end;
    color: var(--_danger);
  }
  .failed button {
    padding-inline: 8px;
    color: var(--_text);
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  @keyframes show {
    from {
      opacity: 0;
    }
  }
  @media (forced-colors: active) {
    .bubble,
    .avatar {
      border: 1px solid;
    }
  }
`;
