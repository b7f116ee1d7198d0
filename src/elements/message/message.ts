import { html, nothing, type TemplateResult } from 'lit';

import type { Content, Draft, Message } from '../../core/chat/state.js';
import type { Strings } from '../../i18n/strings.js';
import type { DraftVerb } from '../intents.js';
import { linkify } from './links.js';
import { initials, isEmojiOnly } from './text.js';

/** One message, or a draft on its way to become one. */
export interface MessageRow {
  readonly entry: Message | Draft;
  /** The speaker's name. */
  readonly name: string;
  readonly own: boolean;
  /** Opens a group of messages by one speaker in one minute. */
  readonly first: boolean;
  /** Closes such a group. */
  readonly last: boolean;
  /** The customer's newest: it says that it was sent. */
  readonly newest: boolean;
  /** The chat is over: what was not sent can be kept, not sent again. */
  readonly over: boolean;
  readonly strings: Strings;
  readonly ask: (verb: DraftVerb, localId: string) => void;
}

/**
 * Draws a row of the transcript. Draft and message are one template, so that nothing is made anew when the one becomes
 * the other, and what is under the bubble has the same height in both.
 */
export function renderMessage(row: MessageRow): TemplateResult {
  const { entry, name, own, first, last, strings } = row;
  const content: Content = 'state' in entry ? { kind: 'text', text: entry.text } : entry.content;
  const said = content.text ?? strings.unsupported;
  const look = content.kind !== 'text' ? 'muted' : isEmojiOnly(said) ? 'emoji' : '';
  return html`<div
    class="message ${own ? 'own' : ''} ${first ? 'first' : ''} ${last ? 'last' : ''}"
    role="article"
    tabindex="-1"
    aria-label=${strings.said(name, said)}
  >
    ${first && !own ? html`<span class="avatar" aria-hidden="true">${initials(name)}</span>` : nothing}
    <bdi class=${first && !own ? 'small name' : 'quiet'}>${name}</bdi>
    <div part="bubble" class="bubble ${look}"><p dir="auto" lang="">${renderText(said)}</p></div>
    ${
      'state' in entry && entry.state.name === 'failed'
        ? renderFailure(row, entry.localId, entry.state.code)
        : last
          ? html`<div class="small meta">
              ${'state' in entry ? renderState(entry, strings) : renderTime(row, entry.at)}
            </div>`
          : nothing
    }
  </div>`;
}

const renderText = (text: string) =>
  linkify(text).map((piece) =>
    typeof piece === 'string'
      ? piece
      : html`<a href=${piece.href} target="_blank" rel="noopener noreferrer">${piece.href}</a>`,
  );

/** The time of day; the full date for those who point at it or focus the message. */
function renderTime({ newest, strings: { formats, sent } }: MessageRow, at: number) {
  return html`<time part="time" datetime=${new Date(at).toISOString()}
      ><span class="short">${formats.time(at)}</span><span class="full">${formats.full(at)}</span></time
    >${newest ? ` · ${sent}` : nothing}`;
}

const renderState = ({ state }: Draft, strings: Strings) =>
  state.name === 'unknown'
    ? strings.checking
    : html`<span class="soon">${state.name === 'sending' ? strings.sending : strings.waiting}</span>`;

function renderFailure({ ask, over, strings }: MessageRow, localId: string, code: keyof Strings['errors']) {
  const all: readonly DraftVerb[] = ['retry', 'edit', 'copy', 'delete'];
  const lost = over || code === 'message/ended';
  const verbs = all.slice(lost ? 2 : code === 'message/too-long' || code === 'message/rejected' ? 1 : 0);
  return html`<div class="small meta danger">
    <div>${strings.errors[code]}</div>
    ${verbs.map((verb) => html`<button type="button" @click=${() => ask(verb, localId)}>${strings[verb]}</button>`)}
  </div>`;
}
