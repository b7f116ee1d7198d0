import { backoff, delay } from '../clock.js';
import { DeskbellError, forChat, type ErrorCode } from '../errors.js';
import { createStore, type Store } from '../store.js';
import { Outbox } from './outbox.js';
import { keep } from './keep.js';
import type { ChatConnection, ChatPorts, ChatTicket, ConnectionEvent } from './ports.js';
import { initialChatState, type ChatState, type Contact } from './state.js';
import { requestTicket, type ChatOptions, type Ticket } from './ticket.js';
import { Transcript } from './transcript.js';
import { transition, type ChatEvent } from './transition.js';

/** How long the first connection may take before the customer is asked, in milliseconds. */
const connectWithinMs = 30_000;
/** How long a sign of typing stays without a new one, in milliseconds. */
const typingMs = 12_000;
/** How often a customer's typing is told at most, in milliseconds. */
const typingEveryMs = 10_000;

/**
 * One customer's chat, from asking for a ticket to goodbye. It knows no DOM and no SDK, belongs to whoever created it,
 * and its methods do not reject for what goes wrong in life: the failure is in the snapshot.
 */
export class ChatSession {
  readonly store: Store<ChatState, ChatEvent>;
  #ports: ChatPorts;
  #options: ChatOptions;
  #outbox: Outbox;
  #transcript: Transcript;
  #connection: ChatConnection | undefined;
  /** Ends whatever the current contact still has running. */
  #abort = new AbortController();
  #restored: Promise<Ticket | undefined> | undefined;
  #ticket: Ticket | undefined;
  #typedAt = -Infinity;
  #stopTypingTimer: (() => void) | undefined;
  #endAsked = false;
  /** The end was asked for before the link was up, or in an earlier life of this page. */
  #wasLeaving = false;

  constructor(ports: ChatPorts, options: ChatOptions = {}) {
    this.#ports = ports;
    this.#options = options;
    this.store = createStore(initialChatState, transition, () => ports.logger.log('error', 'store.listener-failed'));
    this.#outbox = new Outbox(this.store, ports);
    this.#transcript = new Transcript(this.store, ports);
    keep(this.store, ports.storage);
    this.store.subscribe((state) => this.#leaveWhenAsked(state));
  }

  /** The broker's signed handle of the contact there is: a call that grows out of this chat names it. */
  get handle(): string | undefined {
    return this.#ticket?.handle;
  }

  /** Replaces what is known about the customer. It counts from the next start on. */
  configure(options: ChatOptions): void {
    this.#options = { ...this.#options, ...options };
  }

  /** Goes on with what an earlier life of this page left behind, if there is anything. Starts nothing new. */
  async resume(): Promise<void> {
    const ticket = await this.#restore();
    if (ticket && !this.#connection && this.store.state.phase.name === 'connecting') await this.#open(ticket);
  }

  /** Starts a chat, or goes on with the one that is there. A second call while one is starting does nothing. */
  async start(): Promise<void> {
    await this.resume();
    const { phase } = this.store.state;
    if (phase.name === 'failed' && phase.contact && this.#ticket) return this.#reopen(this.#ticket);
    if (phase.name === 'idle' || phase.name === 'ended' || phase.name === 'failed') await this.#begin();
  }

  /** Tries again after a failure: continues the contact where there still is one. */
  retry(): Promise<void> {
    return this.start();
  }

  /** Writes a message. It goes out at once or as soon as it can; blank text and ended chats change nothing. */
  send(text: string): void {
    if (text.trim() === '') return;
    this.#typedAt = -Infinity;
    this.store.dispatch({ type: 'drafted', localId: this.#ports.chance.newId(), text });
  }

  /** Sends a message that failed again, under the same ClientToken. */
  retryDraft(localId: string): void {
    this.store.dispatch({ type: 'draft-retried', localId });
  }

  /** Takes a message that failed away. Returns its text, for the customer to edit or keep. */
  discardDraft(localId: string): string {
    const text = this.store.state.drafts.find((draft) => draft.localId === localId)?.text ?? '';
    this.store.dispatch({ type: 'draft-discarded', localId });
    return text;
  }

  /** Remembers what stands in the box, and lets the others know that the customer is writing. */
  note(text: string): void {
    this.store.dispatch({ type: 'noted', text });
    const { phase } = this.store.state;
    const now = this.#ports.clock.now();
    if (text.trim() === '' || phase.name !== 'live' || phase.link !== 'up' || !phase.contact.features.typing) return;
    if (Math.abs(now - this.#typedAt) < typingEveryMs) return;
    this.#typedAt = now;
    this.#connection?.typing();
  }

  /** Fetches the page before the oldest message, when there is one. */
  async loadEarlier(): Promise<void> {
    if (this.#connection) await this.#transcript.loadEarlier(this.#connection, this.#abort.signal);
  }

  /** Everything on screen has been seen. */
  markRead(): void {
    this.store.dispatch({ type: 'read' });
  }

  /** Looks at once whether the link still holds. */
  check(): void {
    this.#connection?.check();
  }

  /** Ends the chat. It is over when the service says so; before anything was ever connected, at once. */
  end(): Promise<void> {
    this.store.dispatch({ type: 'leaving' });
    const { phase } = this.store.state;
    // Somebody may be there already: they are told as soon as they can be, not left alone.
    if (this.#ticket?.connected && (phase.name === 'connecting' || phase.name === 'failed')) {
      this.#wasLeaving = true;
      this.#ports.storage.save({ leaving: true });
      return phase.name === 'failed' ? this.start() : Promise.resolve();
    }
    if (phase.name === 'requesting' || phase.name === 'connecting' || phase.name === 'failed') {
      this.#letGo();
      this.#ports.storage.save({ ticket: undefined, startKey: undefined });
      this.store.dispatch({ type: 'cancelled' });
    }
    return Promise.resolve();
  }

  /** Ends the use of this session on this device: lets go of the contact without ending it, and forgets everything. */
  shutdown(): void {
    this.#letGo();
    this.store.dispatch({ type: 'forgotten' });
    this.#ports.storage.clear();
  }

  #letGo(): void {
    this.#abort.abort(new DeskbellError('connection/lost'));
    this.#abort = new AbortController();
    this.#stopTypingTimer?.();
    this.#connection?.close();
    this.#connection = this.#ticket = undefined;
    this.#endAsked = this.#wasLeaving = false;
  }

  #restore(): Promise<Ticket | undefined> {
    this.#restored ??= this.#ports.storage.load().then((saved) => {
      this.#ticket = saved.ticket;
      this.store.dispatch({
        type: 'restored',
        contact: saved.ticket && contactOf(saved.ticket),
        items: saved.items ?? [],
        drafts: saved.drafts ?? [],
        syncedTo: saved.syncedTo,
        typed: saved.typed ?? '',
        readTo: saved.readTo,
      });
      this.#wasLeaving = saved.ticket !== undefined && saved.leaving === true;
      return saved.ticket;
    });
    return this.#restored;
  }

  /** Asks for a ticket and connects it. `fresh`: the kept intent is spent, so this is a new one. */
  async #begin(fresh = false): Promise<void> {
    this.#letGo();
    const { signal } = this.#abort;
    this.store.dispatch({ type: 'requested' });
    try {
      const ticket = await requestTicket(this.#ports, this.#options, fresh, signal);
      this.#ports.storage.save({ startKey: undefined, ticket, leaving: false });
      this.#ticket = ticket;
      this.store.dispatch({ type: 'ticketed', contact: contactOf(ticket) });
      this.#ports.logger.log('info', 'chat.ticketed', { contactId: ticket.contactId });
      await this.#open(ticket, fresh);
    } catch (error) {
      if (!signal.aborted) this.#fail(DeskbellError.from(error).code);
    }
  }

  async #reopen(ticket: Ticket): Promise<void> {
    this.#connection?.close();
    this.#connection = undefined;
    this.store.dispatch({ type: 'ticketed', contact: contactOf(ticket) });
    await this.#open(ticket);
  }

  /** Connects a ticket. One that slept past its deadline, or is refused before it ever worked, is replaced once. */
  async #open(ticket: Ticket, fresh = false): Promise<void> {
    const { clock, connect, logger, storage } = this.#ports;
    const left = ticket.connectBy - clock.now();
    if (!ticket.connected && left <= 0 && !fresh) return this.#begin(true);
    const { signal } = this.#abort;
    const attempt = new AbortController();
    const giveUp = (): void => attempt.abort(new DeskbellError('connection/timeout', { retryable: true }));
    const stop = clock.after(ticket.connected ? connectWithinMs : Math.min(connectWithinMs, left), giveUp);
    const onAbort = (): void => attempt.abort(signal.reason);
    signal.addEventListener('abort', onAbort);
    const connection = connect();
    this.#connection = connection;
    try {
      await connection.open(ticket, (event) => this.#hear(connection, event), attempt.signal);
      this.#ticket = { ...ticket, connected: true };
      if (this.#connection === connection) storage.save({ ticket: this.#ticket });
      logger.log('info', 'chat.connected', { contactId: ticket.contactId });
    } catch (error) {
      connection.close();
      if (signal.aborted || this.#connection !== connection) return;
      this.#connection = undefined;
      const { code } = DeskbellError.from(attempt.signal.aborted ? attempt.signal.reason : error, 'connection/lost');
      if (code !== 'connection/refused') this.#fail(code);
      else if (ticket.connected) this.store.dispatch({ type: 'over' });
      else if (fresh) this.#fail(code);
      else await this.#begin(true);
    } finally {
      stop();
      signal.removeEventListener('abort', onAbort);
    }
  }

  #hear(connection: ChatConnection, event: ConnectionEvent): void {
    if (this.#connection !== connection) return;
    const { clock } = this.#ports;
    if (event.type === 'typing') {
      this.store.dispatch({ type: 'typing-lapsed', now: clock.now() });
      this.store.dispatch({ ...event, until: clock.now() + typingMs });
      this.#stopTypingTimer?.();
      this.#stopTypingTimer = clock.after(typingMs, () =>
        this.store.dispatch({ type: 'typing-lapsed', now: clock.now() }),
      );
      return;
    }
    this.store.dispatch(event);
    if (event.type === 'over') this.#letGo();
    if (event.type !== 'link') return;
    this.#ports.logger.log('info', `link.${event.link}`);
    this.#transcript.interrupt();
    this.#outbox.interrupt();
    if (event.link !== 'up') return;
    if (this.#wasLeaving) this.store.dispatch({ type: 'leaving' });
    this.#wasLeaving = false;
    void this.#transcript.fill(connection, this.#abort.signal);
    this.#outbox.use(connection, this.#abort.signal);
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
        if (!retryable) return; // Told already, in an earlier life of this page: the service will say when it is over.
        await delay(clock, backoff(1, 1_000, 4_000, chance), signal).catch(() => {});
        if (signal.aborted) return;
        this.#endAsked = false;
        this.#leaveWhenAsked(this.store.state);
      }
    })();
  }

  #fail(code: ErrorCode): void {
    this.#ports.logger.log('warn', 'chat.failed', { code });
    if (code === 'connection/refused' || code === 'connection/expired') this.#ticket = undefined;
    this.store.dispatch({ type: 'failed', code: forChat(code) });
  }
}

const contactOf = ({ contactId, participantId, features }: ChatTicket): Contact => ({
  contactId,
  participantId,
  features,
});
