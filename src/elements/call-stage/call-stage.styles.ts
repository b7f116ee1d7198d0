import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    min-block-size: 0;
    --_dark: #1a1816;
    --_light: #f6f3ee;
  }
  .stage {
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    block-size: 100%;
    overflow: hidden;
    container: stage / size;
  }
  .people {
    display: grid;
    gap: 8px;
    min-block-size: 0;
    margin: 0;
    padding: 8px;
    list-style: none;
    grid-auto-rows: minmax(0, 1fr);
  }
  .people[data-count='1']:not(.with-share *) {
    padding: 0;
  }
  .person {
    position: relative;
    display: grid;
    place-items: center;
    place-content: center;
    gap: 16px;
    min-inline-size: 0;
    min-block-size: 0;
    overflow: hidden;
    border: 1px solid transparent;
    border-radius: 12px;
  }
  .people[data-count='1']:not(.with-share *) .person {
    border: 0;
    border-radius: 0;
  }
  .seen {
    place-content: stretch;
    background: var(--_dark);
    color: var(--_light);
  }
  .seen deskbell-video-tile,
  .own deskbell-video-tile {
    inline-size: 100%;
    block-size: 100%;
  }
  .heard {
    background: var(--_bubble);
  }
  .avatar {
    inline-size: 112px;
    line-height: 110px;
    font-size: 38px;
    background: var(--_raised);
    border-color: var(--_line);
  }
  .bell {
    display: grid;
    place-items: center;
    block-size: 112px;
  }
  .bell svg {
    inline-size: 44px;
    block-size: 44px;
  }
  .speaks .avatar {
    outline: 3px solid var(--_ink);
    outline-offset: 4px;
  }
  .seen.speaks::after {
    content: '';
    position: absolute;
    inset: 0;
    border: 3px solid var(--_ink);
    border-radius: inherit;
    pointer-events: none;
  }
  .name {
    display: flex;
    align-items: center;
    gap: 6px;
    max-inline-size: 100%;
    font-weight: 600;
  }
  .name bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .seen .name,
  .own .name {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    max-inline-size: calc(100% - 16px);
    padding: 2px 8px;
    border-radius: 8px;
    background: #1a1816cc;
    color: var(--_light);
    font-size: 13px;
    line-height: 20px;
  }
  .nobody {
    display: grid;
    place-items: center;
    place-content: center;
    gap: 8px;
    padding: 24px;
    text-align: center;
    text-wrap: balance;
  }
  .nobody .avatar {
    margin-block-end: 8px;
    animation: wait 2.4s ease-in-out infinite;
  }
  .nobody p {
    color: var(--_muted);
  }
  @keyframes wait {
    50% {
      box-shadow: 0 0 0 14px color-mix(in oklch, var(--_accent) 14%, transparent);
    }
  }
  .with-share {
    grid-template: minmax(0, 1fr) 112px / minmax(0, 1fr);
  }
  .with-share .people {
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 168px);
    justify-content: start;
    grid-template-columns: none;
  }
  .with-share .person {
    gap: 4px;
  }
  .with-share .avatar {
    inline-size: 44px;
    line-height: 42px;
    font-size: 15px;
  }
  .share {
    position: relative;
    min-block-size: 0;
    background: var(--_dark);
  }
  .scroll {
    block-size: 100%;
    overflow: auto;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  .zoom-0 {
    block-size: 100%;
  }
  .zoom-1 {
    inline-size: 150%;
    block-size: 150%;
  }
  .zoom-2 {
    inline-size: 200%;
    block-size: 200%;
  }
  .zoom-3 {
    inline-size: 300%;
    block-size: 300%;
  }
  .tools {
    position: absolute;
    inset-block-end: 8px;
    inset-inline-start: 8px;
    display: flex;
    align-items: center;
    padding: 2px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_surface);
  }
  .tools span {
    min-inline-size: 36px;
    text-align: center;
  }
  .tools :disabled {
    opacity: 0.4;
    cursor: default;
  }
  .own {
    position: absolute;
    inline-size: clamp(88px, 24cqi, 200px);
    aspect-ratio: 4 / 3;
    overflow: hidden;
    border: 1px solid #fff6;
    border-radius: 12px;
    background: var(--_dark);
    box-shadow: 0 2px 12px #0004;
    cursor: grab;
    touch-action: none;
    user-select: none;
  }
  .people:not([data-count='1']) ~ .own {
    inline-size: clamp(80px, 16cqi, 150px);
  }
  .with-share .people ~ .own {
    inline-size: 112px;
    aspect-ratio: 4 / 3;
  }
  .own:active {
    cursor: grabbing;
  }
  .start {
    inset-block-start: 12px;
  }
  .end {
    inset-block-end: 12px;
  }
  .at-start {
    inset-inline-start: 12px;
  }
  .at-end {
    inset-inline-end: 12px;
  }
  .captions {
    position: absolute;
    inset-inline: 12px;
    inset-block-end: 44px;
    inline-size: fit-content;
    max-inline-size: min(36em, 100% - 24px);
    max-block-size: 40%;
    overflow: auto;
    margin-inline: auto;
    padding: 6px 12px;
    border-radius: 10px;
    background: #1a1816e6;
    color: var(--_light);
  }
  @container stage (aspect-ratio < 1) {
    .own {
      aspect-ratio: 3 / 4;
    }
    .own ~ .captions {
      inset-block-end: calc(max(88px, 24cqi) * 4 / 3 + 24px);
    }
  }
  @container stage (min-aspect-ratio: 1) {
    .people:not([data-count='1']) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .people:is([data-count='5'], [data-count='6']) {
      grid-template-columns: repeat(3, minmax(0, 1fr));
    }
  }
  @container stage (max-aspect-ratio: 1) {
    .people:is([data-count='3'], [data-count='4'], [data-count='5'], [data-count='6']) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }
  @container stage (max-width: 420px) {
    .people:not([data-count='1']) .avatar {
      inline-size: 64px;
      line-height: 62px;
      font-size: 22px;
    }
  }
  @container stage (max-height: 260px) {
    .avatar {
      inline-size: 64px;
      line-height: 62px;
      font-size: 22px;
    }
    .bell {
      block-size: 64px;
    }
    .person,
    .nobody {
      gap: 4px;
    }
  }
`;
