import { html, type TemplateResult } from 'lit';

/** A line drawing on a 24 by 24 grid. Always beside a name, so it is not read out. */
export const icon = (path: string): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${path}></path></svg>`;
