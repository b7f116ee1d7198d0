import { backoff, delay } from '../clock.js';
import type { Store } from '../store.js';
import type { ChatEvent } from './events.js';
import type { ChatConnection, ChatPorts, Receipt } from './ports.js';
import type { ChatState, Item } from './state.js';

/** Of how many messages of others, the newest ones, it is told that they came and were read. */
const spokenFor = 10;
/** How far back they are looked for. */
const lookedAt = 100;
/** The wait after one could not be told: up to `first`, then up to twice that, up to `most`. Milliseconds. */
const waits = { least: 5_000, first: 10_000, most: 120_000 } as const;

/**
 * Tells people that their messages have arrived, and that they were read: each once, one at a time, and never before a
 * message of the customer's. Whatever the service has no room for waits longest here.
 */
export class Receipts {
  #store: Store<ChatState, ChatEvent>;
  #ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>;
  #connection: ChatConnection | undefined;
  #signal: AbortSignal | undefined;
  #busy = false;
  #failures = 0;
  /** Who had left last when there turned out to be too many people for receipts. Null: they are not too many. */
  #crowdedSince: string | undefined | null = null;

  constructor(store: Store<ChatState, ChatEvent>, ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>) {
    this.#store = store;
    this.#ports = ports;
    store.subscribe((state, before) => {
      const same =
        state.items === before.items &&
        state.readTo === before.readTo &&
        state.drafts === before.drafts &&
        state.synced === before.synced;
      if (!same) void this.#run();
    });
  }

  /** The link is up: tell through this connection until told otherwise. */
  use(connection: ChatConnection, signal: AbortSignal): void {
    this.#connection = connection;
    this.#signal = signal;
    void this.#run();
  }

  /** The link moved. */
  interrupt(): void {
    this.#connection = undefined;
  }

  async #run(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (;;) {
        const [connection, signal] = [this.#connection, this.#signal];
        const next = connection && signal && !signal.aborted && this.#next();
        if (!next) return;
        const came = await connection.receipt(next, signal);
        if (came === 'crowded') this.#crowdedSince = lastToLeave(this.#store.state.items);
        else if (came === 'later') await this.#wait(signal);
        else {
          this.#failures = 0;
          this.#store.dispatch({ type: 'receipt-told', ...next });
        }
      }
    } finally {
      this.#busy = false;
    }
  }

  async #wait(signal: AbortSignal): Promise<void> {
    const { chance, clock, logger } = this.#ports;
    logger.log('debug', 'receipts.shed', { attempt: this.#failures });
    const ms = waits.least + backoff(this.#failures++, waits.first, waits.most, chance);
    await delay(clock, ms, signal).catch(() => {});
  }

  /** The oldest message of which something is to be told. What the service's transcript knows is not told again. */
  #next(): Receipt | undefined {
    const { drafts, items, phase, readTo, synced, told } = this.#store.state;
    if (phase.name !== 'live' || phase.link !== 'up' || !synced || !phase.contact.features.receipts) return undefined;
    // What the customer says comes first.
    if (drafts.some(({ state }) => state.name !== 'failed') || this.#crowded) return undefined;
    let next: Receipt | undefined;
    let read = false;
    let count = 0;
    for (let index = items.length - 1; index >= 0 && index >= items.length - lookedAt && count < spokenFor; index--) {
      const item = items[index];
      if (!item) break;
      read ||= item.key === readTo;
      if (!isOfPeople(item) || item.contactId !== phase.contact.contactId) continue;
      count++;
      const kind = read ? 'read' : 'delivered';
      const known = told[item.id];
      if (known !== 'read' && known !== kind) next = { kind, messageId: item.id };
    }
    return next;
  }

  /** There are no receipts with more than two people in a chat, until somebody leaves. */
  get #crowded(): boolean {
    if (this.#crowdedSince === null) return false;
    if (this.#crowdedSince !== lastToLeave(this.#store.state.items)) this.#crowdedSince = null;
    return this.#crowdedSince !== null;
  }
}

const isOfPeople = (item: Item): boolean =>
  item.kind === 'message' && !item.own && (item.from.role === 'agent' || item.from.role === 'supervisor');

const lastToLeave = (items: readonly Item[]): string | undefined =>
  items.findLast((item) => item.kind === 'notice' && item.what === 'left')?.id;
