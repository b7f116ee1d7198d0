import type {
  ChatConnection,
  ChatTicket,
  ConnectionEvent,
  Receipt,
  ReceiptOutcome,
  TranscriptPage,
  TranscriptQuery,
} from '../../core/chat/ports.js';
import type { Item } from '../../core/chat/state.js';
import { backoff, delay } from '../../core/clock.js';
import { DeskbellError } from '../../core/errors.js';
import { Calls } from './calls.js';
import { within } from './deadline.js';
import type { LinkError } from './failure.js';
import { callError, isOpen, linkError, sendError } from './failure.js';
import { attach, fileUrl, upload, type TransferPorts } from './file-transfer.js';
import { Hearing } from './hearing.js';
import { LinkKeeper, type KeeperEvent, type KeeperPorts } from './keeper.js';
import { normalise, receiptsIn, type Heard } from './normalise.js';
import type { ChatLink, PutFile, RawItem } from './ports.js';
import { putFile } from './put-file.js';
import { Timers } from './timers.js';

/** Least time between two new links because a call was refused, in milliseconds. */
const betweenDoubtsMs = 25_000;
/** How long typing is not told after the service had no room for a call, in milliseconds. */
const shedMs = 30_000;
/** How long the next link is waited for with a call that was refused, in milliseconds. */
const nextLinkMs = 15_000;
/** How many items tell what became of a call, and how long they may take, in milliseconds. */
const lookItems = 15;
const lookMs = 5_000;
/** Longest text in characters while a bot listens: the service refuses longer ones without a word about length. */
const maxCharactersToBot = 1_024;

export interface SupervisorPorts extends KeeperPorts {
  /** The browser's own way, unless told otherwise. */
  readonly put?: PutFile | undefined;
}

interface Opening {
  readonly resolve: () => void;
  readonly reject: (error: DeskbellError) => void;
}

/** A customer's connection to one contact over links that break: it translates, and leaves recovery to the keeper. */
export class Supervisor implements ChatConnection {
  #ports: SupervisorPorts;
  #timers: Timers<'doubt' | 'shed'>;
  #calls: Calls;
  #hearing: Hearing;
  #transfer: TransferPorts;
  #keeper: LinkKeeper | undefined;
  #ticket: ChatTicket | undefined;
  #listener: ((event: ConnectionEvent) => void) | undefined;
  #opening: Opening | undefined;
  #over = false;
  /** Those who wait for the next link: true when it is up, false when none will come. */
  #waiters = new Set<(up: boolean) => void>();

  constructor(ports: SupervisorPorts) {
    this.#ports = ports;
    this.#timers = new Timers(ports.clock);
    this.#calls = new Calls(ports.clock, (failure) => this.#shed(failure));
    this.#transfer = {
      clock: ports.clock,
      put: ports.put ?? putFile,
      ask: (operation, body, signal) =>
        this.#twice(() => this.#call(signal, (link, within) => link.ask(operation, body, within)), signal),
    };
    this.#hearing = new Hearing(ports.clock, () => this.#keeper?.rebuild('link.deaf'));
  }

  open(ticket: ChatTicket, listener: (event: ConnectionEvent) => void, signal: AbortSignal): Promise<void> {
    this.close();
    return new Promise((resolve, reject) => {
      const onAbort = (): void => {
        this.#opening?.reject(DeskbellError.from(signal.reason, 'connection/timeout', { retryable: true }));
        this.close();
      };
      const settle = (finish: () => void): void => {
        signal.removeEventListener('abort', onAbort);
        this.#opening = undefined;
        finish();
      };
      this.#opening = { resolve: () => settle(resolve), reject: (error) => settle(() => reject(error)) };
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort);
      this.#over = false;
      this.#ticket = ticket;
      this.#listener = listener;
      this.#keeper = new LinkKeeper(this.#ports, ticket, (event) => this.#onKeeper(event));
    });
  }

  async send(
    text: string,
    clientToken: string,
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly at: number }> {
    const limit = this.#ticket?.features.maxMessageBytes ?? Infinity;
    if (new TextEncoder().encode(text).length > limit) throw new DeskbellError('message/too-long');
    const attempt = async (): Promise<{ readonly id: string; readonly at: number }> => {
      const answer = await this.#call(signal, (link) => link.send(text, clientToken));
      this.#hearing.sent(answer.id);
      return answer;
    };
    try {
      return await this.#twice(attempt, signal);
    } catch (error) {
      const failure = linkError(error);
      // If it got through after all, whoever listens hears of it before being told that nobody knows.
      if (isOpen(failure.kind)) await this.#look(signal);
      if (this.#over) throw new DeskbellError('message/ended', { cause: error });
      if (failure.kind === 'invalid' && text.length > maxCharactersToBot) {
        throw new DeskbellError('message/too-long', { cause: error });
      }
      throw sendError(failure);
    }
  }

  upload(...file: Parameters<ChatConnection['upload']>): Promise<string> {
    return upload(this.#transfer, ...file);
  }

  async attach(attachmentId: string, signal: AbortSignal): Promise<void> {
    try {
      await attach(this.#transfer, attachmentId, signal);
    } catch (error) {
      // As with a text: whoever listens hears of it before being told that nobody knows.
      if (DeskbellError.from(error).code === 'attachment/unconfirmed') await this.#look(signal);
      throw this.#over ? new DeskbellError('attachment/ended', { cause: error }) : error;
    }
  }

  fileUrl(attachmentId: string, signal: AbortSignal): Promise<string> {
    return fileUrl(this.#transfer, attachmentId, signal);
  }

  typing(): void {
    const { logger } = this.#ports;
    if (this.#timers.has('shed')) return;
    this.#keeper?.link?.typing().catch((error: unknown) => {
      this.#shed(linkError(error));
      logger.log('debug', 'chat.typing-not-told');
    });
  }

  async receipt({ kind, messageId }: Receipt, signal: AbortSignal): Promise<ReceiptOutcome> {
    // Named after what it says, so that the same receipt is the same call, in every tab and after every reload.
    const body = {
      ContentType: `application/vnd.amazonaws.connect.event.message.${kind}`,
      Content: JSON.stringify({ messageId }),
      ClientToken: `${messageId}-${kind}`,
    };
    if (this.#timers.has('shed')) return 'later';
    try {
      await this.#call(signal, (link, within) => link.ask('event', body, within));
      return 'told';
    } catch (error) {
      const failure = linkError(error).kind;
      return failure === 'conflict' ? 'crowded' : failure === 'invalid' ? 'never' : 'later';
    }
  }

  async transcript(query: TranscriptQuery, signal: AbortSignal): Promise<TranscriptPage> {
    try {
      const { items, older } = await this.#call(signal, (link) => link.transcript(query));
      const page = this.#itemsOf(items);
      // Older pages say nothing about what is new.
      if (query.page === undefined && query.before === undefined) this.#hearing.compare(page);
      return { items: page, older, ...receiptsIn(items, this.#ticket?.participantId) };
    } catch (error) {
      const failure = linkError(error);
      void this.#doubt(failure);
      throw callError(failure);
    }
  }

  async end(signal: AbortSignal): Promise<void> {
    try {
      await this.#call(signal, (link) => link.disconnect());
    } catch (error) {
      const failure = linkError(error);
      void this.#doubt(failure);
      throw callError(failure);
    }
  }

  check(): void {
    this.#keeper?.check();
  }

  close(): void {
    this.#keeper?.stop();
    this.#keeper = this.#listener = undefined;
    this.#timers.stopAll();
    this.#hearing.forget();
    this.#release(false);
    this.#opening?.reject(new DeskbellError('connection/lost'));
  }

  #onKeeper(event: KeeperEvent): void {
    if (event.type === 'item') this.#hear(event.raw);
    else if (event.type === 'link') {
      if (event.link !== 'up') this.#hearing.stop();
      this.#listener?.(event);
      if (event.link !== 'up') return;
      this.#opening?.resolve();
      this.#release(true);
      this.#calls.giveUpOthers(this.#keeper?.link);
      this.#hearing.start();
    } else if (this.#opening) {
      this.#opening.reject(new DeskbellError('connection/refused'));
      this.close();
    } else this.#end();
  }

  #hear(raw: RawItem): void {
    const heard = this.#normalise(raw);
    this.#hearing.hear();
    if (heard.kind === 'typing' || heard.kind === 'renamed') {
      this.#listener?.({ type: heard.kind, person: heard.person });
    } else if (heard.kind === 'receipt') this.#listener?.({ type: 'receipt', ...heard.receipt });
    else if (heard.kind === 'rehydrated') this.#listener?.({ type: 'rehydrated' });
    else if (heard.kind === 'end-suspected') this.#keeper?.refuse();
    else if (heard.kind === 'item') this.#hearItem(heard.item);
  }

  #hearItem(item: Item): void {
    this.#hearing.hearItem(item);
    this.#listener?.({ type: 'heard', items: [item] });
    if (item.kind === 'notice' && item.what === 'ended') this.#end();
  }

  /** The contact is over. */
  #end(): void {
    const listener = this.#listener;
    this.#over = true;
    this.close();
    listener?.({ type: 'over' });
  }

  #normalise(raw: RawItem): Heard {
    const { contactId = '', participantId = '' } = this.#ticket ?? {};
    const { clock, logger } = this.#ports;
    const heard = normalise(raw, { contactId, participantId, now: clock.now() });
    if (heard.kind === 'item' && heard.item.kind === 'message' && heard.item.content.kind === 'unsupported') {
      const { contentType } = heard.item.content;
      logger.log('info', 'chat.content-unsupported', { contactId, messageId: heard.item.id, contentType });
    }
    return heard;
  }

  #itemsOf(page: readonly RawItem[]): readonly Item[] {
    return page.map((raw) => this.#normalise(raw)).flatMap((each) => (each.kind === 'item' ? each.item : []));
  }

  /** Passes on the newest items, as far as they can be had now: they tell what became of a call. Never rejects. */
  async #look(signal: AbortSignal): Promise<void> {
    try {
      const { items } = await this.#call(signal, (link) => link.transcript({ limit: lookItems }), lookMs);
      this.#listener?.({ type: 'heard', items: this.#itemsOf(items) });
    } catch {
      // Then nobody knows yet.
    }
  }

  #call<T>(signal: AbortSignal, run: (link: ChatLink, signal: AbortSignal) => Promise<T>, ms?: number): Promise<T> {
    return this.#calls.make(this.#keeper?.link, run, signal, ms);
  }

  #shed({ kind }: LinkError): void {
    // What is answered after the chat was closed must not leave a timer behind.
    if (kind === 'throttled' && this.#keeper) this.#timers.set('shed', shedMs, () => {});
  }

  /** Makes a call once more that was refused over a link that looks fine. */
  async #twice<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    return attempt().catch(async (error: unknown) => {
      // Most likely a token that ran out, which the client never looks at: a new link brings a new one.
      if (await this.#mayAgain(linkError(error), signal)) return attempt();
      throw error;
    });
  }

  /** Whether a refused call may be made once more: over a new link, or a moment later where there has just been one. */
  async #mayAgain(failure: LinkError, signal: AbortSignal): Promise<boolean> {
    if (failure.kind !== 'refused' || this.#over) return false;
    if (!this.#timers.has('doubt')) return this.#doubt(failure, signal);
    const { chance, clock } = this.#ports;
    await delay(clock, 1_000 + backoff(0, 2_000, 2_000, chance), signal).catch(() => {});
    return !signal.aborted && this.#keeper?.link !== undefined;
  }

  /** A call was refused while the link looks fine: makes a new one, once in a while. Resolves whether it came up. */
  async #doubt({ kind }: LinkError, signal?: AbortSignal): Promise<boolean> {
    if (kind !== 'refused' || this.#timers.has('doubt') || !this.#keeper?.link) return false;
    this.#timers.set('doubt', betweenDoubtsMs, () => {});
    this.#keeper.rebuild('link.call-refused');
    let waiter: (up: boolean) => void = () => {};
    const next = new Promise<boolean>((resolve) => {
      waiter = resolve;
      this.#waiters.add(waiter);
    });
    const up = await within(this.#ports.clock, nextLinkMs, signal, next).catch(() => false);
    this.#waiters.delete(waiter);
    return up;
  }

  #release(up: boolean): void {
    for (const waiter of this.#waiters) waiter(up);
    this.#waiters.clear();
  }
}
