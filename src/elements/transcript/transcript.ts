import { html, LitElement, noChange, nothing, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import { canWrite, unreadCount } from '../../core/chat/selectors.js';
import { initialChatState, type ChatState } from '../../core/chat/state.js';
import { en } from '../../i18n/en.js';
import type { Strings } from '../../i18n/strings.js';
import { StickToEnd } from '../controllers/stick-to-end.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { messageStyles } from '../message/message.styles.js';
import { shared } from '../styles/shared.styles.js';
import { keyOf, rechunk, type Chunk, type Entry } from './chunks.js';
import { isDraft, isHeard, isOwn } from './groups.js';
import { nameOf, renderRow, type RowContext } from './rows.js';
import { styles } from './transcript.styles.js';

/** Entries up to which all are in the document: find-in-page and screen readers reach every one. */
const smallEnough = 300;
/** Beyond that: how many chunks are in the document around the end, at most, and come at a time. */
const atTheEnd = 2;
const atMost = 5;
const step = 2;

/**
 * @tagname deskbell-transcript
 * @summary The conversation: what was said, in order, and what is on its way.
 *
 * Entries are drawn in chunks of which only changed ones are looked at again, and beyond a few hundred entries only
 * those around the reader are in the document. (`content-visibility` would spare the layout of the rest, and cost the
 * reader a jump whenever a chunk turns out not to be as high as guessed.)
 *
 * @fires {Intent} deskbell-earlier - The reader nears the beginning.
 * @fires {Intent} deskbell-read - Everything is on screen.
 * @fires {Intent} deskbell-draft - What to do with a message that was not sent.
 * @csspart base - The scrolling list.
 * @csspart bubble - What was said.
 * @csspart time - When it was said.
 */
export class DeskbellTranscript extends LitElement {
  static override styles = [shared, styles, messageStyles];

  /** The chat to show. */
  @property({ attribute: false }) state: ChatState = initialChatState;
  /** Whether the customer can see this element. */
  @property({ attribute: false }) active = true;
  @property({ attribute: false }) strings: Strings = en;

  /** Key of the entry with which the unread ones begin. Brought back with `place` after a reload. */
  unreadFrom: string | undefined;

  @query('.log') private log!: HTMLElement | null;

  #stick = new StickToEnd(this, () => this.log);
  #chunks: readonly Chunk[] = [];
  /** Ids of the chunks between which everything is in the document. */
  #from = -Infinity;
  #to = Infinity;
  #unread = 0;
  /** By id of a chunk that is in the document: what its rows were last drawn of. */
  #drawn = new Map<number, readonly unknown[]>();
  /** How many entries at the end have just come in before the reader's eyes. */
  #came = 0;
  /** When drafts were first seen, by this device: keeps their grouping when the service's time arrives. */
  #writtenAt = new Map<string, number>();
  #timeOf = (entry: Entry): number | undefined =>
    this.#writtenAt.get(keyOf(entry)) ?? (isDraft(entry) ? undefined : entry.at);

  /** How far from the end the reader is, in pixels. */
  get place(): number {
    return -(this.log?.scrollTop ?? 0);
  }
  set place(place) {
    if (this.log) this.log.scrollTop = -place;
    this.#stick.scrolled();
  }

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#see);
    addEventListener('focus', this.#see);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#see);
    removeEventListener('focus', this.#see);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('state')) this.#arrange(this.state, changed.get('state') ?? initialChatState);
    const count = this.state.items.length + this.state.drafts.length;
    if (count <= smallEnough) [this.#from, this.#to] = [-Infinity, Infinity];
    else if (this.#following) this.#from = this.#last - atTheEnd + 1;
  }

  protected override updated() {
    this.#stick.restore();
    const still = matchMedia('(prefers-reduced-motion)').matches;
    const came = this.#came && !still ? [...this.#messages()].slice(-this.#came) : [];
    for (const row of came) row.animate({ opacity: [0, 1], translate: ['0 8px', '0'], easing: 'ease-out' }, 160);
    this.#came = 0;
    this.#see();
  }

  override render() {
    const { state, strings } = this;
    const chunks = this.#chunks.filter(({ id }) => id >= this.#from && id <= this.#to);
    const drawn = this.#drawn;
    this.#drawn = new Map();
    const first = chunks[0] ? this.#chunks.indexOf(chunks[0]) : 0;
    const typing = state.typing.map(({ person }) => nameOf(person, state.names, strings));
    return html`
      <div
        part="base"
        class="log"
        role="log"
        aria-label=${strings.conversation}
        aria-live="off"
        tabindex="0"
        @scroll=${this.#scroll}
        @keydown=${this.#walk}
      >
        <div class="content">
          ${first ? nothing : this.#renderEarlier()}${this.#chunks.length ? nothing : this.#renderWelcome()}
          ${repeat(
            chunks,
            ({ id }) => id,
            (chunk, index) =>
              this.#renderChunk(
                chunk,
                drawn.get(chunk.id),
                this.#chunks[first + index - 1]?.entries.at(-1),
                this.#chunks[first + index + 1]?.entries[0],
              ),
          )}
          <p class="small typing">
            ${typing.length ? html`<i></i><i></i><i></i><span>${strings.typing(typing)}</span>` : nothing}
          </p>
        </div>
      </div>
      ${this.#following ? nothing : this.#renderPill()}
    `;
  }

  #renderEarlier() {
    const { strings } = this;
    const { name } = this.state.earlier;
    if (name !== 'loading' && name !== 'more') return nothing;
    return html`<p class="small earlier">
      ${
        name === 'loading'
          ? strings.loadingEarlier
          : html`<button type="button" @click=${this.#loadEarlier}>${strings.showEarlier}</button>`
      }
    </p>`;
  }

  #renderWelcome() {
    const { name } = this.state.phase;
    return html`<div class="welcome">
      <h2>${this.strings.welcome}</h2>
      <p>${name === 'requesting' || name === 'connecting' ? this.strings.writeAlready : nothing}</p>
    </div>`;
  }

  #renderChunk(
    chunk: Chunk,
    drawn: readonly unknown[] | undefined,
    before: Entry | undefined,
    after: Entry | undefined,
  ) {
    const { items, drafts, names, seen } = this.state;
    const over = !canWrite(this.state);
    const mine = drafts.length ? undefined : items.findLast(isOwn);
    const newest = mine && chunk.entries.includes(mine) ? mine : undefined;
    const saw = newest && (newest.id === seen.read ? 'read' : newest.id === seen.delivered ? 'delivered' : 'sent');
    const context: RowContext = {
      names,
      newest,
      seen: saw,
      over,
      strings: this.strings,
      timeOf: this.#timeOf,
      unreadFrom: this.unreadFrom,
      ask: (verb, localId) => this.dispatchEvent(new Intent('draft', { verb, localId })),
    };
    const from = [chunk, before, after, saw, newest, this.unreadFrom, this.strings, names, over];
    this.#drawn.set(chunk.id, from);
    const rows = () =>
      repeat(chunk.entries, keyOf, (entry, index) =>
        renderRow(entry, chunk.entries[index - 1] ?? before, chunk.entries[index + 1] ?? after, context),
      );
    return html`<div class="chunk">${drawn?.every((each, place) => each === from[place]) ? noChange : rows()}</div>`;
  }

  #renderPill() {
    const { strings } = this;
    const count = this.#unread ? strings.newCount(this.#unread) : '';
    return html`<button
      type="button"
      class="small strong pill"
      aria-label=${`${count} ${strings.toLatest}`.trim()}
      @click=${this.#toEnd}
    >
      ${icon('M12 5v14m-6-6 6 6 6-6')}${count}
    </button>`;
  }

  /** Id of the newest chunk. */
  get #last(): number {
    return this.#chunks.at(-1)?.id ?? 0;
  }

  /** Whether the newest entry is, and stays, in sight. */
  get #following(): boolean {
    return this.#stick.atEnd && this.#to >= this.#last;
  }

  get #reading(): boolean {
    return this.active && this.#following && document.visibilityState === 'visible' && document.hasFocus();
  }

  /** Takes in a new state: what is new in it, and where what nobody has read begins. */
  #arrange(state: ChatState, before: ChatState): void {
    const { items, drafts } = state;
    const unread = unreadCount(state);
    if (items !== before.items || drafts !== before.drafts) {
      const known = new Set(this.#chunks.at(-1)?.entries.map(keyOf));
      this.#chunks = rechunk(this.#chunks, [...items, ...drafts]);
      const written = drafts.filter(({ localId }) => !this.#writtenAt.has(localId));
      for (const { localId } of written) this.#writtenAt.set(localId, Date.now());
      // History, and what a gap had swallowed, does not move into place: it was there.
      const live = this.hasUpdated && (before.synced || written.length > 0);
      this.#came = live ? (this.#chunks.at(-1)?.entries.filter((entry) => !known.has(keyOf(entry))).length ?? 0) : 0;
      if (written.length && this.hasUpdated) {
        // Who writes wants to see what they wrote.
        this.unreadFrom = undefined;
        this.#toEnd();
      }
    }
    if (unread && !this.#unread && !this.#reading) {
      const from = items.findLastIndex(({ key }) => key === state.readTo) + 1;
      const first = items.findIndex((item, index) => index >= from && isHeard(item));
      this.unreadFrom = first ? items[first]?.key : undefined;
    }
    this.#unread = unread;
  }

  #see = (): void => {
    if (this.#reading && this.#unread) this.dispatchEvent(new Intent('read', undefined));
  };

  #scroll() {
    const { log } = this;
    if (!log) return;
    this.#stick.scrolled();
    const near = log.clientHeight;
    const above = log.scrollHeight - near + log.scrollTop;
    const last = this.#last;
    if (above < near) {
      if (this.#from <= (this.#chunks[0]?.id ?? 0)) this.#loadEarlier();
      else this.#show(this.#from - step, Math.min(this.#to, this.#from - step + atMost - 1));
    } else if (-log.scrollTop < near && this.#to < last) {
      this.#show(Math.max(this.#from, this.#to + step - atMost + 1), this.#to + step);
    }
    this.#see();
  }

  #show(from: number, to: number): void {
    this.#from = from;
    this.#to = to >= this.#last ? Infinity : to;
    this.requestUpdate();
  }

  #loadEarlier() {
    if (this.state.earlier.name === 'more') this.dispatchEvent(new Intent('earlier', undefined));
  }

  #toEnd() {
    this.#to = Infinity;
    this.#stick.toEnd();
  }

  #walk(event: KeyboardEvent) {
    const rows = [...this.#messages()];
    const at = rows.indexOf(event.target as HTMLElement);
    const end = rows.length - 1;
    const to = { ArrowUp: at < 0 ? end : at - 1, ArrowDown: at < 0 ? -1 : at + 1, Home: 0, End: end }[event.key];
    const row = to === undefined ? undefined : rows[to];
    if (!row) return;
    event.preventDefault();
    row.focus();
  }

  #messages(): NodeListOf<HTMLElement> {
    return this.renderRoot.querySelectorAll('.message');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-transcript': DeskbellTranscript;
  }
}
