import { backoff, delay } from '../clock.js';
import { DeskbellError } from '../errors.js';
import type { Store } from '../store.js';
import type { ChatConnection, ChatPorts, Receipt } from './ports.js';
import type { ChatState, Item } from './state.js';
import type { ChatEvent } from './transition.js';

/** The most the service hands out at once. */
const pageSize = 100;

/** Keeps the conversation whole from the service's transcript, which is the truth: the socket never replays. */
export class Transcript {
  #store: Store<ChatState, ChatEvent>;
  #ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>;
  /** Numbers the runs: a run that is not the newest says nothing about completeness. */
  #run = 0;

  constructor(store: Store<ChatState, ChatEvent>, ports: Pick<ChatPorts, 'clock' | 'chance' | 'logger'>) {
    this.#store = store;
    this.#ports = ports;
  }

  /** The link moved: whatever is being filled may be incomplete again. */
  interrupt(): void {
    this.#run++;
  }

  /**
   * Fills what may be missing: the newest page, then backwards until the page that holds the last item known to be
   * complete, or the beginning. With nothing known yet, the newest page is enough. Tries until the link moves.
   */
  async fill(connection: ChatConnection, signal: AbortSignal): Promise<void> {
    const run = ++this.#run;
    const current = (): boolean => run === this.#run && !signal.aborted;
    const { chance, clock, logger } = this.#ports;
    const target = this.#store.state.syncedTo;
    const items: Item[] = [];
    const [seen, told]: [Receipt[], Receipt[]] = [[], []];
    let page: string | undefined;
    let attempt = 0;
    while (current()) {
      try {
        const answer = await connection.transcript({ page, limit: pageSize }, signal);
        attempt = 0;
        items.unshift(...answer.items);
        seen.unshift(...(answer.seen ?? []));
        told.unshift(...(answer.told ?? []));
        page = answer.older;
        const met = target === undefined || answer.items.some((item) => item.id === target);
        if (!met && page !== undefined) continue;
        if (current()) {
          this.#store.dispatch({ type: 'filled', items, older: page, seen, told });
          logger.log('debug', 'transcript.filled', { count: items.length });
        } else this.#store.dispatch({ type: 'heard', items });
        return;
      } catch (error) {
        if (!current()) return;
        const { code } = DeskbellError.from(error);
        logger.log('warn', 'transcript.failed', { code, attempt });
        await delay(clock, 250 + backoff(attempt++, 500, 15_000, chance), signal).catch(() => {});
      }
    }
  }

  /** Fetches the page before the oldest item held. Failing is quiet: the customer can ask again. */
  async loadEarlier(connection: ChatConnection, signal: AbortSignal): Promise<void> {
    const { earlier } = this.#store.state;
    if (earlier.name !== 'more') return;
    this.#store.dispatch({ type: 'earlier-asked' });
    const before = this.#store.state.items[0]?.id;
    // A page is handed out by one connection and may not outlive it; the oldest item always tells where to go on.
    for (const query of [{ page: earlier.page }, { before }]) {
      try {
        const { items, older } = await connection.transcript({ ...query, limit: pageSize }, signal);
        this.#store.dispatch({ type: 'earlier-came', items, older });
        return;
      } catch (error) {
        this.#ports.logger.log('warn', 'transcript.failed', { code: DeskbellError.from(error).code });
      }
    }
    this.#store.dispatch({ type: 'earlier-failed' });
  }
}
