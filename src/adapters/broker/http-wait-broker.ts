import type { ChatTicket } from '../../core/chat/ports.js';
import type { Clock } from '../../core/clock.js';
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
import {
  parseEnd,
  parseLater,
  parseRequeueTicket,
  type AfterBody,
  type RateBody,
  type RequeueBody,
  type SwitchBody,
} from '../../protocol/after.js';
import { parseTicket } from '../../protocol/chat.js';
import type { ContactBody } from '../../protocol/contact.js';
import { parseReceipt, type CallbackBody, type MessageBody } from '../../protocol/leave.js';
import {
  afterPath,
  callbackPath,
  historyPath,
  messagePath,
  ratePath,
  requeuePath,
  stopPath,
  switchPath,
  waitPath,
} from '../../protocol/paths.js';
import { parseWait } from '../../protocol/wait.js';
import { availabilityOf } from './availability.js';
import { post } from './post.js';

/** What the site's token broker knows about waiting and endings, over HTTP. `url` as for chats. */
export class HttpWaitBroker implements WaitBroker {
  readonly #url: string;
  readonly #clock: Clock;

  constructor(url: string, clock: Clock) {
    this.#url = url;
    this.#clock = clock;
  }

  availability(signal: AbortSignal): Promise<Availability> {
    return availabilityOf(this.#url, this.#clock, signal);
  }

  wait(handle: string, signal: AbortSignal): Promise<WaitReport> {
    const body: ContactBody = { handle };
    return this.#ask(waitPath, body, parseWait, signal);
  }

  after(handle: string, endedContactId: string | undefined, signal: AbortSignal): Promise<EndReport | Later> {
    const body: AfterBody = { handle, endedContactId };
    return this.#ask(afterPath, body, (answer) => parseEnd(answer) ?? parseLater(answer), signal);
  }

  requeue(handle: string, endedContactId: string | undefined, signal: AbortSignal): Promise<RequeueTicket | Later> {
    const body: RequeueBody = { handle, endedContactId };
    return this.#ask(requeuePath, body, (answer) => parseRequeueTicket(answer) ?? parseLater(answer), signal);
  }

  switchQueue(handle: string, idempotencyKey: string, queue: string, signal: AbortSignal): Promise<ChatTicket> {
    const body: SwitchBody = { handle, idempotencyKey, queue };
    return this.#ask(switchPath, body, parseTicket, signal);
  }

  async history(handle: string, signal: AbortSignal): Promise<Later | undefined> {
    const body: ContactBody = { handle };
    const { later } = await this.#ask(historyPath, body, (answer) => ({ later: parseLater(answer) }), signal);
    return later;
  }

  async rate(handle: string, score: number, comment: string | undefined, signal: AbortSignal): Promise<void> {
    const body: RateBody = { handle, score, comment };
    await this.#ask(ratePath, body, () => true, signal);
  }

  callback(wish: CallbackWish, signal: AbortSignal): Promise<Receipt> {
    const body: CallbackBody = wish;
    return this.#ask(callbackPath, body, parseReceipt, signal);
  }

  leaveMessage(wish: MessageWish, signal: AbortSignal): Promise<Receipt> {
    const body: MessageBody = wish;
    return this.#ask(messagePath, body, parseReceipt, signal);
  }

  async stop(handle: string): Promise<void> {
    const body: ContactBody = { handle };
    await this.#ask(stopPath, body, () => true, new AbortController().signal);
  }

  #ask<Answer>(
    path: string,
    body: unknown,
    read: (answer: unknown) => Answer | undefined,
    signal: AbortSignal,
  ): Promise<Answer> {
    return post({ base: this.#url, path, body, read, clock: this.#clock, signal });
  }
}
