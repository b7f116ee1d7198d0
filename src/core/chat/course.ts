import { backoff, delay, within } from '../clock.js';
import { DeskbellError, forChat, type ErrorCode } from '../errors.js';
import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import { Outbox } from './outbox.js';
import type { ChatConnection, ChatPorts, ChatTicket, ConnectionEvent } from './ports.js';
import { Receipts } from './receipts.js';
import type { ChatState } from './state.js';
import { contactOf, type Ticket } from './ticket.js';
import { Transcript } from './transcript.js';

/** How long the first connection may take before the customer is asked, in milliseconds. */
const connectWithinMs = 30_000;
/** How long a sign of typing stays without a new one, in milliseconds. */
const typingMs = 12_000;
/** How long messages on their way may take before the customer is moved to another contact, in milliseconds. */
const settleMs = 3_000;

/** How long an end that was refused is not asked for again, in milliseconds. */
const refusedEndMs = 5_000;

export type AskTicket = (signal: AbortSignal) => Promise<ChatTicket>;

/** A contact that is over, as this tab knew it. */
export interface FormerContact {
  readonly ticket: Ticket;
  readonly byCustomer: boolean;
}

/**
 * How one chat goes after another: a ticket, a connection, moves into other contacts, and an end. What the customer wants
 * of it is the session's to decide; whatever runs for a contact ends here, together.
 */
export class Course {
  #store: Store<ChatState, ChatEvent>;
  #ports: ChatPorts;
  #outbox: Outbox;
  #transcript: Transcript;
  #receipts: Receipts;
  #connection: ChatConnection | undefined;
  /** Ends whatever the current contact still has running. */
  #abort = new AbortController();
  #ticket: Ticket | undefined;
  #number = 0;
  #former: FormerContact | undefined;
  #stopTypingTimer: (() => void) | undefined;
  #moving: AbortController | undefined;
  #endAsked = false;
  /** The end was asked for before the link was up, or in an earlier life of this page. */
  #wasLeaving = false;

  constructor(store: Store<ChatState, ChatEvent>, ports: ChatPorts) {
    this.#store = store;
    this.#ports = ports;
    this.#transcript = new Transcript(store, ports);
    this.#outbox = new Outbox(store, ports, (connection, signal) => this.#transcript.look(connection, signal));
    this.#receipts = new Receipts(store, ports);
    store.subscribe(({ phase }, previous) => {
      if (phase.name !== 'ended' || previous.phase.name === 'ended') return;
      const ticket = this.#ticket;
      if (ticket?.contactId === phase.contactId) this.#former = { ticket, byCustomer: phase.by === 'customer' };
    });
    store.subscribe((state, previous) => {
      this.#leaveWhenAsked(state);
      // Whoever has something to say does not wait for their turn among those who have not.
      const { drafts, phase } = state;
      if (drafts.length > previous.drafts.length && phase.name === 'live' && phase.link !== 'up')
        this.#connection?.check();
    });
  }

  get connection(): ChatConnection | undefined {
    return this.#connection;
  }

  /** The ticket of the contact there is. */
  get ticket(): Ticket | undefined {
    return this.#ticket;
  }

  /** The contact that is over, until another one is there. */
  get former(): FormerContact | undefined {
    return this.#former;
  }

  /** The highest number of a ticket there was. */
  get number(): number {
    return this.#number;
  }

  /** Whether the customer asked to end and it could not be told yet. */
  get leaving(): boolean {
    return this.#wasLeaving;
  }

  /** Takes what an earlier life of this page, or another tab, was connected with. */
  restore(ticket: Ticket | undefined, leaving: boolean, former?: FormerContact, number = ticket?.number ?? 0): void {
    this.#ticket = ticket;
    this.#number = number;
    this.#wasLeaving = ticket !== undefined && leaving;
    this.#former = former;
  }

  /** Another tab has been connected to the contact there is: when it is refused, it is over. */
  noteConnected(): void {
    if (this.#ticket?.connected !== false) return;
    this.#ticket = { ...this.#ticket, connected: true };
    this.#ports.storage.save({ ticket: this.#ticket });
  }

  /** The customer wants to end, and will be told to the service as soon as it can be. */
  leaveLater(): void {
    this.#wasLeaving = true;
    this.#ports.storage.save({ leaving: true });
  }

  async loadEarlier(): Promise<void> {
    if (this.#connection) await this.#transcript.loadEarlier(this.#connection, this.#abort.signal);
  }

  async fileUrl(attachmentId: string): Promise<string | undefined> {
    try {
      return await this.#connection?.fileUrl(attachmentId, this.#abort.signal);
    } catch (error) {
      this.#ports.logger.log('warn', 'file.not-had', { code: DeskbellError.from(error).code });
      return undefined;
    }
  }

  letGo(): void {
    this.#abort.abort(new DeskbellError('connection/lost'));
    this.#abort = new AbortController();
    this.#stopTypingTimer?.();
    this.#transcript.interrupt();
    this.#connection?.close();
    this.#connection = this.#ticket = undefined;
    this.#endAsked = this.#wasLeaving = false;
  }

  /**
   * Asks for a ticket and connects it. `again` asks for another one when this turns out dead. `goesOn`: with the contact
   * that is over.
   */
  async begin(ask: AskTicket, again: AskTicket, goesOn: boolean, fresh = false): Promise<void> {
    this.letGo();
    const { signal } = this.#abort;
    if (!goesOn) this.#former = undefined;
    // A reload meanwhile goes on with this intent, not with a ticket that is dead.
    this.#ports.storage.save({ ticket: undefined });
    this.#store.dispatch({ type: 'requested', goesOn });
    try {
      const answer = await ask(signal);
      signal.throwIfAborted();
      const ticket = this.#held(answer);
      this.#ticket = ticket;
      this.#ports.storage.save({ startKey: undefined, ticket, leaving: false, memory: ticket.memory });
      this.#store.dispatch({ type: 'ticketed', contact: contactOf(ticket) });
      this.#ports.logger.log('info', 'chat.ticketed', { contactId: ticket.contactId });
      await this.open(ticket, () => (fresh ? undefined : this.begin(again, again, goesOn, true)));
    } catch (error) {
      const { code, retryAfterMs } = DeskbellError.from(error);
      if (!signal.aborted) this.#fail(code, retryAfterMs);
    }
  }

  /** Goes on with a contact that failed and may be alive. */
  async reopen(ticket: Ticket, replace: () => Promise<void>): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
    this.#store.dispatch({ type: 'ticketed', contact: contactOf(ticket) });
    await this.open(ticket, replace);
  }

  /**
   * Connects a ticket. One that is refused before it ever worked is replaced once. So is one that slept past its deadline,
   * and only by that: its contact may have been joined just before, and clocks of devices jump.
   */
  async open(ticket: Ticket, replace: () => Promise<void> | undefined): Promise<void> {
    const { clock, connect, logger, storage } = this.#ports;
    const left = ticket.connectBy - clock.now();
    const { signal } = this.#abort;
    const connection = connect();
    this.#connection = connection;
    const listen = (event: ConnectionEvent): void => this.#hear(connection, event);
    const ms = ticket.connected || left <= 0 ? connectWithinMs : Math.min(connectWithinMs, left);
    try {
      // What another tab was connected to is reconnected for as long as it takes.
      if (this.#store.state.phase.name === 'live') await connection.open(ticket, listen, signal);
      else await within(clock, ms, late, signal, (inner) => connection.open(ticket, listen, inner));
      this.#ticket = { ...ticket, connected: true };
      this.#former = undefined;
      if (this.#connection === connection) storage.save({ ticket: this.#ticket });
      logger.log('info', 'chat.connected', { contactId: ticket.contactId });
    } catch (error) {
      connection.close();
      if (signal.aborted || this.#connection !== connection) return;
      this.#connection = undefined;
      const { code } = DeskbellError.from(error, 'connection/lost');
      if (code !== 'connection/refused') return this.#fail(code);
      if (this.#ticket?.connected) return this.#store.dispatch({ type: 'over' });
      await (replace() ?? this.#fail(code));
    }
  }

  /**
   * Goes over to the contact `ask` gets a ticket for, once that is connected. Until then the contact there is goes on as
   * if nothing happened, and it does so when this fails. Resolves with whether the customer moved.
   */
  async moveTo(ask: AskTicket, outer: AbortSignal): Promise<boolean> {
    const { clock, connect, logger } = this.#ports;
    const { phase } = this.#store.state;
    const from = this.#connection;
    if (phase.name !== 'live' || phase.leaving || !from || this.#moving) return false;
    const moving = new AbortController();
    this.#moving = moving;
    const { signal } = moving;
    const stop = (): void => moving.abort(new DeskbellError('connection/lost'));
    const former = this.#abort.signal;
    for (const each of [outer, former]) each.addEventListener('abort', stop, { once: true });
    if (outer.aborted) stop();
    const heard: ConnectionEvent[] = [];
    let to: ChatConnection | undefined;
    try {
      const ticket = this.#held(await ask(signal));
      signal.throwIfAborted();
      const opening = connect();
      to = opening;
      const listen = (event: ConnectionEvent): void => {
        if (this.#connection === opening) this.#hear(opening, event);
        else heard.push(event);
      };
      const ms = Math.min(connectWithinMs, ticket.connectWithinMs);
      await within(clock, ms, late, signal, (inner) => opening.open(ticket, listen, inner));
      await this.#outbox.rest(settleMs, signal);
      signal.throwIfAborted();
      if (heard.some(({ type }) => type === 'over')) throw new DeskbellError('connection/lost');
      this.#swap(opening, { ...ticket, connected: true }, heard);
      return true;
    } catch (error) {
      to?.close();
      logger.log('info', 'chat.not-moved', { code: DeskbellError.from(error).code });
      return false;
    } finally {
      for (const each of [outer, former]) each.removeEventListener('abort', stop);
      this.#moving = undefined;
      this.#outbox.wakeUp();
    }
  }

  /** Whoever wants to end does not want to move any more. */
  stopMoving(): void {
    this.#moving?.abort(new DeskbellError('connection/lost'));
  }

  #swap(connection: ChatConnection, ticket: Ticket, heard: readonly ConnectionEvent[]): void {
    this.letGo();
    this.#connection = connection;
    this.#ticket = ticket;
    this.#former = undefined;
    this.#ports.storage.save({ ticket, leaving: false, memory: ticket.memory });
    this.#store.dispatch({ type: 'moved', contact: contactOf(ticket) });
    this.#ports.logger.log('info', 'chat.moved', { contactId: ticket.contactId });
    for (const event of heard) this.#hear(connection, event);
  }

  #held(ticket: ChatTicket): Ticket {
    const now = this.#ports.clock.now();
    this.#number = Math.max(now, this.#number + 1);
    return { ...ticket, connectBy: now + ticket.connectWithinMs, number: this.#number, connected: false };
  }

  #hear(connection: ChatConnection, event: ConnectionEvent): void {
    if (this.#connection !== connection) return;
    if (event.type === 'typing') return this.#hearTyping(event);
    const before = this.#store.state.phase;
    if (this.#ticket && event.type === 'link' && event.link === 'up')
      this.#ticket = { ...this.#ticket, connected: true };
    this.#store.dispatch(event);
    if (event.type === 'over') this.letGo();
    if (event.type === 'rehydrated') void this.#transcript.follow(connection, this.#abort.signal);
    if (event.type !== 'link') return;
    this.#ports.logger.log('info', `link.${event.link}`);
    this.#transcript.interrupt();
    this.#receipts.interrupt();
    // A link that is up as before only doubts what was heard: whoever waits because of the service goes on waiting.
    if (before.name !== 'live' || before.link !== event.link) this.#outbox.interrupt();
    if (event.link !== 'up') return;
    if (this.#wasLeaving) this.#store.dispatch({ type: 'leaving' });
    this.#wasLeaving = false;
    void this.#transcript.follow(connection, this.#abort.signal);
    this.#outbox.use(connection, this.#abort.signal);
    this.#receipts.use(connection, this.#abort.signal);
  }

  #hearTyping(event: Extract<ConnectionEvent, { type: 'typing' }>): void {
    const { clock } = this.#ports;
    this.#store.dispatch({ type: 'typing-lapsed', now: clock.now() });
    this.#store.dispatch({ ...event, until: clock.now() + typingMs });
    this.#stopTypingTimer?.();
    this.#stopTypingTimer = clock.after(typingMs, () =>
      this.#store.dispatch({ type: 'typing-lapsed', now: clock.now() }),
    );
  }

  /** Tells the service that the customer wants to end, as soon as it can be told, until it has been told. */
  #leaveWhenAsked({ phase }: ChatState): void {
    if (phase.name !== 'live' || !phase.leaving || phase.link !== 'up' || this.#endAsked) return;
    const connection = this.#connection;
    if (!connection) return;
    this.#endAsked = true;
    const { signal } = this.#abort;
    const { chance, clock, logger } = this.#ports;
    void (async () => {
      try {
        await connection.end(signal);
      } catch (error) {
        const { code, retryable } = DeskbellError.from(error);
        logger.log('warn', 'chat.end-failed', { code });
        // One refusal is a rumour, or a token that ran out. Where it was told already, the service says soon that it is over.
        const wait = backoff(1, 1_000, 4_000, chance) + (retryable ? 0 : refusedEndMs);
        await delay(clock, wait, signal).catch(() => {});
        if (signal.aborted) return;
        this.#endAsked = false;
        this.#leaveWhenAsked(this.#store.state);
      }
    })();
  }

  #fail(code: ErrorCode, retryAfterMs?: number): void {
    this.#ports.logger.log('warn', 'chat.failed', { code });
    if (code === 'connection/refused' || code === 'connection/expired') this.#ticket = undefined;
    this.#store.dispatch({ type: 'failed', code: forChat(code), retryAfterMs });
  }
}

const late = (): DeskbellError => new DeskbellError('connection/timeout', { retryable: true });
