// What the benches of outages share: time that passes as fast as it can, a service with the quotas Amazon Connect documents
// for a whole instance, and customers: our session, supervisor and keeper, over a client with its measured faults.
import { createLink } from '../../build/src/adapters/chatjs/connection.js';
import { Supervisor } from '../../build/src/adapters/chatjs/supervisor.js';
import { MemoryBroker } from '../../build/src/adapters/memory/broker.js';
import { MemoryNetwork } from '../../build/src/adapters/memory/network.js';
import { MemoryStorage } from '../../build/src/adapters/memory/storage.js';
import { ChatSession } from '../../build/src/core/chat/session.js';
import { silent } from '../../build/src/core/log.js';
import { Turns } from '../../build/src/broker/turns.js';
import { defaultLimits } from '../../build/src/broker/guards/rate.js';
import { createRandom } from '../../build/src/simulator/random.js';
import { settle, Timeline } from '../../build/test/faults/l0/timeline.js';

import { FakeService } from '../../build/test/support/fake-chatjs.js';

export { settle };

/** Requests a second, and at once. */
const quotas = { connection: [6, 9], transcript: [8, 12] };

/** Calls of one kind, and how many of them were too many. */
class Quota {
  asked = 0;
  throttled = 0;
  #left;
  #at = 0;
  #rate;

  constructor([perSecond, burst], line) {
    this.#rate = { perSecond, burst, line };
    this.#left = burst;
  }

  take() {
    const { perSecond, burst, line } = this.#rate;
    this.#left = Math.min(burst, this.#left + ((line.now - this.#at) * perSecond) / 1_000);
    this.#at = line.now;
    this.asked++;
    if (this.#left >= 1) return (this.#left--, true);
    this.throttled++;
    return false;
  }
}

/** The world of one run. `how` things are: `well`, or what an outage is like. */
export class World {
  line = new Timeline();
  how = 'well';
  quotas = { connection: new Quota(quotas.connection, this.line), transcript: new Quota(quotas.transcript, this.line) };
  /** What the broker hands out; undefined: it does not. */
  turns;
  customers = [];
  random;
  #flowing = [];

  /** `turns`: the broker hands them out, as the one of all these customers. */
  constructor(seed, turns = true) {
    this.random = createRandom(seed);
    if (turns) this.turns = new Turns(defaultLimits.connections, () => Date.UTC(2027, 2, 8, 9) + this.line.now);
  }

  /** Begins with everybody connected, whatever the quota says. */
  begin(count, clock = clockOf(this.line)) {
    const before = this.quotas;
    this.quotas = undefined;
    for (let index = 0; index < count; index++) this.customers.push(new Customer(this, index, clock));
    for (const { session } of this.customers) void session.start();
    settle();
    this.run(60_000);
    this.quotas = before;
    if (this.customers.some(({ isUp }) => !isUp)) throw new Error('Not everybody is connected.');
  }

  /** Whether a call of this kind gets an answer, and which. */
  outcome(kind) {
    switch (this.how) {
      case 'unreachable':
      case 'no network':
        return 'network';
      case 'ill':
        return 503;
      case 'silent':
      case 'stalled':
        return 'hang';
      default:
        return !this.quotas || this.quotas[kind].take() ? 'ok' : 429;
    }
  }

  get upgrade() {
    return this.how === 'no sockets' ? 'refuse' : 'accept';
  }

  /** Whether others answer while the service does not. */
  get othersAnswer() {
    return this.how !== 'no network' && this.how !== 'stalled';
  }

  /** The outage begins: it takes the sockets with it, or lets them look well. */
  breakDown(how) {
    this.how = how;
    for (const { service } of this.customers) {
      if (how === 'silent' || how === 'stalled') service.latest.deaf = true;
      else service.latest.kill();
    }
    settle();
  }

  mend() {
    this.how = 'well';
    const waiting = this.#flowing;
    this.#flowing = [];
    // What was sent into a stalled network arrives with the next retransmission.
    for (const task of waiting) this.line.after(this.random() * 3_000, task);
  }

  /** A request into a stalled network goes on when it flows again. */
  whenFlowing(task) {
    this.#flowing.push(task);
  }

  run(ms) {
    this.line.run(this.line.now + ms);
  }
}

/** The service as one customer meets it. */
class Service extends FakeService {
  #world;

  constructor(world, clock) {
    super(clock);
    this.#world = world;
    Object.defineProperties(this, {
      connection: { get: () => world.outcome('connection') },
      transcript: { get: () => world.outcome('transcript') },
      upgrade: { get: () => world.upgrade },
    });
  }

  session() {
    this.sessions.length = 0; // An earlier one is nobody's any more.
    return super.session();
  }

  /** A round trip of 40 to 160 ms. */
  answer(outcome, act) {
    const world = this.#world;
    return new Promise((resolve, reject) => {
      const go = (fares) => super.answer(fares, act).then(resolve, reject);
      if (outcome === 'hang' && world.how === 'stalled') world.whenFlowing(() => go(world.outcome('connection')));
      else world.line.after(40 + 120 * world.random(), () => go(outcome));
    });
  }
}

export class Customer {
  network = new MemoryNetwork();
  /** When the link was told to be up last. */
  upAt;
  syncedAt;
  session;
  service;

  constructor(world, index, clock) {
    const chance = { random: world.random, newId: () => `${index}-${Math.floor(world.random() * 1e12)}` };
    const ports = { clock, chance, logger: silent, network: this.network };
    this.service = new Service(world, clock);
    const connect = () =>
      new Supervisor({
        ...ports,
        links: (ticket, listener) => createLink(() => this.service.session(), ticket, listener, ports),
        reach: () =>
          new Promise((resolve) => {
            if (world.how === 'stalled') world.whenFlowing(() => resolve(true));
            else world.line.after(80, () => resolve(world.othersAnswer));
          }),
        turn: () =>
          new Promise((resolve) => {
            const answer = () => world.line.after(80, () => resolve(world.turns?.of(`${index}`)));
            if (world.how === 'stalled') world.whenFlowing(answer);
            else if (world.othersAnswer) answer();
            else world.line.after(80, () => resolve(undefined));
          }),
      });
    this.session = new ChatSession({ ...ports, connect, broker: new MemoryBroker(), storage: new MemoryStorage() });
    this.session.store.subscribe((state, before) => {
      const [is, was] = [state.phase.link, before.phase.link];
      if (is === 'up' && was !== 'up') this.upAt = world.line.now;
      if (state.synced && !before.synced) this.syncedAt = world.line.now;
    });
  }

  get isUp() {
    const { phase } = this.session.store.state;
    return phase.name === 'live' && phase.link === 'up';
  }
}

/** The device's time; `skew.ms` is added to what it says. */
export function clockOf(line, skew = { ms: 0 }, owner = undefined) {
  return {
    now: () => Date.UTC(2027, 2, 8, 9) + line.now + skew.ms,
    after(ms, task) {
      const timer = line.after(ms, task, owner);
      return () => line.stop(timer);
    },
  };
}

/** The value below which this share of `values` lies. */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
