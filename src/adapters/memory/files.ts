import type { FileInfo, Item, Message } from '../../core/chat/state.js';
import { DeskbellError, type ErrorCode } from '../../core/errors.js';
import { aborted } from './broker.js';

/** What is found in a file. */
export type FileStatus = 'approved' | 'scanning' | 'rejected';

/** What happens to a file the customer sends. */
export interface FileScript {
  /** How its bytes fare: `ok`, `held` half-way until `release`, or an error. Default `ok`. */
  readonly upload?: 'ok' | 'held' | ErrorCode;
  /** Whether the service takes it in when it is handed over, and when its item comes. Default `after` the answer. */
  readonly echo?: 'before' | 'after' | 'never' | 'not-taken';
  /** The answer to that: `ok`, `held` until `release`, or an error. Default `ok`; with `not-taken`, an error is wise. */
  readonly attach?: 'ok' | 'held' | ErrorCode;
  /** What its item says. Default `approved`. */
  readonly status?: FileStatus;
  /** For errors: whether the same call may succeed later. */
  readonly retryable?: boolean;
}

/** One attempt to bring a file to the service. */
export interface Upload {
  readonly file: FileInfo;
  readonly bytes: object;
  readonly clientToken: string;
}

/** What a connection does for files. */
export interface FilesHost {
  /** Rejects what cannot reach the service now. */
  reach(signal: AbortSignal): void;
  /** A new item of the customer's. */
  own(content: Message['content']): Message;
  /** Into the transcript alone, and to the customer as well. */
  remember(item: Item): void;
  hear(item: Item): void;
  afterAnswer(task: () => void): void;
}

interface Stored {
  readonly id: string;
  readonly file: FileInfo;
  readonly script: FileScript;
  item: Message | undefined;
}

/** The files of a conversation in memory, and how they get there. */
export class MemoryFiles {
  /** Every attempt to upload, oldest first. */
  readonly uploads: Upload[] = [];
  /** Every attempt to hand a file over, by the service's name of it. */
  readonly attached: string[] = [];
  #host: FilesHost;
  #stored = new Map<string, Stored>();
  #script: FileScript = {};
  #next: FileScript[] = [];
  #held: (() => void)[] = [];
  #count = 0;

  constructor(host: FilesHost) {
    this.#host = host;
  }

  /** Every following file fares like this. */
  fares(script: FileScript): void {
    this.#script = script;
  }

  /** The next file fares like this; call again for the one after it. */
  nextFile(script: FileScript): void {
    this.#next.push(script);
  }

  /** Lets everything go on that a script holds. */
  release(): void {
    for (const release of this.#held.splice(0)) release();
  }

  /** What was uploaded is not known any more. */
  forget(): void {
    this.#stored.clear();
  }

  /** The scanner has looked at a file: its item says so, under its own id. */
  find(attachmentId: string, status: FileStatus): void {
    const stored = this.#stored.get(attachmentId);
    if (!stored) return;
    stored.item = { ...(stored.item ?? this.#item(stored)), content: contentOf(stored, status) };
    this.#host.hear(stored.item);
  }

  async upload(
    file: FileInfo,
    bytes: object,
    clientToken: string,
    onShare: (share: number) => void,
    signal: AbortSignal,
  ): Promise<string> {
    this.#host.reach(signal);
    this.uploads.push({ file, bytes, clientToken });
    const script = this.#next.shift() ?? this.#script;
    const { upload = 'ok' } = script;
    onShare(0.5);
    if (upload === 'held') await this.#release(signal, 'attachment/failed');
    else if (upload !== 'ok') throw refusal(script, upload);
    await Promise.resolve();
    onShare(1);
    const id = `f-${++this.#count}`;
    this.#stored.set(id, { id, file, script, item: undefined });
    return id;
  }

  async attach(id: string, signal: AbortSignal): Promise<void> {
    this.#host.reach(signal);
    this.attached.push(id);
    const stored = this.#stored.get(id);
    if (!stored) throw new DeskbellError('attachment/refused');
    const { attach = 'ok', echo = 'after' } = stored.script;
    // Once it is taken in, another time changes nothing.
    if (stored.item) return;
    if (echo !== 'not-taken') {
      const item = this.#item(stored);
      stored.item = item;
      if (echo === 'before') this.#host.hear(item);
      else this.#host.remember(item);
    }
    if (attach === 'held') await this.#release(signal, 'attachment/unconfirmed');
    else if (attach !== 'ok') throw refusal(stored.script, attach);
    const { item } = stored;
    if (item && echo === 'after') this.#host.afterAnswer(() => this.#host.hear(item));
  }

  url(id: string, signal: AbortSignal): Promise<string> {
    this.#host.reach(signal);
    return Promise.resolve(`https://files.example/${id}`);
  }

  #item(stored: Stored): Message {
    return this.#host.own(contentOf(stored, stored.script.status ?? 'approved'));
  }

  async #release(signal: AbortSignal, code: ErrorCode): Promise<void> {
    const released = new Promise<void>((resolve) => this.#held.push(resolve));
    const stopped = aborted(signal).catch((cause: unknown) => {
      throw new DeskbellError(code, { retryable: true, cause });
    });
    await Promise.race([released, stopped]);
  }
}

const refusal = ({ retryable = false }: FileScript, code: ErrorCode): DeskbellError =>
  new DeskbellError(code, { retryable });

/** The service does not say how large a file is. */
const contentOf = ({ id, file }: Stored, status: FileStatus): Message['content'] => ({
  kind: 'file',
  text: file.name,
  attachmentId: id,
  file: { ...file, size: undefined },
  status,
});
