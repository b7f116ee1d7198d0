import type { ChatTicket } from '../../core/chat/ports.js';
import { DeskbellError, type DeskbellErrorOptions, type ErrorCode } from '../../core/errors.js';
import type { Later } from '../../core/patience.js';
import type {
  Availability,
  CallbackWish,
  EndReport,
  MessageWish,
  Receipt,
  RequeueTicket,
  WaitBroker,
  WaitReport,
} from '../../core/wait/ports.js';
import { aborted } from './broker.js';
import { sampleTicket } from './samples.js';
import { sampleAvailability, sampleEnd, sampleReceipt, sampleRequeueTicket, sampleWait } from './wait-samples.js';

/** One question to the broker, by the name of its method. */
export type WaitQuestion = keyof WaitBroker;

/** What one question was asked with. */
export interface AskedOfWait {
  readonly question: WaitQuestion;
  readonly handle: string | undefined;
  readonly key: string | undefined;
}

/**
 * What a broker knows of waiting and endings, without leaving the page. Set what it says next; make a question fail, wait
 * or be put off. An end has one way back, and a key one errand, however often it is asked.
 */
export class MemoryWaitBroker implements WaitBroker {
  /** Every question, oldest first. */
  readonly asked: AskedOfWait[] = [];
  /** Handles of contacts that were stopped. */
  readonly stopped: string[] = [];
  readonly callbacks: CallbackWish[] = [];
  readonly messages: MessageWish[] = [];
  readonly ratings: { readonly score: number; readonly comment: string | undefined }[] = [];
  /** What it says from now on. */
  hours: Availability = sampleAvailability();
  report: WaitReport = sampleWait();
  end: EndReport = sampleEnd();
  receipt: Receipt = sampleReceipt();
  /** How tickets of ways back, and of other queues, differ from the samples. */
  back: Partial<RequeueTicket> = {};
  elsewhere: Partial<ChatTicket> = {};
  #failures = new Map<WaitQuestion, DeskbellError[]>();
  #put = new Map<WaitQuestion, Later[]>();
  #held = new Map<WaitQuestion, { readonly wait: Promise<void>; readonly release: () => void }>();
  #ways = new Map<string, RequeueTicket>();
  #moves = new Map<string, ChatTicket>();
  #receipts = new Map<string, Receipt>();

  /** The next such question is refused with `code`; call again for more. */
  fail(question: WaitQuestion, code: ErrorCode, options?: DeskbellErrorOptions): void {
    this.#failures.set(question, [...(this.#failures.get(question) ?? []), new DeskbellError(code, options)]);
  }

  /** The next such question is answered with `Later`; call again for more. */
  putOff(question: 'after' | 'requeue' | 'history', retryAfterMs: number): void {
    this.#put.set(question, [...(this.#put.get(question) ?? []), { retryAfterMs }]);
  }

  /** Leaves such questions without an answer until `release`. */
  hold(question: WaitQuestion): void {
    let release = (): void => {};
    const wait = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.#held.set(question, { wait, release });
  }

  release(question: WaitQuestion): void {
    this.#held.get(question)?.release();
    this.#held.delete(question);
  }

  /** How often such a question was asked. */
  count(question: WaitQuestion): number {
    return this.asked.filter((each) => each.question === question).length;
  }

  async availability(signal: AbortSignal): Promise<Availability> {
    await this.#ask('availability', { signal });
    return this.hours;
  }

  async wait(handle: string, signal: AbortSignal): Promise<WaitReport> {
    await this.#ask('wait', { handle, signal });
    return this.report;
  }

  async after(handle: string, _: string | undefined, signal: AbortSignal): Promise<EndReport | Later> {
    return (await this.#ask('after', { handle, signal })) ?? this.end;
  }

  async requeue(handle: string, _: string | undefined, signal: AbortSignal): Promise<RequeueTicket | Later> {
    const later = await this.#ask('requeue', { handle, signal });
    if (later) return later;
    const count = this.#ways.size + 1;
    const ids = { contactId: `c-back-${count}`, handle: `handle-back-${count}` };
    return once(this.#ways, handle, () => sampleRequeueTicket({ ...ids, ...this.back }));
  }

  async switchQueue(handle: string, key: string, _: string, signal: AbortSignal): Promise<ChatTicket> {
    await this.#ask('switchQueue', { handle, key, signal });
    const count = this.#moves.size + 1;
    const ids = { contactId: `c-moved-${count}`, handle: `handle-moved-${count}` };
    return once(this.#moves, key, () => sampleTicket({ ...ids, ...this.elsewhere }));
  }

  history(handle: string, signal: AbortSignal): Promise<Later | undefined> {
    return this.#ask('history', { handle, signal });
  }

  async rate(handle: string, score: number, comment: string | undefined, signal: AbortSignal): Promise<void> {
    await this.#ask('rate', { handle, signal });
    this.ratings.push({ score, comment });
  }

  async callback(wish: CallbackWish, signal: AbortSignal): Promise<Receipt> {
    await this.#ask('callback', { handle: wish.handle, key: wish.idempotencyKey, signal });
    this.callbacks.push(wish);
    return once(this.#receipts, wish.idempotencyKey, () => this.receipt);
  }

  async leaveMessage(wish: MessageWish, signal: AbortSignal): Promise<Receipt> {
    await this.#ask('leaveMessage', { handle: wish.handle, key: wish.idempotencyKey, signal });
    this.messages.push(wish);
    return once(this.#receipts, wish.idempotencyKey, () => this.receipt);
  }

  async stop(handle: string): Promise<void> {
    await this.#ask('stop', { handle });
    this.stopped.push(handle);
  }

  async #ask(
    question: WaitQuestion,
    {
      handle,
      key,
      signal,
    }: { readonly handle?: string | undefined; readonly key?: string; readonly signal?: AbortSignal },
  ): Promise<Later | undefined> {
    this.asked.push({ question, handle, key });
    const held = this.#held.get(question);
    if (held) await (signal ? Promise.race([held.wait, aborted(signal)]) : held.wait);
    if (signal?.aborted) throw DeskbellError.from(signal.reason, 'token/network');
    const failure = this.#failures.get(question)?.shift();
    if (failure) throw failure;
    return this.#put.get(question)?.shift();
  }
}

/** What is known under `key`, made the first time. */
function once<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
