import { css } from 'lit';

export const styles = css`
  :host {
    block-size: min(680px, 100dvh);
  }
  .base {
    position: relative;
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    block-size: 100%;
    overflow: hidden;
    background: var(--_surface);
    text-align: start;
  }
  .header {
    display: flex;
    align-items: center;
    gap: 2px;
    min-block-size: 64px;
    padding-block: 8px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_line);
  }
  .avatar {
    flex: none;
    inline-size: 36px;
    line-height: 34px;
    font-size: 13px;
  }
  .avatar svg {
    display: block;
    margin: 7px;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
    padding-inline: 8px 0;
  }
  .who * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  h2 {
    font-size: 17px;
    line-height: 24px;
  }
  /* The question has the button now; two of one name would be one too many. */
  .header[inert] .end {
    visibility: hidden;
  }
  .header button {
    flex: none;
    padding-inline: 6px;
  }
  .body {
    position: relative;
    display: grid;
  }
  :host([closed]) deskbell-composer {
    display: none;
  }
  /* Two calls and an end beside it leave a phone no room for a whole title. */
  @media (max-width: 430px) {
    .header:has([data-deskbell-call]) .avatar {
      display: none;
    }
  }
  .foot {
    display: grid;
    gap: 8px;
    padding: 4px 12px calc(12px + env(safe-area-inset-bottom));
  }
  .card {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 12px 16px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    animation: rise 160ms ease-out;
  }
  .card p {
    flex: 1 1 180px;
    text-wrap: pretty;
  }
  :is(.ended, .idle) {
    flex-direction: column;
    align-items: stretch;
    text-align: center;
  }
  .ended p {
    flex: none;
  }
  .failed {
    margin-block-end: 8px;
    border-color: var(--_danger);
  }
  /* Lies over the oldest lines, so that nothing moves when it comes or goes. */
  .news {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 12px;
    inline-size: fit-content;
    min-block-size: 44px;
    margin-inline: auto;
    padding: 4px 14px;
    flex-wrap: nowrap;
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
  .news::before {
    content: '';
    flex: none;
    border: 4px solid var(--_danger);
    border-radius: 50%;
  }
  .back::before {
    border-color: var(--_ink);
  }
  .news button {
    flex: none;
    margin-inline-end: -8px;
    padding-inline: 8px;
    color: var(--_ink);
  }
  .veil {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: end;
    background: #0007;
  }
  .veil .card {
    flex: 1;
    padding: 24px 16px calc(16px + env(safe-area-inset-bottom));
    border-width: 1px 0 0;
    border-radius: var(--_radius) var(--_radius) 0 0;
  }
  .veil :is(h2, p) {
    flex: 1 0 100%;
  }
  .veil p {
    margin-block-end: 8px;
  }
  .veil button {
    flex: 1;
    white-space: nowrap;
  }
`;
