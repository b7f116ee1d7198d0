import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, query } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';

import { named } from '../../core/chat/selectors.js';
import type { ChatState, Notice, Person } from '../../core/chat/state.js';
import { en } from '../../i18n/en.js';
import { Formats } from '../../i18n/formats.js';
import type { Strings } from '../../i18n/strings.js';
import { StickToEnd } from '../controllers/stick-to-end.js';
import { icon } from '../icon.js';
import { DraftIntent, Intent } from '../intents.js';
import { shared } from '../styles/shared.styles.js';
import { keyOf, rechunk, type Chunk, type Entry } from './chunks.js';
import { continues, isDraft, isHeard, isOwn, startsContact, startsDay } from './groups.js';
import { styles } from './transcript.styles.js';
import { drawn, later, older, type Drawn, type Window } from './window.js';

/**
 * @tagname deskbell-transcript
 * @summary The conversation: what was said, in order, and what is on its way.
 *
 * Entries are drawn in chunks of which only changed ones are looked at again, and beyond a few hundred entries only
 * those around the reader are in the document.
 *
 * @fires {Intent} deskbell-load-earlier - The reader nears the beginning.
 * @fires {Intent} deskbell-read - Everything is on screen.
 * @csspart base - The scrolling list.
 */
export class DeskbellTranscript extends LitElement {
  static override styles = [shared, styles];

  @property({ attribute: false }) items: ChatState['items'] = [];
  @property({ attribute: false }) drafts: ChatState['drafts'] = [];
  @property({ attribute: false }) earlier: ChatState['earlier'] = { name: 'unknown' };
  @property({ attribute: false }) typing: ChatState['typing'] = [];
  @property({ attribute: false }) names: ChatState['names'] = {};
  @property({ attribute: false }) readTo: ChatState['readTo'];
  /** How many messages the customer has not seen. */
  @property({ attribute: false }) unread = 0;
  /** Nothing is missing: what comes now comes live. */
  @property({ attribute: false }) synced = false;
  /** Whether the customer can see this element. */
  @property({ attribute: false }) active = true;
  /** The chat is over. */
  @property({ attribute: false }) over = false;
  /** What stands under the welcome. */
  @property({ attribute: false }) hint = '';
  @property({ attribute: false }) strings: Strings = en;
  @property({ attribute: false }) formats = new Formats(en.language);

  @query('.log') private log!: HTMLElement | null;

  #stick = new StickToEnd(
    this,
    () => this.log,
    () => this.#rows(),
  );
  #chunks: readonly Chunk[] = [];
  #drawn: Drawn = drawn([], {}, true);
  /** When drafts were first seen, by this device: keeps their grouping when the service's time arrives. */
  #writtenAt = new Map<string, number>();
  #timeOf = (entry: Entry): number | undefined =>
    this.#writtenAt.get(keyOf(entry)) ?? (isDraft(entry) ? undefined : entry.at);
  #fresh = new Set<string>();
  #unreadFrom: string | undefined;

  override connectedCallback() {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#see);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#see);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('items') || changed.has('drafts')) this.#arrange(changed.get('synced') ?? this.synced);
    if (changed.has('unread')) this.#markUnread(changed.get('unread') ?? 0);
    this.#drawn = drawn(this.#chunks, this.#drawn.window, this.#stick.atEnd);
  }

  protected override updated() {
    if (!this.#stick.atEnd) void this.updateComplete.then(() => this.#stick.restore());
    this.#see();
  }

  /** Complete when every message is. */
  protected override async getUpdateComplete() {
    const complete = await super.getUpdateComplete();
    await Promise.all(Array.from(this.renderRoot.querySelectorAll('deskbell-message'), (row) => row.updateComplete));
    return complete;
  }

  override render() {
    const { strings } = this;
    const shown = this.#drawn;
    const names = this.typing.map(({ person }) => this.#nameOf(person));
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
        @deskbell-draft=${this.#pass}
      >
        <div class="content">
          ${shown.all ? this.#renderEarlier() : nothing} ${this.#chunks.length ? nothing : this.#renderWelcome()}
          ${repeat(
            shown.chunks,
            ({ id }) => id,
            (chunk, index) => this.#renderChunk(chunk, shown.before(index), shown.after(index)),
          )}
          <p class="typing">
            ${
              names.length
                ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${strings.typing(names)}`
                : nothing
            }
          </p>
        </div>
      </div>
      ${this.#following ? nothing : this.#renderPill()}
    `;
  }

  #renderEarlier() {
    const { earlier, strings } = this;
    if (earlier.name === 'loading') return html`<p class="earlier">${strings.loadingEarlier}</p>`;
    if (earlier.name !== 'more') return nothing;
    return html`<p class="earlier">
      <button type="button" @click=${this.#loadEarlier}>${strings.showEarlier}</button>
    </p>`;
  }

  #renderWelcome() {
    return html`<div class="welcome">
      <h2>${this.strings.welcome}</h2>
      <p>${this.hint}</p>
    </div>`;
  }

  #renderChunk(chunk: Chunk, before: Entry | undefined, after: Entry | undefined) {
    const { strings, names, over } = this;
    const newest = this.#newestOwn(chunk);
    return html`<div class="chunk">
      ${guard([chunk, before, after, newest, this.#unreadFrom, strings, names, over], () =>
        repeat(chunk.entries, keyOf, (entry, index) =>
          this.#renderEntry(entry, chunk.entries[index - 1] ?? before, chunk.entries[index + 1] ?? after, newest),
        ),
      )}
    </div>`;
  }

  #renderEntry(entry: Entry, before: Entry | undefined, after: Entry | undefined, newest: string | undefined) {
    return html`${this.#renderDividers(entry, before)}${
      !isDraft(entry) && entry.kind === 'notice'
        ? this.#renderNotice(entry)
        : this.#renderMessage(entry, before, after, newest)
    }`;
  }

  #renderDividers(entry: Entry, before: Entry | undefined) {
    const { strings } = this;
    const now = Date.now();
    const at = this.#timeOf(entry);
    return [
      at !== undefined &&
        startsDay(before, entry, this.#timeOf, now) &&
        html`<p class="line rule">${this.formats.day(at, now)}</p>`,
      startsContact(before, entry) && html`<p class="line rule">${strings.newChat}</p>`,
      keyOf(entry) === this.#unreadFrom && html`<p class="line rule unread">${strings.unreadDivider}</p>`,
    ].map((divider) => divider || nothing);
  }

  #renderNotice({ what, person }: Notice) {
    return html`<p class="line">${this.strings.notices[what](person ? this.#nameOf(person) : '')}</p>`;
  }

  #renderMessage(
    entry: Exclude<Entry, Notice>,
    before: Entry | undefined,
    after: Entry | undefined,
    newest: string | undefined,
  ) {
    const { strings } = this;
    const own = isOwn(entry);
    const key = keyOf(entry);
    const name = isDraft(entry) || own ? strings.you : this.#nameOf(entry.from);
    const text = isDraft(entry) ? entry.text : (entry.content.text ?? strings.unsupported);
    return html`<deskbell-message
      role="article"
      tabindex="-1"
      aria-label=${strings.said(name, text)}
      ?own=${own}
      ?first=${key === this.#unreadFrom || !continues(before, entry, this.#timeOf)}
      ?last=${(after && keyOf(after) === this.#unreadFrom) || !continues(entry, after, this.#timeOf)}
      .newest=${key === newest}
      .fresh=${this.#fresh.has(key)}
      .over=${this.over}
      .entry=${entry}
      .name=${name}
      .strings=${strings}
      .formats=${this.formats}
    ></deskbell-message>`;
  }

  #renderPill() {
    const { strings, unread } = this;
    return html`<button
      type="button"
      class="pill"
      aria-label=${unread ? `${strings.newCount(unread)}. ${strings.toLatest}` : strings.toLatest}
      @click=${this.#toEnd}
    >
      ${icon('M12 5v14m-6-6 6 6 6-6')}${unread ? strings.newCount(unread) : nothing}
    </button>`;
  }

  /** Whether the newest entry is, and stays, in sight. */
  get #following(): boolean {
    return this.#stick.atEnd && this.#drawn.window.to === undefined;
  }

  get #reading(): boolean {
    return this.active && this.#following && document.visibilityState === 'visible';
  }

  #nameOf(person: Person): string {
    return named(this, person).name || this.strings.roles[person.role];
  }

  /** Key of the customer's newest confirmed message, if it is in this chunk and no draft follows it. */
  #newestOwn(chunk: Chunk): string | undefined {
    if (this.drafts.length) return undefined;
    const newest = this.items.findLast(isOwn);
    return newest && chunk.entries.includes(newest) ? newest.key : undefined;
  }

  #arrange(live: boolean): void {
    const before = new Set(this.#chunks.at(-1)?.entries.map(keyOf));
    const hadAny = this.#chunks.length > 0;
    this.#chunks = rechunk(this.#chunks, [...this.items, ...this.drafts]);
    const tail = this.#chunks.at(-1)?.entries ?? [];
    const written = this.drafts.filter(({ localId }) => !this.#writtenAt.has(localId));
    const now = Date.now();
    for (const { localId } of written) this.#writtenAt.set(localId, now);
    const came = tail.filter((entry) => !before.has(keyOf(entry)) && (live || isDraft(entry)));
    this.#fresh = new Set(this.hasUpdated && (hadAny || came.length === 1) ? came.map(keyOf) : []);
    if (!written.length || !this.hasUpdated) return;
    // Who writes wants to see what they wrote.
    this.#unreadFrom = undefined;
    this.#toEnd();
  }

  /** The divider goes above the first unread message, and stays there until the customer answers. */
  #markUnread(before: number): void {
    if (before > 0 || this.unread === 0 || this.#reading) return;
    const from = this.readTo === undefined ? 0 : this.items.findLastIndex(({ key }) => key === this.readTo) + 1;
    const first = this.items.findIndex((item, index) => index >= from && isHeard(item));
    this.#unreadFrom = first > 0 ? this.items[first]?.key : undefined;
  }

  #see = (): void => {
    if (this.#reading && this.unread) this.dispatchEvent(new Intent('deskbell-read'));
  };

  #scroll(): void {
    const { log } = this;
    if (!log) return;
    this.#stick.scrolled();
    const near = log.clientHeight;
    const above = log.scrollHeight - log.clientHeight + log.scrollTop;
    if (above < near && !this.#drawn.all) this.#show(older(this.#chunks, this.#drawn.window));
    else if (above < near) this.#loadEarlier();
    else if (-log.scrollTop < near) this.#show(later(this.#chunks, this.#drawn.window));
    this.#see();
  }

  #show(window: Window): void {
    if (window === this.#drawn.window) return;
    this.#drawn = { ...this.#drawn, window };
    this.requestUpdate();
  }

  #loadEarlier(): void {
    if (this.earlier.name === 'more') this.dispatchEvent(new Intent('deskbell-load-earlier'));
  }

  #toEnd(): void {
    this.#show({});
    this.#stick.toEnd();
  }

  /** Hands on what a message asks for: intents do not cross a shadow root by themselves. */
  #pass({ verb, localId }: DraftIntent): void {
    this.dispatchEvent(new DraftIntent(verb, localId));
  }

  #walk(event: KeyboardEvent): void {
    const rows = [...this.renderRoot.querySelectorAll('deskbell-message')];
    const at = rows.indexOf(event.target as (typeof rows)[number]);
    const to = { ArrowUp: at < 0 ? rows.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[
      event.key
    ];
    const row = to === undefined ? undefined : rows[to];
    if (!row || (at < 0 && event.key === 'ArrowDown')) return;
    event.preventDefault();
    row.focus();
  }

  /** Rows that can be on screen: chunks that are scrolled out of sight are not looked into. */
  *#rows(): Iterable<Element> {
    const edge = this.log?.getBoundingClientRect().top ?? 0;
    for (const chunk of this.renderRoot.querySelectorAll('.chunk')) {
      if (chunk.getBoundingClientRect().bottom > edge) yield* chunk.children;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-transcript': DeskbellTranscript;
  }
}
