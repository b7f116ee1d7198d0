import { css } from 'lit';

export const styles = css`
  :host {
    block-size: min(680px, 100dvh);
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
  .base:not(:has(> .header)) {
    grid-template-rows: minmax(0, 1fr) auto;
  }
  :host([strip]) {
    block-size: auto;
  }
  .strip {
    display: flex;
    justify-content: center;
    padding: 6px 8px;
    border-block-end: 1px solid var(--_line);
    background: var(--_surface);
  }
  .header {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 64px;
    padding-block: 8px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_line);
  }
  .who {
    flex: 1;
    min-inline-size: 0;
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
  .time {
    padding-inline: 8px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .to-chat {
    position: relative;
  }
  .to-chat b {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: 0;
    min-inline-size: 20px;
    padding-inline: 5px;
    border-radius: 10px;
    background: #b3261e;
    color: #fff;
    font-size: 12px;
    line-height: 20px;
  }
  .body {
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-block-size: 0;
    overflow: auto;
    outline: 0;
  }
  .middle {
    display: grid;
    place-items: center;
    align-content: center;
    gap: 16px;
    padding: 24px;
    text-align: center;
    text-wrap: balance;
  }
  .middle .avatar {
    display: grid;
    place-items: center;
    inline-size: 72px;
    block-size: 72px;
  }
  .middle .avatar svg {
    inline-size: 30px;
    block-size: 30px;
  }
  .waits {
    animation: wait 1.6s ease-in-out infinite;
  }
  @keyframes wait {
    50% {
      box-shadow: 0 0 0 10px color-mix(in oklch, var(--_accent) 14%, transparent);
    }
  }
  .over p {
    max-inline-size: 30em;
  }
  .next {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 8px;
  }
  .away {
    opacity: 0.35;
  }
  .lost {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: end center;
    padding: 24px 24px 14%;
    text-align: center;
    text-wrap: balance;
  }
  .lost p {
    padding: 12px 20px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
  }
  .line {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: 12px;
    max-inline-size: 420px;
    max-block-size: calc(100% - 24px);
    margin-inline: auto;
    overflow: auto;
  }
  .body > slot {
    display: grid;
    align-content: center;
    justify-content: center;
    grid-template-columns: minmax(0, 440px);
    padding: 12px;
  }
  .back {
    justify-self: center;
    margin-block-end: 24px;
  }
  .banners {
    position: absolute;
    inset-block-start: 8px;
    inset-inline: 8px;
    display: grid;
    gap: 8px;
    justify-items: center;
    pointer-events: none;
  }
  .banner {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0 4px;
    max-inline-size: 100%;
    padding: 5px 6px 5px 14px;
    padding-inline: 14px 6px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    box-shadow: var(--_shadow);
    font-size: 14px;
    line-height: 20px;
    pointer-events: auto;
    animation: rise 160ms ease-out;
  }
  .banner p {
    flex: 1 1 auto;
    padding-block: 6px;
    padding-inline-end: 8px;
    min-inline-size: 0;
    text-wrap: pretty;
  }
  .banner .strong:not(button) {
    display: block;
  }
  .banner button {
    padding-inline: 10px;
    color: var(--_ink);
  }
  .pressing {
    border-color: var(--_danger);
  }
  .veil {
    position: absolute;
    inset: 0;
    z-index: 3;
    display: flex;
    align-items: end;
    justify-content: center;
    background: #0007;
  }
  .card {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 8px 12px;
    max-inline-size: 480px;
    padding: 24px 16px calc(16px + env(safe-area-inset-bottom));
    border: 1px solid var(--_line);
    border-width: 1px 0 0;
    border-radius: var(--_radius) var(--_radius) 0 0;
    background: var(--_raised);
    animation: rise 160ms ease-out;
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
