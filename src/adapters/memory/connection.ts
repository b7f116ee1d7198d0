import type {
  ChatConnection,
  ChatTicket,
  ConnectionEvent,
  Receipt,
  ReceiptOutcome,
  TranscriptPage,
  TranscriptQuery,
} from '../../core/chat/ports.js';
import { inServiceOrder } from '../../core/chat/items.js';
import type { Item, Link, Message, NoticeKind, Person } from '../../core/chat/state.js';
import { DeskbellError, type DeskbellErrorOptions, type ErrorCode } from '../../core/errors.js';
import { aborted } from './broker.js';
import { MemoryFiles } from './files.js';
import { sampleAgent, sampleMessage, sampleNotice, sampleTicket } from './samples.js';

/** What happens to a message the customer sends. */
export interface SendScript {
  /** Whether the service takes the message in, and when its echo comes on the socket. Default `after` the answer. */
  readonly echo?: 'before' | 'after' | 'never' | 'not-taken';
  /** The answer: `ok`, `held` until `releaseSends`, or an error. Default `ok`; with `not-taken`, an error is wise. */
  readonly answer?: 'ok' | 'held' | ErrorCode;
  /** For an error: whether the same call may succeed later. */
  readonly retryable?: boolean;
}

/** One message as `send` got it. */
export interface SentMessage {
  readonly text: string;
  readonly clientToken: string;
}

type Listener = (event: ConnectionEvent) => void;

/**
 * A connection and the conversation behind it, played by whoever holds this object. Without a script it opens at once,
 * takes every message in, echoes it after the answer, and ends when asked. It may be closed and opened again.
 */
export class MemoryConnection implements ChatConnection {
  /** Every attempt to send, oldest first: a retry is here twice. */
  readonly sent: SentMessage[] = [];
  /** Tickets `open` was called with. */
  readonly opened: ChatTicket[] = [];
  /** How often the customer's typing was told. */
  typings = 0;
  /** Receipts the customer's side sent, oldest first, refused ones too. */
  readonly receipts: Receipt[] = [];
  /** What becomes of the customer's receipts from now on. */
  receiptOutcome: ReceiptOutcome = 'told';
  /** How often somebody asked to look at the link. */
  checks = 0;
  /** How often the service was asked to end the chat. */
  endings = 0;
  /** Whether `end` makes the service end the chat. Off: nothing happens until `finish`. */
  endsWhenAsked = true;
  /** Messages and notices of the conversation, oldest first: what `transcript` answers from. */
  readonly conversation: Item[] = [];
  /** The customer's files, and how they fare. */
  readonly files: MemoryFiles;

  #now: () => number;
  readonly #prefix: string;
  #ticket: ChatTicket = sampleTicket();
  #listener: Listener | undefined;
  #link: Link = 'up';
  #isOver = false;
  #count = 0;
  #script: SendScript = {};
  #next: SendScript[] = [];
  #heldSends: (() => void)[] = [];
  #taken = new Map<string, Message>();
  #acknowledged = new Map<string, Receipt>();
  #told = new Map<string, Receipt>();
  #openFailures: DeskbellError[] = [];
  #transcriptFailures: DeskbellError[] = [];
  #heldOpen: Promise<void> | undefined;
  #releaseOpen: () => void = () => {};

  /**
   * @param now the service's time, milliseconds since 1970; by default a second passes with every item
   * @param prefix stands before the ids of all items: give one to each of several contacts
   */
  constructor(now?: () => number, prefix = 'm') {
    this.#prefix = prefix;
    this.#now = now ?? (() => Date.UTC(2027, 2, 8, 9) + this.#count * 1_000);
    this.files = new MemoryFiles({
      reach: (signal) => this.#reach(signal),
      own: (content) => ({ ...this.#own(''), content }),
      remember: (item) => this.#remember(item),
      hear: (item) => this.hear(item),
      afterAnswer,
    });
  }

  /** Whether somebody is listening. */
  get isOpen(): boolean {
    return this.#listener !== undefined;
  }

  // What the other side does.

  /** Somebody says something; returns it. While the link is down only the transcript knows. */
  say(text: string, from: Person = sampleAgent): Message {
    const own = from.id === this.#ticket.participantId;
    const message = sampleMessage(this.#newId(), text, this.#now(), { from, own, contactId: this.#ticket.contactId });
    this.hear(message);
    return message;
  }

  /** Something happens: somebody joins, leaves, is transferred… */
  notice(what: NoticeKind, person?: Person): void {
    const changes = { contactId: this.#ticket.contactId, ...(person && { person }) };
    this.hear(sampleNotice(this.#newId(), what, this.#now(), changes));
  }

  /** These items reach the transcript, and the customer when the link is up. A repeated id replaces. */
  hear(...items: Item[]): void {
    for (const item of items) this.#remember(item);
    if (this.#link === 'up') this.#emit({ type: 'heard', items });
  }

  /** Somebody is writing. */
  typingBy(person: Person = sampleAgent): void {
    this.#emit({ type: 'typing', person });
  }

  /** Somebody got, or read, what the customer said. While the link is down only the transcript knows. */
  acknowledge(kind: Receipt['kind'], messageId: string): void {
    const receipt = { kind, messageId };
    this.#acknowledged.set(messageId, receipt);
    if (this.#link === 'up') this.#emit({ type: 'receipt', ...receipt });
  }

  /** Somebody has a new name. */
  rename(person: Person): void {
    this.#emit({ type: 'renamed', person });
  }

  /** The past conversation is in the transcript now. */
  rehydrate(...items: Item[]): void {
    for (const item of items) this.#remember(item);
    this.#emit({ type: 'rehydrated' });
  }

  /** The service ends the chat. */
  finish(): void {
    this.notice('ended');
    this.over();
  }

  /** The contact turns out to be over, without a word in the transcript. */
  over(): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#isOver = true;
    listener?.({ type: 'over' });
  }

  // What the network does.

  /** The link goes down. */
  drop(link: Exclude<Link, 'up'> = 'reconnecting'): void {
    this.#link = link;
    this.#emit({ type: 'link', link });
  }

  /** The link is up again: what was said meanwhile is only in the transcript. */
  restore(): void {
    this.#link = 'up';
    this.#emit({ type: 'link', link: 'up' });
  }

  /** Every following message fares like this. */
  sends(script: SendScript): void {
    this.#script = script;
  }

  /** The next message fares like this; call again for the one after it. */
  nextSend(script: SendScript): void {
    this.#next.push(script);
  }

  /** Answers all sends that a script holds. */
  releaseSends(): void {
    for (const release of this.#heldSends.splice(0)) release();
  }

  /** The next `open` rejects. */
  failOpen(code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#openFailures.push(new DeskbellError(code, options));
  }

  /** Leaves `open` without an answer until `releaseOpen`. */
  holdOpen(): void {
    this.#heldOpen ??= new Promise((resolve) => {
      this.#releaseOpen = resolve;
    });
  }

  /** Lets what `holdOpen` kept go on. */
  releaseOpen(): void {
    this.#heldOpen = undefined;
    this.#releaseOpen();
  }

  /** The next `transcript` rejects. */
  failTranscript(code: ErrorCode = 'connection/lost', options: DeskbellErrorOptions = { retryable: true }): void {
    this.#transcriptFailures.push(new DeskbellError(code, options));
  }

  // What the customer's side does (the port).

  async open(ticket: ChatTicket, listener: Listener, signal: AbortSignal): Promise<void> {
    this.opened.push(ticket);
    this.#ticket = ticket;
    if (this.#heldOpen) await Promise.race([this.#heldOpen, aborted(signal)]);
    if (signal.aborted) throw DeskbellError.from(signal.reason, 'connection/lost');
    const failure = this.#openFailures.shift();
    if (failure) throw failure;
    this.#isOver = false;
    this.#listener = listener;
    this.restore();
  }

  async send(
    text: string,
    clientToken: string,
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly at: number }> {
    this.#reach(signal);
    this.sent.push({ text, clientToken });
    const { echo = 'after', answer = 'ok', retryable = false } = this.#next.shift() ?? this.#script;
    const known = this.#taken.get(clientToken);
    const message = known ?? this.#own(text);
    if (!known && echo !== 'not-taken') {
      this.#taken.set(clientToken, message);
      if (echo === 'before') this.hear(message);
      else this.#remember(message);
    }
    if (answer === 'held') {
      const released = new Promise<void>((resolve) => this.#heldSends.push(resolve));
      await Promise.race([released, unconfirmed(signal)]);
    } else if (answer !== 'ok') throw new DeskbellError(answer, { retryable });
    if (!known && echo === 'after') afterAnswer(() => this.hear(message));
    return { id: message.id, at: message.at };
  }

  upload(...file: Parameters<ChatConnection['upload']>): Promise<string> {
    return this.files.upload(...file);
  }

  attach(attachmentId: string, signal: AbortSignal): Promise<void> {
    return this.files.attach(attachmentId, signal);
  }

  async fileUrl(attachmentId: string, signal: AbortSignal): Promise<string> {
    return this.files.url(attachmentId, signal);
  }

  typing(): void {
    this.typings++;
  }

  async receipt(receipt: Receipt, signal: AbortSignal): Promise<ReceiptOutcome> {
    if (signal.aborted || !this.#listener || this.#link !== 'up') return 'later';
    this.receipts.push(receipt);
    await Promise.resolve();
    if (this.receiptOutcome === 'told') this.#told.set(receipt.messageId, receipt);
    return this.receiptOutcome;
  }

  transcript({ page, before, limit }: TranscriptQuery, signal: AbortSignal): Promise<TranscriptPage> {
    const refusal = this.#unreachable(signal) ?? this.#transcriptFailures.shift();
    if (refusal) return Promise.reject(refusal);
    const place = this.conversation.findIndex((item) => item.id === (page ?? before));
    const end = place < 0 ? this.conversation.length : place;
    const start = Math.max(0, end - limit);
    const older = start > 0 ? this.conversation[start]?.id : undefined;
    const items = this.conversation.slice(start, end);
    const of = (known: ReadonlyMap<string, Receipt>) => items.flatMap(({ id }) => known.get(id) ?? []);
    return Promise.resolve({ items, older, seen: of(this.#acknowledged), told: of(this.#told) });
  }

  end(signal: AbortSignal): Promise<void> {
    const refusal = this.#unreachable(signal);
    if (refusal) return Promise.reject(refusal);
    this.endings++;
    if (this.endsWhenAsked) afterAnswer(() => this.finish());
    return Promise.resolve();
  }

  check(): void {
    this.checks++;
  }

  close(): void {
    this.#listener = undefined;
  }

  /** Throws where nothing that is sent can arrive. */
  #reach(signal: AbortSignal): void {
    if (signal.aborted || !this.#listener) {
      throw new DeskbellError(this.#isOver ? 'message/ended' : 'message/network', { retryable: !this.#isOver });
    }
  }

  #unreachable(signal: AbortSignal): DeskbellError | undefined {
    if (!signal.aborted && this.#listener) return undefined;
    return DeskbellError.from(signal.reason, 'connection/lost', { retryable: true });
  }

  #emit(event: ConnectionEvent): void {
    this.#listener?.(event);
  }

  #remember(item: Item): void {
    const place = this.conversation.findIndex((known) => known.id === item.id);
    if (place < 0) this.conversation.push(item);
    else this.conversation[place] = item;
    this.conversation.sort(inServiceOrder);
  }

  #own(text: string): Message {
    const { contactId, participantId } = this.#ticket;
    const from: Person = { id: participantId, role: 'customer', name: 'Ada' };
    return sampleMessage(this.#newId(), text, this.#now(), { own: true, from, contactId });
  }

  #newId(): string {
    return `${this.#prefix}-${String(++this.#count).padStart(4, '0')}`;
  }
}

/** Runs `task` when whoever awaits the answer has read it, wrappers included, and before any time passes. */
function afterAnswer(task: () => void, turns = 10): void {
  queueMicrotask(() => (turns > 0 ? afterAnswer(task, turns - 1) : task()));
}

/** Rejects when the signal aborts: the message is on its way, and nobody will know how it fared. */
async function unconfirmed(signal: AbortSignal): Promise<never> {
  const reason: unknown = await aborted(signal).catch((error: unknown) => error);
  throw new DeskbellError('message/unconfirmed', { retryable: true, cause: reason });
}
