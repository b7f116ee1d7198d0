import { delay } from '../clock.js';
import { DeskbellError, forChat } from '../errors.js';
import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import { nameOf } from './file-names.js';
import { fileProblem, isHere } from './files.js';
import { Pause, type Wait } from './pause.js';
import type { ChatConnection, ChatPorts } from './ports.js';
import type { ChatState, Draft, FileInfo } from './state.js';

/** A page that shows no sign of life for so long may have hung. Milliseconds. */
const hungMs = 1_000;
/** How often bytes may be turned down, cut off, or not found here, before the customer is asked. */
const patience = { refused: 3, cut: 8, missing: 3 } as const;
/** How many steps of progress are told: every one is drawn in all tabs. */
const steps = 20;

type UploadPorts = Pick<ChatPorts, 'clock' | 'chance' | 'logger' | 'storage'>;

/**
 * Brings the bytes of files to the service, one file at a time, in the order they were chosen. An upload may be repeated
 * as often as it takes: nobody has anything before the file is handed over, which is the outbox's.
 */
export class Uploads {
  #store: Store<ChatState, ChatEvent>;
  #ports: UploadPorts;
  #pause: Pause;
  #connection: ChatConnection | undefined;
  #signal: AbortSignal | undefined;
  #isBusy = false;
  /** What is on its way, and its end. */
  #current: { readonly localId: string; readonly abort: AbortController } | undefined;
  /** What went wrong with the file that is next, by how often. */
  #failures: { readonly localId: string; refused: number; cut: number; missing: number } | undefined;

  constructor(store: Store<ChatState, ChatEvent>, ports: UploadPorts) {
    this.#store = store;
    this.#ports = ports;
    this.#pause = new Pause(ports);
    store.subscribe((state, previous) => {
      if (state.drafts === previous.drafts) return;
      const { abort, localId } = this.#current ?? {};
      // Taken back, or the chat is over.
      const isWanted = (draft: Draft): boolean => draft.localId === localId && draft.state.name === 'uploading';
      if (abort && !state.drafts.some(isWanted)) abort.abort();
      void this.#run();
    });
  }

  /** The link is up: announce through this connection until told otherwise. */
  use(connection: ChatConnection, signal: AbortSignal): void {
    this.#connection = connection;
    this.#signal = signal;
    void this.#run();
  }

  /** The link moved. What is on its way has a way of its own, and goes on. */
  interrupt(): void {
    this.#connection = undefined;
    this.#pause.cutShort();
  }

  #next(): Draft | undefined {
    const { drafts, phase } = this.#store.state;
    if (phase.name !== 'live' || phase.link !== 'up') return undefined;
    return drafts.find((draft) => isHere(draft) && draft.attachmentId === undefined);
  }

  async #run(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#pause.forget();
    try {
      for (;;) {
        const [draft, connection, signal] = [this.#next(), this.#connection, this.#signal];
        if (!draft?.file || !connection || !signal || signal.aborted) return;
        const wait = await this.#upload(draft.localId, draft.file, connection, signal);
        if (wait) await this.#pause.take(wait, signal);
        else this.#pause.forget();
      }
    } finally {
      this.#isBusy = false;
    }
  }

  /** Returns which wait comes before another attempt; undefined when none is needed. */
  async #upload(
    localId: string,
    file: FileInfo,
    connection: ChatConnection,
    signal: AbortSignal,
  ): Promise<Wait | undefined> {
    const store = this.#store;
    const { chance, clock, storage } = this.#ports;
    const problem = this.#refusal(file);
    if (problem) return void store.dispatch({ type: 'send-failed', localId, code: problem });
    const known = await this.#known(localId);
    if (known) return void store.dispatch({ type: 'uploaded', localId, attachmentId: known, before: true });
    const bytes = await storage.loadFile(localId);
    // Another tab may have had them a moment ago, and its database may be slow.
    if (!bytes) return this.#fail(localId, 'missing', 'attachment/gone');
    // Taken back meanwhile, or the link is gone.
    if (this.#next()?.localId !== localId || signal.aborted) return undefined;
    const abort = new AbortController();
    const giveUp = (): void => abort.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    this.#current = { localId, abort };
    store.dispatch({ type: 'upload-began', localId });
    let told = 0;
    let aliveAt = clock.now();
    const tell = (share: number): void => {
      aliveAt = clock.now();
      const step = Math.floor(share * steps);
      if (step <= told || abort.signal.aborted) return;
      told = step;
      store.dispatch({ type: 'upload-share', localId, share: step / steps });
    };
    try {
      const attachmentId = await connection.upload(file, bytes, chance.newId(), tell, abort.signal);
      // A tab that hung may have been replaced, and hears so first: a file that is handed over twice is there twice.
      if (Math.abs(clock.now() - aliveAt) > hungMs) await delay(clock, 0);
      if (!abort.signal.aborted) store.dispatch({ type: 'uploaded', localId, attachmentId });
      return undefined;
    } catch (error) {
      return abort.signal.aborted ? undefined : this.#meet(localId, DeskbellError.from(error, 'attachment/failed'));
    } finally {
      signal.removeEventListener('abort', giveUp);
      this.#current = undefined;
    }
  }

  /** What the service calls it, where it has it from another life. */
  async #known(localId: string): Promise<string | undefined> {
    const { phase } = this.#store.state;
    return phase.name === 'live' ? nameOf(this.#ports.storage, localId, phase.contact.contactId) : undefined;
  }

  /** Why a file is not uploaded at all. */
  #refusal(file: FileInfo): ReturnType<typeof fileProblem> {
    const { phase } = this.#store.state;
    const isOffered = phase.name === 'live' && phase.contact.features.attachments;
    return fileProblem(file) ?? (isOffered ? undefined : 'attachment/refused');
  }

  #meet(localId: string, { code, retryable }: DeskbellError): Wait | undefined {
    this.#ports.logger.log('warn', 'file.upload-failed', { code });
    if (!retryable) return void this.#store.dispatch({ type: 'send-failed', localId, code: forChat(code) });
    this.#store.dispatch({ type: 'send-postponed', localId });
    if (code === 'message/throttled') return 'throttled';
    // It never left: whatever was in the way is no fault of the file's.
    if (code === 'message/network') return 'else';
    return this.#fail(localId, code === 'attachment/refused' ? 'refused' : 'cut', code);
  }

  /** Counts a failure that may be a last one. */
  #fail(localId: string, why: keyof typeof patience, code: DeskbellError['code']): Wait | undefined {
    if (this.#failures?.localId !== localId) this.#failures = { localId, refused: 0, cut: 0, missing: 0 };
    if (++this.#failures[why] < patience[why]) return 'else';
    this.#failures = undefined;
    this.#store.dispatch({ type: 'send-failed', localId, code: forChat(code) });
    return undefined;
  }
}
