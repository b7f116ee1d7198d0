import { css } from 'lit';

export const rating = css`
  .rating {
    gap: 8px;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_line);
  }
  fieldset {
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    font-weight: 600;
  }
  .faces {
    display: grid;
    grid-template-columns: repeat(5, minmax(0, 1fr));
  }
  .faces label {
    position: relative;
    display: grid;
    justify-items: center;
    align-content: start;
    gap: 2px;
    min-block-size: 60px;
    padding: 6px 2px;
    border-radius: 10px;
    text-align: center;
    cursor: pointer;
  }
  .faces input {
    position: absolute;
    opacity: 0;
  }
  .faces svg {
    inline-size: 28px;
    block-size: 28px;
  }
  .faces label:hover {
    background: color-mix(in oklch, currentcolor 9%, transparent);
  }
  .faces label:has(:checked) {
    background: var(--_bubble);
    color: var(--_ink);
  }
  .faces label:has(:checked) .small {
    color: inherit;
    font-weight: 600;
  }
  .faces label:has(:focus-visible) {
    outline: 2px solid var(--_ink);
    outline-offset: -2px;
  }
  .faces .small {
    font-size: 12px;
    line-height: 16px;
    hyphens: auto;
  }
  /* What to say more about is asked once there is an answer. */
  .more {
    display: none;
    gap: 8px;
  }
  .rating:has(:checked) .more {
    display: grid;
  }
  .thanks {
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_line);
  }
  @media (forced-colors: active) {
    .faces label:has(:checked) {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }
`;
