import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';

import { shared } from '../styles/shared.styles.js';

/**
 * @tagname deskbell-hours-hint
 * @summary One line beside the launcher: whether it is open, and how long one waits.
 *
 * @attr {start|end} position - The launcher's corner.
 * @csspart base - The line.
 */
export class DeskbellHoursHint extends LitElement {
  static override styles = [
    shared,
    css`
      :host {
        position: fixed;
        inset-block-end: max(32px, env(safe-area-inset-bottom) + 12px);
        inset-inline-end: 88px;
        z-index: var(--deskbell-z-index, 2147483000);
      }
      :host([position='start']) {
        inset-inline: 88px auto;
      }
      :host([hidden]) {
        display: none;
      }
      p {
        max-inline-size: calc(100vw - 120px);
        padding: 6px 12px;
        border: 1px solid var(--_line);
        border-radius: 10px;
        background: var(--_surface);
        color: var(--_text);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** What is said. Nothing is shown without it. */
  @property({ attribute: false }) text = '';

  override render() {
    return this.text ? html`<p part="base" class="small">${this.text}</p>` : nothing;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-hours-hint': DeskbellHoursHint;
  }
}
