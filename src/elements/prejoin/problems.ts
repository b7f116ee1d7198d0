import { html, nothing, type TemplateResult } from 'lit';

import type { CallState } from '../../core/call/state.js';
import type { ErrorCode } from '../../core/errors.js';
import type { CallStrings, DeviceErrorCode } from '../../i18n/call/strings.js';
import type { BrowserHint } from '../browser-hint.js';

export type Captured = 'microphone' | 'camera';

/** Something wrong with a microphone, a camera, or with both in the same way. */
export interface Problem {
  readonly about: Captured | 'both';
  readonly code: ErrorCode;
}

/** What is wrong, with what has one cause said once. A voice call asks for no camera. */
export function problemsOf({ microphone, camera, media }: CallState): readonly Problem[] {
  const heard = microphone.name === 'failed' ? microphone.code : undefined;
  const seen = media === 'video' && camera.name === 'failed' ? camera.code : undefined;
  if (heard && heard === seen) return [{ about: 'both', code: heard }];
  return [
    ...(heard ? [{ about: 'microphone', code: heard } as const] : []),
    ...(seen ? [{ about: 'camera', code: seen } as const] : []),
  ];
}

/** Why there can be no call at all in this browser, or on this page. */
export function obstacle({ microphone, camera }: CallState, { calls }: BrowserHint): ErrorCode | undefined {
  if (!calls) return 'media/unsupported';
  return [microphone, camera]
    .map((capturing) => (capturing.name === 'failed' ? capturing.code : undefined))
    .find((code) => code === 'media/unsupported' || code === 'media/insecure');
}

/** Whether it is the device that fails, and not the permission to use any. */
export const isOfDevice = ({ code }: Problem): boolean =>
  code === 'media/busy' || code === 'media/failed' || code === 'media/interrupted';

/** The sentence for a problem. */
export const sentenceOf = ({ about, code }: Problem, { deviceErrors }: CallStrings): string =>
  deviceErrors[about][code as DeviceErrorCode] ?? deviceErrors[about]['media/failed'];

/** Steps that lead out of a problem, where there are some to take. */
function stepsOf({ code }: Problem, strings: CallStrings, { browser, system }: BrowserHint): readonly string[] {
  if (code === 'media/denied') return strings.browserHelp[browser];
  return code === 'media/denied-by-system' ? strings.systemHelp[system] : [];
}

export const renderSteps = (steps: readonly string[]): TemplateResult | typeof nothing =>
  steps.length > 0
    ? html`<ol part="steps">
        ${steps.map((step) => html`<li>${step}</li>`)}
      </ol>`
    : nothing;

/** A problem, its way out, and the button that tries again. What a page's policy forbids, no trying changes. */
export function renderProblem(
  problem: Problem,
  strings: CallStrings,
  hint: BrowserHint,
  again: () => void,
): TemplateResult {
  const id = `${problem.about}-problem`;
  return html`<div class="problem" part="problem">
    <p id=${id}>${sentenceOf(problem, strings)}</p>
    ${renderSteps(stepsOf(problem, strings, hint))}
    ${
      problem.code === 'media/blocked-by-page'
        ? nothing
        : html`<button type="button" class="secondary" aria-describedby=${id} @click=${again}>
            ${strings.tryAgain}
          </button>`
    }
  </div>`;
}
