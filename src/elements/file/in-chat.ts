import { html, type ReactiveController } from 'lit';

import type { ChatControl } from '../../core/chat/control.js';
import { canWrite, features } from '../../core/chat/selectors.js';
import type { ChatState, Draft, Message } from '../../core/chat/state.js';
import type { FilesStrings } from '../../i18n/files/strings.js';
import type { DeskbellAttach } from '../attach/attach.js';
import type { DeskbellChat } from '../chat/chat.js';
import { Announcer } from '../controllers/announcer.js';
import type { Intent } from '../intents.js';
import { fileOf } from './file.js';
import { styles } from './files.styles.js';

/** What of a chat files are sent by. */
export type FileControl = Pick<ChatControl, 'store' | 'sendFile' | 'fileUrl' | 'retryDraft' | 'discardDraft'>;

/** Lit's own class, or in the script tag's files the sheet itself. */
const sheet = styles.styleSheet ?? (styles as unknown as CSSStyleSheet);

/**
 * Files in a chat: the button beside its box, what is dropped and pasted, rows that show a file, and what is said of
 * them. All of it is here rather than in the chat, because most chats take no files.
 */
export class FilesInChat implements ReactiveController {
  #chat: DeskbellChat;
  #session: FileControl;
  #strings: FilesStrings;
  #attach: DeskbellAttach = document.createElement('deskbell-attach');
  #announcer = new Announcer((urgent) => this.#chat.renderRoot.querySelector(urgent ? '.urgent' : '.polite'));
  #stop: () => void;
  /** Draws a row. Another one for other words, so that rows are drawn again. */
  #draw: (entry: Message | Draft) => unknown;

  /** @param accept what can be chosen: `.csv,.doc,…` */
  constructor(chat: DeskbellChat, session: FileControl, strings: FilesStrings, accept: string) {
    this.#chat = chat;
    this.#session = session;
    this.#strings = strings;
    this.#draw = this.#drawIn(strings);
    this.#stop = this.#listen();
    Object.assign(this.#attach, { slot: 'attach', accept, strings });
    this.#attach.addEventListener('deskbell-files', ({ detail }) => this.#take(detail));
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) chat.addEventListener(name, this.#drag);
    chat.addEventListener('paste', this.#paste);
    chat.addController(this);
    chat.requestUpdate();
  }

  /** The chat that is shown. */
  set session(session: FileControl) {
    if (session === this.#session) return;
    this.#stop();
    this.#session = session;
    this.#stop = this.#listen();
  }

  set strings(strings: FilesStrings) {
    if (strings === this.#strings) return;
    this.#strings = this.#attach.strings = strings;
    this.#draw = this.#drawIn(strings);
    this.#chat.requestUpdate();
  }

  hostUpdate(): void {
    const { strings } = this.#chat;
    if (strings.file !== this.#draw) this.#chat.strings = { ...strings, file: this.#draw };
  }

  hostUpdated(): void {
    const { renderRoot } = this.#chat;
    for (const root of [renderRoot, renderRoot.querySelector('deskbell-transcript')?.renderRoot]) {
      const sheets = (root as ShadowRoot | undefined)?.adoptedStyleSheets;
      if (sheets && !sheets.includes(sheet)) sheets.push(sheet);
    }
    const composer = this.#takes && renderRoot.querySelector('deskbell-composer');
    if (!composer) this.#attach.remove();
    else if (this.#attach.parentElement !== composer) composer.append(this.#attach);
  }

  /** Whether a file that is added now can be sent. */
  get #takes(): boolean {
    const { state } = this.#session.store;
    return state.phase.name === 'live' && features(state)?.attachments === true;
  }

  #drawIn(strings: FilesStrings): (entry: Message | Draft) => unknown {
    return (entry) =>
      fileOf(entry) &&
      html`<deskbell-file
        .entry=${entry}
        .over=${!canWrite(this.#session.store.state)}
        .strings=${strings}
        .urlOf=${this.#urlOf}
        @deskbell-draft=${this.#change}
      ></deskbell-file>`;
  }

  #urlOf = (attachmentId: string): Promise<string | undefined> => this.#session.fileUrl(attachmentId);

  #take(files: Iterable<File>): void {
    for (const file of files) {
      this.#session.sendFile({ name: file.name, contentType: file.type, size: file.size }, file);
    }
    this.#chat.focus();
  }

  #change = ({ detail: { verb, localId } }: Intent<'draft'>): void => {
    if (verb === 'retry') this.#session.retryDraft(localId);
    else this.#session.discardDraft(localId);
    this.#chat.focus();
  };

  #drag = (event: DragEvent): void => {
    const { dataTransfer, type } = event;
    if (!dataTransfer?.types.includes('Files') || !this.#takes) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'copy';
    if (type === 'dragleave') {
      // Between what is in the panel, too, something is left all the time.
      const { bottom, left, right, top } = this.#chat.getBoundingClientRect();
      const { clientX: x, clientY: y } = event;
      this.#attach.dropping = x > left && x < right && y > top && y < bottom;
    } else this.#attach.dropping = type !== 'drop';
    if (type === 'drop') this.#take(dataTransfer.files);
  };

  #paste = (event: ClipboardEvent): void => {
    const { files, types = [] } = event.clipboardData ?? {};
    // A spreadsheet's cells come with a picture of themselves: whoever copied text wants text.
    const isText = types.includes('text/plain') && types.includes('text/html');
    if (!files?.length || isText || !this.#takes) return;
    event.preventDefault();
    this.#take(files);
  };

  #listen(): () => void {
    return this.#session.store.subscribe((state, before) => this.#tell(state, before));
  }

  /** Says what has become of the customer's files, to those who cannot see it: never percent by percent. */
  #tell(state: ChatState, before: ChatState): void {
    const { added, rejected, sent } = this.#strings;
    const { errors } = this.#chat.strings;
    const say = (text: string, urgent = false): void => this.#announcer.say(text, urgent);
    if (state.drafts !== before.drafts) {
      for (const { file, localId, state: is } of state.drafts) {
        if (!file || before.drafts.some((draft) => draft.localId === localId)) continue;
        // What fails later, the chat itself tells.
        if (is.name === 'failed') say(`${file.name}. ${errors[is.code]}`, true);
        else say(added(file.name));
      }
    }
    if (state.items === before.items) return;
    for (const item of state.items) {
      if (item.kind !== 'message' || !item.own || item.content.kind !== 'file') continue;
      const { status, text } = item.content;
      if (before.drafts.some(({ localId }) => localId === item.key)) say(sent(text));
      if (status !== 'rejected') continue;
      const was = before.items.find(({ key }) => key === item.key);
      if (was?.kind === 'message' && was.content !== item.content) say(`${text}. ${rejected}`, true);
    }
  }
}
