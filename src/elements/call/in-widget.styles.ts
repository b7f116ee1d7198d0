import { css } from 'lit';

/*
 * What the widget around wears while a call is in it. It comes with the call, so that a chat does not carry it.
 */
export const styles = css`
  deskbell-call {
    block-size: 100%;
    min-inline-size: 0;
  }
  dialog[open]:has(> deskbell-call:not([hidden])) {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
  }
  dialog:has(> deskbell-call[covers]:not([hidden])) > deskbell-chat {
    display: none;
  }
  deskbell-call-pill {
    position: fixed;
    inset-block-end: calc(20px + env(safe-area-inset-bottom));
    inset-inline-end: 88px;
    z-index: var(--deskbell-z-index, 2147483000);
  }
  :host([position='start']) deskbell-call-pill {
    inset-inline: 88px auto;
  }
  deskbell-call[strip] {
    block-size: auto;
  }
  @media (min-width: 820px) {
    dialog[open]:has(> deskbell-call:not([hidden])) {
      grid-template-columns: minmax(0, 1fr) 352px;
      inline-size: min(960px, 100vw - 40px);
    }
    dialog > deskbell-call:not([hidden]) + deskbell-chat {
      border-inline-start: 1px solid var(--_line);
    }
  }
  @media (max-width: 819.98px) {
    dialog[open]:has(> deskbell-call:not([hidden], [covers])) {
      grid-template-rows: auto minmax(0, 1fr);
    }
  }
`;
