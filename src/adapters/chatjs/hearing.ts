import type { Item } from '../../core/chat/state.js';
import type { Clock } from '../../core/clock.js';
import { Echoes } from './echoes.js';
import { Timers } from './timers.js';

/** How many ids are remembered. */
const remembered = 500;
/** How long a frame may be on its way after the transcript has had its item, in milliseconds. */
const lateMs = 3_000;

/**
 * Watches over what comes by one socket after another: whoever reads the transcript finds what a healthy-looking one has
 * kept to itself. One lost frame is nothing; a socket that has carried nothing since is deaf, as it is when an own
 * message does not come back. The client never notices either.
 */
export class Hearing {
  #deaf: () => void;
  #timers: Timers<'late'>;
  #echoes: Echoes;
  /** Ids of the newest items this side knows of. */
  #known = new Set<string>();
  /** Whether the transcript was read since the socket was opened: only from then on can anything be missed. */
  #read = false;
  /** Whether anything was heard since a message was sent. */
  #hears = false;
  /** When the newest item was said that came over this socket, by the service's clock. */
  #heardTo = -Infinity;

  /** @param deaf nothing comes over this socket any more */
  constructor(clock: Clock, deaf: () => void) {
    this.#deaf = deaf;
    this.#timers = new Timers(clock);
    this.#echoes = new Echoes(clock, () => {
      // Something else was heard meanwhile: then one frame was lost, and not the subscription.
      if (!this.#hears) deaf();
    });
  }

  /** A socket is open, or may be another one. */
  start(): void {
    this.#read = false;
    this.#heardTo = -Infinity;
    this.#timers.stopAll();
  }

  /** The socket is gone, or in question. */
  stop(): void {
    this.#echoes.forget();
    this.#timers.stopAll();
  }

  /** Another contact: nothing is known of it. */
  forget(): void {
    this.stop();
    this.#known.clear();
  }

  /** Something came over the socket. */
  hear(): void {
    this.#hears = true;
  }

  hearItem(item: Item): void {
    this.#know(item.id);
    this.#heardTo = Math.max(this.#heardTo, item.at);
    if (item.kind === 'message' && item.own) this.#echoes.heard(item.id);
  }

  /** A message was accepted: it has to come back. */
  sent(id: string): void {
    this.#know(id);
    this.#hears = false;
    this.#echoes.expect(id);
  }

  /** The newest items, as the transcript has them. */
  compare(items: readonly Item[]): void {
    const missed = items.filter(({ id }) => !this.#known.has(id));
    for (const { id } of missed) this.#know(id);
    const missedTo = Math.max(...missed.map(({ at }) => at));
    if (this.#read && missedTo > this.#heardTo) {
      this.#timers.set('late', lateMs, () => {
        if (missedTo > this.#heardTo) this.#deaf();
      });
    }
    this.#read = true;
  }

  #know(id: string): void {
    this.#known.add(id);
    const [oldest] = this.#known;
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
  }
}
