import { within } from '../clock.js';
import { DeskbellError, forChat } from '../errors.js';
import type { Store } from '../store.js';
import { Arrivals, type Look } from './arrivals.js';
import type { ChatEvent } from './events.js';
import { Pause, type Wait } from './pause.js';
import type { ChatConnection, ChatPorts } from './ports.js';
import type { ChatState, Draft } from './state.js';
import { Uploads } from './uploads.js';

type OutboxPorts = Pick<ChatPorts, 'clock' | 'chance' | 'logger' | 'storage'>;

/**
 * Sends drafts one after the other, in the order they were written, each under its own ClientToken for ever.
 * What passes (throttled, no network) is tried again for as long as it takes; what is final is told on the message, and
 * the next one goes. A file takes its place among them once its bytes are with the service: whatever was written while
 * they were on their way goes before it.
 */
export class Outbox {
  #store: Store<ChatState, ChatEvent>;
  #ports: OutboxPorts;
  #uploads: Uploads;
  #arrivals: Arrivals;
  #pause: Pause;
  #connection: ChatConnection | undefined;
  #signal: AbortSignal | undefined;
  #busy: Promise<void> | undefined;
  #rests = false;

  /** @param look reads the newest of the transcript: an item may be there that was not heard */
  constructor(store: Store<ChatState, ChatEvent>, ports: OutboxPorts, look: Look) {
    this.#store = store;
    this.#ports = ports;
    this.#uploads = new Uploads(store, ports);
    this.#arrivals = new Arrivals(store, ports.clock, look);
    this.#pause = new Pause(ports);
    store.subscribe((state, previous) => {
      if (state.drafts !== previous.drafts || state.synced !== previous.synced) this.#begin();
    });
  }

  /** The link is up: send through this connection until told otherwise. */
  use(connection: ChatConnection, signal: AbortSignal): void {
    this.#connection = connection;
    this.#signal = signal;
    this.#uploads.use(connection, signal);
    this.#arrivals.use(connection, signal);
    this.#begin();
  }

  /** Sends nothing new until `wakeUp`. Resolves when what is on its way is settled, or after `ms` milliseconds. */
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    this.#rests = true;
    this.#pause.cutShort();
    const late = (): DeskbellError => new DeskbellError('message/unconfirmed');
    await within(this.#ports.clock, ms, late, signal, () => this.#busy ?? Promise.resolve()).catch(() => {});
  }

  wakeUp(): void {
    this.#rests = false;
    this.#begin();
  }

  /** The link moved: stop pausing, look again. */
  interrupt(): void {
    this.#connection = undefined;
    this.#pause.cutShort();
    this.#uploads.interrupt();
    this.#arrivals.interrupt();
  }

  /** The first draft that is not final, when now is the time for it. An unknown one waits for the transcript. */
  #next(): Draft | undefined {
    const { drafts, phase, synced } = this.#store.state;
    if (this.#rests || phase.name !== 'live' || phase.link !== 'up') return undefined;
    const draft = drafts.find(isInLine);
    return draft?.state.name === 'waiting' || (draft?.state.name === 'unknown' && synced) ? draft : undefined;
  }

  #begin(): void {
    this.#busy ??= this.#pump().finally(() => {
      this.#busy = undefined;
      // Something may have come while it was being found that nothing is left.
      if (this.#next() && this.#connection && this.#signal?.aborted === false) this.#begin();
    });
  }

  async #pump(): Promise<void> {
    this.#pause.forget();
    for (;;) {
      const [draft, connection, signal] = [this.#next(), this.#connection, this.#signal];
      if (!draft || !connection || !signal || signal.aborted) return;
      const wait = await this.#send(draft, connection, signal);
      if (wait) await this.#pause.take(wait, signal);
      else this.#pause.forget();
    }
  }

  /** Returns which wait comes before another attempt; undefined when none is needed. */
  async #send(
    { attachmentId, localId, text }: Draft,
    connection: ChatConnection,
    signal: AbortSignal,
  ): Promise<Wait | undefined> {
    const store = this.#store;
    store.dispatch({ type: 'send-began', localId });
    try {
      if (attachmentId !== undefined) {
        await connection.attach(attachmentId, signal);
        store.dispatch({ type: 'accepted', localId });
        return undefined;
      }
      const { id, at } = await connection.send(text, localId, signal);
      store.dispatch({ type: 'send-done', localId, id, at });
      return undefined;
    } catch (error) {
      // What was uploaded for a contact that was left is not this one's.
      if (attachmentId !== undefined && signal.aborted) return undefined;
      const { code, retryable } = DeskbellError.from(error, 'message/unconfirmed');
      this.#ports.logger.log('warn', 'message.send-failed', { code });
      const isOpen = code === 'message/unconfirmed' || code === 'attachment/unconfirmed';
      if (isOpen) store.dispatch({ type: 'send-unknown', localId });
      else if (retryable) store.dispatch({ type: 'send-postponed', localId });
      else store.dispatch({ type: 'send-failed', localId, code: forChat(code) });
      if (code === 'message/throttled') return 'throttled';
      return isOpen || retryable ? 'else' : undefined;
    }
  }
}

/** Whether a message is to be sent, or on its way: a file once it is uploaded, and until the service has it. */
const isInLine = ({ attachmentId, file, state: { name } }: Draft): boolean =>
  name !== 'failed' && name !== 'accepted' && (!file || attachmentId !== undefined);
