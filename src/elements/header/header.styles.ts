import { css } from 'lit';

export const styles = css`
  :host {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 64px;
    padding-block: 8px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--_line);
  }
  .avatar {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 36px;
    block-size: 36px;
    border: 1px solid transparent;
    border-radius: 50%;
    background: var(--_bubble);
    color: var(--_ink);
    font-size: 13px;
    font-weight: 600;
  }
  .who {
    flex: 1;
    min-inline-size: 0;
  }
  h2 {
    overflow: hidden;
    font-size: 17px;
    line-height: 24px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  p {
    min-block-size: 18px;
    overflow: hidden;
    color: var(--_muted);
    font-size: 13px;
    line-height: 18px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .end {
    flex: none;
    font-size: 13px;
    color: var(--_muted);
  }
  .close {
    flex: none;
    padding: 4px;
    min-inline-size: 36px;
    min-block-size: 36px;
  }
  @media (pointer: coarse) {
    .close {
      min-inline-size: 44px;
      min-block-size: 44px;
    }
  }
`;
