import { acceptContact } from './contact-agent.js';
import { endAgentPart } from './contact-end.js';
import { currentContact, type Contact } from './contact.js';
import type { QueueCourse } from './queue-line.js';
import type { ProcessSettings, Queue } from './queue-settings.js';
import { routedSince, usualPriority, waitingContacts } from './queue.js';
import { createRandom } from './random.js';
import type { World } from './world.js';

/** Somebody who waits and is nobody in particular. Times are milliseconds since 1970. */
interface Other {
  readonly since: number;
  /** When they lose patience. */
  readonly leavesAt: number;
}

/** How long an agent is kept for a contact whose turn has come, until somebody accepts it. */
const ringMs = 20_000;

/**
 * Runs the queues that are set up as a process, and stops one when its queue is set up otherwise. Returns the stop.
 */
export function watchQueues(world: World): () => void {
  const running = new Map<string, { readonly settings: ProcessSettings; readonly process: QueueProcess }>();

  const end = (queueId: string): void => {
    running.get(queueId)?.process.close();
    running.delete(queueId);
    world.courses.delete(queueId);
  };

  const review = (queue: Queue): void => {
    const known = running.get(queue.id);
    if (known && known.settings === queue.process) return known.process.wake();
    if (known) Object.assign(queue, { others: known.process.others, othersSince: world.now() });
    end(queue.id);
    if (!queue.process) return;
    const process = new QueueProcess(world, queue, queue.process);
    running.set(queue.id, { settings: queue.process, process });
    world.courses.set(queue.id, process);
    process.wake();
  };

  const stop = world.on((event) => {
    if (event.type === 'queue') review(event.queue);
    else if (event.type === 'contact') for (const { process } of running.values()) process.wake();
    else if (event.type === 'reset') {
      for (const id of [...running.keys()]) end(id);
      for (const queue of world.queues.values()) review(queue);
    }
  });
  for (const queue of world.queues.values()) review(queue);
  return () => {
    stop();
    for (const id of [...running.keys()]) end(id);
  };
}

/**
 * One queue as a queueing process on the world's clock: others arrive by chance, wait in turn with the real contacts, lose
 * patience or are served by as many agents as the queue has staff. The same seed and the same contacts give the same run.
 */
class QueueProcess implements QueueCourse {
  readonly #world: World;
  readonly #queue: Queue;
  readonly #settings: ProcessSettings;
  readonly #random: () => number;
  /** Who came first comes first. */
  readonly #others: Other[] = [];
  /** When each agent who serves one of the others is done. */
  readonly #busyUntil: number[] = [];
  /** Contacts whose turn has come, and until when an agent is kept for them. */
  readonly #called = new Map<Contact, number>();
  #arrivesAt = Infinity;
  #stop: (() => void) | undefined;
  #working = false;
  #again = false;
  #closed = false;

  constructor(world: World, queue: Queue, settings: ProcessSettings) {
    this.#world = world;
    this.#queue = queue;
    this.#settings = settings;
    this.#random = createRandom(settings.seed);
    this.#arrivesAt = this.#nextArrival();
    // Whoever waits, waits because everybody is busy.
    for (let count = queue.others > 0 ? queue.staff : 0; count > 0; count -= 1) this.#serve();
    this.setOthers(queue.others);
  }

  get others(): number {
    return this.#others.length;
  }

  get busy(): number {
    return this.#busyUntil.length;
  }

  get oldest(): number | undefined {
    return this.#others[0]?.since;
  }

  ahead(contact: Contact): number {
    if (contact.priority < usualPriority) return 0;
    if (contact.priority > usualPriority) return this.#others.length;
    const since = routedSince(contact);
    let low = 0;
    for (let high = this.#others.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((this.#others[middle]?.since ?? Infinity) <= since) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  isTurnOf(contact: Contact): boolean {
    return this.#called.has(contact);
  }

  /** More come at once and last; too many leave from the end. */
  setOthers(count: number): void {
    this.#others.length = Math.min(this.#others.length, count);
    while (this.#others.length < count) this.#others.push(this.#arrive());
    this.wake();
  }

  /** Looks at what is due and who is free, as often as something changes while it looks. */
  wake(): void {
    this.#again = true;
    if (this.#working || this.#closed) return;
    this.#working = true;
    while (this.#again) {
      this.#again = false;
      this.#settle();
      this.#dispatch();
    }
    this.#working = false;
    this.#arm();
  }

  close(): void {
    this.#closed = true;
    this.#stop?.();
  }

  #settle(): void {
    const now = this.#world.now();
    keep(this.#others, (one) => one.leavesAt > now);
    keep(this.#busyUntil, (until) => until > now);
    for (const contact of this.#called.keys()) {
      if (!this.#world.lines.of(this.#queue.id).waiting.has(contact)) this.#called.delete(contact);
    }
    for (; this.#arrivesAt <= now; this.#arrivesAt = this.#nextArrival()) this.#others.push(this.#arrive());
  }

  #dispatch(): void {
    while (this.#free() > 0) {
      const contact = waitingContacts(this.#world, this.#queue.id).find((one) => !this.#called.has(one));
      if (contact && this.ahead(contact) === 0) this.#call(contact);
      else if (this.#others.shift()) this.#serve();
      else return;
    }
  }

  #free(): number {
    const now = this.#world.now();
    const ringing = [...this.#called.values()].filter((until) => until > now).length;
    return this.#queue.staff - this.busy - this.#world.lines.of(this.#queue.id).talking.size - ringing;
  }

  #call(contact: Contact): void {
    this.#called.set(contact, this.#world.now() + ringMs);
    const conversation = this.#world.conversations.get(contact.initialContactId);
    if (!conversation || this.#settings.takes === 'others') return;
    acceptContact(this.#world, conversation, 'Ines');
    this.#world.deadline(conversation, 'handled', this.#handleMs(), () => {
      if (currentContact(conversation) === contact) endAgentPart(this.#world, conversation, 'AGENT_DISCONNECT');
    });
  }

  #serve(): void {
    this.#busyUntil.push(this.#world.now() + this.#handleMs());
  }

  #arrive(): Other {
    const { patienceSeconds } = this.#settings;
    const since = this.#world.now();
    return { since, leavesAt: patienceSeconds === null ? Infinity : since + this.#chance(patienceSeconds * 1000) };
  }

  #nextArrival(): number {
    const { arrivalsPerHour } = this.#settings;
    const from = Number.isFinite(this.#arrivesAt) ? this.#arrivesAt : this.#world.now();
    return arrivalsPerHour > 0 ? from + this.#chance(3_600_000 / arrivalsPerHour) : Infinity;
  }

  #handleMs(): number {
    const mean = this.#queue.averageHandleSeconds * 1000;
    return this.#settings.handleTimes === 'fixed' ? mean : this.#chance(mean);
  }

  /** An exponential time around a mean, at least a millisecond. */
  #chance(mean: number): number {
    return Math.max(1, Math.round(-Math.log(1 - this.#random()) * mean));
  }

  #arm(): void {
    this.#stop?.();
    const now = this.#world.now();
    const next = Math.min(
      this.#arrivesAt,
      ...this.#busyUntil,
      ...this.#others.map((one) => one.leavesAt),
      ...[...this.#called.values()].filter((until) => until > now),
    );
    if (!Number.isFinite(next)) return;
    this.#stop = this.#world.clock.after(next - now, () => this.#step());
  }

  #step(): void {
    this.wake();
    this.#world.emit({ type: 'queue', queue: this.#queue });
  }
}

/** Takes out of a list what does not fit, in place. */
function keep<Entry>(list: Entry[], fits: (one: Entry) => boolean): void {
  let to = 0;
  for (const one of list) if (fits(one)) list[to++] = one;
  list.length = to;
}
