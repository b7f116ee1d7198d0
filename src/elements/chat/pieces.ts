import { html, nothing, type TemplateResult } from 'lit';

import { waitsForStart } from '../../core/chat/selectors.js';
import type { ChatState, Person, Phase } from '../../core/chat/state.js';
import type { ChatErrorCode } from '../../core/errors.js';
import type { Strings } from '../../i18n/strings.js';

/** Failures after which there is nothing to go on with, only a new chat to begin. */
const spent: readonly ChatErrorCode[] = [
  'token/expired',
  'token/not-found',
  'token/start-again',
  'connection/refused',
  'connection/expired',
];

/** Whether there is a chat to end, and nobody has asked for it yet. */
export const canEnd = (phase: Phase): boolean =>
  phase.name === 'requesting' || ('contact' in phase && !!phase.contact && !('leaving' in phase && phase.leaving));

/** What is going on, in a few words under the name. */
export function statusOf(phase: Phase, person: Person | undefined, strings: Strings): string {
  if (phase.name === 'requesting' || phase.name === 'connecting') return strings.connecting;
  if (phase.name === 'failed') return strings.notConnected;
  if (phase.name !== 'live') return '';
  if (phase.leaving) return strings.ending;
  if (!person) return strings.waitingForSomeone;
  return person.role === 'bot' ? strings.automated : strings.inThisChat;
}

/**
 * Why the chat does not go on, the button that makes it, and after a failure the site’s other way to be reached. Where
 * something waits that was written for no chat, the button alone.
 */
export function renderNext(chat: ChatState, strings: Strings, next: () => void) {
  const { phase } = chat;
  const failed = phase.name === 'failed';
  if (!failed && phase.name !== 'ended' && !waitsForStart(chat)) return nothing;
  const again = failed && !spent.includes(phase.code);
  return html`<div class="card ${phase.name}">
    ${phase.name === 'idle' ? nothing : html`<p>${failed ? [strings.errors[phase.code], strings.contact] : strings.ended}</p>`}
    <button type="button" class="primary" @click=${next}>${again ? strings.tryAgain : strings.startAgain}</button>
  </div>`;
}

/** The words of the question whether to end. */
type ConfirmWords = Pick<Strings, 'confirmEnd' | 'confirmEndDetail' | 'keepChatting' | 'endChat'>;

/** Asks once whether the chat, or the call, should end. Escape means no. */
export function renderConfirm(strings: ConfirmWords, answer: (confirmed: boolean) => void): TemplateResult {
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    answer(false);
  };
  return html`<div
    class="veil"
    role="alertdialog"
    aria-modal="true"
    aria-labelledby="question"
    aria-describedby="detail"
    @keydown=${key}
  >
    <div class="card">
      <h2 id="question">${strings.confirmEnd}</h2>
      <p id="detail">${strings.confirmEndDetail}</p>
      <button type="button" class="secondary" @click=${() => answer(false)}>${strings.keepChatting}</button>
      <button type="button" class="primary" @click=${() => answer(true)}>${strings.endChat}</button>
    </div>
  </div>`;
}
