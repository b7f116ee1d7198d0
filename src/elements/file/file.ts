import { html, LitElement, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';

import type { Draft, FileInfo, Message } from '../../core/chat/state.js';
import { en } from '../../i18n/files/en.js';
import type { FilesStrings } from '../../i18n/files/strings.js';
import { icon } from '../icon.js';
import { Intent } from '../intents.js';
import { sizeWords } from './size.js';

const picture = 'M4 5h16v14H4zm0 11 5-5 4 4 2-2 5 5M15.5 9h.01';
const film = 'M4 5h16v14H4zm6 4v6l5-3z';
const paper = 'M6 3h8l4 4v14H6zm8 0v4h4m-9 5h6m-6 4h6';
const cross = 'm7 7 10 10m0-10L7 17';
const down = 'M12 4v11m-5-4 5 5 5-5M5 20h14';

/** How finely the bar moves, in parts of the whole: not more often than it is worth looking. */
const steps = 20;

/** The file an entry of the transcript is about, if it is about one. */
export const fileOf = (entry: Message | Draft): FileInfo | undefined =>
  'localId' in entry ? entry.file : entry.content.kind === 'file' ? entry.content.file : undefined;

/**
 * @tagname deskbell-file
 * @summary A file in the conversation: what it is, how far it has come, and what can be done about it.
 *
 * It has no root of its own: it wears what the transcript wears.
 *
 * @fires {Intent} deskbell-draft - Send it again, or take it back before anybody has it.
 * @csspart file - Everything.
 */
export class DeskbellFile extends LitElement {
  /** The message or the draft that is the file. */
  @property({ attribute: false }) entry: Message | Draft | undefined;
  /** The chat is over: what was not sent stays unsent. */
  @property({ attribute: false }) over = false;
  @property({ attribute: false }) strings: FilesStrings = en;
  /** Finds where a file can be had now, by its AttachmentId. */
  @property({ attribute: false }) urlOf: (attachmentId: string) => Promise<string | undefined> = () =>
    Promise.resolve(undefined);

  /** The customer wanted it, and it could not be had. */
  @state() private missing = false;

  #hadFocus = false;

  protected override createRenderRoot(): this {
    return this;
  }

  protected override willUpdate() {
    this.#hadFocus = this.matches(':focus-within');
  }

  override render() {
    const { entry, strings } = this;
    const file = entry && fileOf(entry);
    if (!file) return nothing;
    const { direction, language } = strings;
    const trouble = this.#trouble;
    const share = this.#share;
    const kind = file.contentType.split('/')[0];
    const look = kind === 'image' ? picture : kind === 'video' || kind === 'audio' ? film : paper;
    const facts = [
      file.size === undefined ? file.name.replace(/^.*\.(?=\w+$)/, '').toUpperCase() : sizeWords(file.size, language),
      share === undefined ? '' : new Intl.NumberFormat(language, { style: 'percent' }).format(share),
      this.#status === 'scanning' ? strings.scanning : '',
    ];
    return html`<div part="file" class="file ${trouble ? 'bad' : ''}" dir=${direction} lang=${language}>
      ${icon(look)}
      <div class="what">
        <bdi class="strong" lang="">${file.name}</bdi>
        ${
          share === undefined
            ? nothing
            : html`<progress aria-label=${`${strings.uploading}: ${file.name}`} value=${share}></progress>`
        }
        <span class="small ${trouble ? 'danger' : ''}">${trouble || facts.filter((fact) => fact).join(' · ')}</span>
      </div>
      ${this.#renderAction(file.name)}
    </div>`;
  }

  protected override updated() {
    // What had the focus has gone, as the file went on: the focus stays at its row.
    if (this.#hadFocus && !this.matches(':focus-within')) this.closest<HTMLElement>('[tabindex]')?.focus();
  }

  #renderAction(name: string) {
    const { entry, over, strings } = this;
    if (!entry || !('localId' in entry)) return this.#renderDownload(name);
    const { localId, state } = entry;
    const ask = (verb: 'retry' | 'delete'): unknown => this.dispatchEvent(new Intent('draft', { verb, localId }));
    if (state.name === 'waiting' || state.name === 'uploading') {
      return html`<button type="button" aria-label=${strings.cancel(name)} @click=${() => ask('delete')}>
        ${icon(cross)}
      </button>`;
    }
    // Everything else is what the file is, or that it is gone: another attempt would end the same.
    const again = state.name === 'failed' && /\/(failed|unconfirmed)$/.test(state.code);
    if (!again || over) return nothing;
    return html`<button
      type="button"
      class="strong"
      aria-label=${`${strings.retry}: ${name}`}
      @click=${() => ask('retry')}
    >
      ${strings.retry}
    </button>`;
  }

  #renderDownload(name: string) {
    if (this.#status !== 'approved' || this.over) return nothing;
    return html`<button type="button" aria-label=${this.strings.download(name)} @click=${this.#download}>
      ${icon(down)}
    </button>`;
  }

  /** Its address is good for minutes and for one customer: it is asked for now, and kept nowhere. */
  #download = async (): Promise<void> => {
    const { entry } = this;
    if (!entry || !('content' in entry) || entry.content.kind !== 'file') return;
    const url = await this.urlOf(entry.content.attachmentId);
    this.missing = url === undefined;
    if (url === undefined) return;
    Object.assign(document.createElement('a'), {
      href: url,
      target: '_blank',
      rel: 'noreferrer',
      download: '',
    }).click();
  };

  get #status() {
    const { entry } = this;
    return entry && 'content' in entry && entry.content.kind === 'file' ? entry.content.status : undefined;
  }

  /** Why nobody gets it, although it was sent. */
  get #trouble(): string {
    const { entry, strings } = this;
    if (this.missing) return strings.missing;
    if (this.#status !== 'rejected') return '';
    return entry && 'own' in entry && entry.own ? strings.rejected : strings.withheld;
  }

  /** How much of it is there, while it is on its way. */
  get #share(): number | undefined {
    const { entry } = this;
    if (!entry || !('localId' in entry)) return undefined;
    return entry.state.name === 'uploading' ? Math.floor(entry.state.share * steps) / steps : undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'deskbell-file': DeskbellFile;
  }
}
