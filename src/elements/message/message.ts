import { html, nothing, type TemplateResult } from 'lit';

import type { Content, Draft, Message } from '../../core/chat/state.js';
import type { CallName, Strings } from '../../i18n/strings.js';
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
  /** Of the customer's newest: how far it has come. */
  readonly seen: 'sent' | 'delivered' | 'read' | undefined;
  /** The chat is over: what was not sent can be kept, not sent again. */
  readonly over: boolean;
  readonly strings: Strings;
  readonly ask: (verb: DraftVerb, localId: string) => void;
}

/**
 * Draws a row of the transcript. Draft and message are one template, so that nothing is made anew when the one becomes
 * the other, and what is under the bubble has the same height in both. There is no space between the tags, and a text
 * without links is no list: a long conversation is made of many of these.
 */
export function renderMessage(row: MessageRow): TemplateResult {
  const { entry, name, own, first, last, strings } = row;
  const content: Content = 'state' in entry ? { kind: 'text', text: entry.text } : entry.content;
  const said = content.text ?? strings.unsupported;
  const shown = strings.file?.(entry) ?? renderText(said, row);
  const look = content.kind !== 'text' ? 'muted' : isEmojiOnly(said) ? 'emoji' : '';
  const named = first && !own;
  const meta =
    'state' in entry && entry.state.name === 'failed'
      ? renderFailure(row, entry.localId, entry.state.code)
      : last
        ? 'state' in entry
          ? renderState(entry, strings)
          : renderTime(row, entry.at)
        : nothing;
  // prettier-ignore -- every space between tags is one more node in every row
  return html`<div
    class="message ${own ? 'own' : ''} ${first ? 'first' : ''} ${last ? 'last' : ''}"
    role="article"
    tabindex="-1"
    aria-label=${strings.said(name, said)}
    data-initials=${named ? initials(name) : nothing}
  >
    <bdi class=${named ? 'small name' : 'quiet'}>${name}</bdi>
    <div part="bubble" class="bubble ${look}"><p dir="auto" lang="">${shown}</p></div>
    ${meta}
  </div>`;
}

function renderText(text: string, { own, strings }: MessageRow) {
  const pieces = linkify(text);
  if (pieces.length === 1 && pieces[0] === text) return text;
  return pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const { href } = piece;
    // How an agent asks for a call. The press is the customer's consent; the widget hears it.
    const kind = /#deskbell-(voice|video)-call$/.exec(href)?.[1] as CallName;
    const name = !own && strings.calls?.includes(kind) && strings.callNames[kind];
    return html`<a
      href=${href}
      target="_blank"
      rel="noopener noreferrer"
      class=${name ? 'primary' : ''}
      data-deskbell-call=${name ? kind : ''}
      >${name || href}</a
    >`;
  });
}

/** The time of day; the full date for those who point at it or focus the message. */
function renderTime({ seen, strings }: MessageRow, at: number) {
  const { formats } = strings;
  // prettier-ignore -- as above
  return html`<div class="small meta">
    <time part="time" datetime=${new Date(at).toISOString()} title=${formats.full(at)}>${formats.time(at)}</time
    >${seen ? ` · ${strings[seen]}` : nothing}
  </div>`;
}

function renderState({ state: { name } }: Draft, { checking, sending, waiting }: Strings) {
  const words = name === 'waiting' ? waiting : sending;
  return html`<div class="small meta">
    ${name === 'unknown' ? checking : html`<span class="soon">${words}</span>`}
  </div>`;
}

function renderFailure({ ask, over, strings }: MessageRow, localId: string, code: keyof Strings['errors']) {
  const verbs: readonly DraftVerb[] = ['retry', 'edit', 'copy', 'delete'];
  // A file has no words to edit or copy, and what draws it knows whether it can be sent again.
  const from = code[0] === 'a' ? 3 : over || code === 'message/ended' ? 2 : /(long|rejected)$/.test(code) ? 1 : 0;
  return html`<div class="small meta danger">
    <div>${strings.errors[code]}</div>
    ${verbs.slice(from).map((verb) => html`<button type="button" @click=${() => ask(verb, localId)}>${strings[verb]}</button>`)}
  </div>`;
}
