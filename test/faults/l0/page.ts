import type { Verdict } from '../../../src/adapters/chatjs/doubts.js';
import { LinkError } from '../../../src/adapters/chatjs/failure.js';
import type { Network, NetworkChange } from '../../../src/adapters/chatjs/ports.js';
import { Supervisor, type SupervisorPorts } from '../../../src/adapters/chatjs/supervisor.js';
import type { ChatControl } from '../../../src/core/chat/control.js';
import type { ChatPorts, ChatRequest, ChatTicket, ContactBroker } from '../../../src/core/chat/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { SharedChat } from '../../../src/core/chat/shared-chat.js';
import type { SharedChatPorts } from '../../../src/core/chat/shared-ports.js';
import type { ChatState } from '../../../src/core/chat/state.js';
import type { Clock } from '../../../src/core/clock.js';
import { DeskbellError } from '../../../src/core/errors.js';
import { silent } from '../../../src/core/log.js';
import { TabsOfPage, type Browser } from './browser.js';
import { Life, type LifeKeeper } from './life.js';
import { limits, type Circumstances } from './plan.js';
import { epoch, type Contact } from './service.js';
import { PageStorage, type Device } from './storage.js';
import { settle } from './timeline.js';
import type { Failure, World } from './world.js';

/** How long the page waits for the broker, in milliseconds. */
const brokerMs = 10_000;

/** Who looks at a page. */
export interface Watcher {
  readonly name: string;
  newId(): string;
  look(state: ChatState, previous: ChatState): void;
  noteLives(): void;
}

/** One life of a page: from when it is opened until it is closed, reloaded or crashed. */
export class Page implements LifeKeeper, Network, Clock, ContactBroker {
  state: LifeKeeper['state'] = 'running';
  readonly overdue: LifeKeeper['overdue'] = [];
  timers = 0;
  /** Timers of the product alone. */
  pending = 0;
  visible = true;
  readonly lives = new Set<Life>();
  readonly watchers = new Set<(change: NetworkChange) => void>();
  readonly chat: ChatControl;
  readonly storage: PageStorage;
  readonly tabs: TabsOfPage | undefined;
  readonly #world: World;
  readonly #watcher: Watcher;

  /** @param browser joins this page with the other tabs; without it the session is alone, as an integrator may have it */
  constructor(world: World, watcher: Watcher, device: Device, browser: Browser | undefined) {
    this.#world = world;
    this.#watcher = watcher;
    const { readMs } = world.story.circumstances;
    const slowly = (task: () => void): void => void world.line.after(readMs, task, this);
    this.storage = new PageStorage(
      device,
      watcher.name,
      () => this.state === 'running',
      readMs > 0 ? slowly : undefined,
    );
    const links = (ticket: ChatTicket, listener: ConstructorParameters<typeof Life>[3]): Life =>
      new Life(world, this, ticket, listener);
    const chance = { random: () => world.dice.roll(), newId: () => watcher.newId() };
    const keeping: SupervisorPorts = {
      put: (to, _, onShare, signal) => this.#put(to.url, onShare, signal),
      clock: this,
      chance,
      network: this,
      logger: silent,
      links,
      reach: () =>
        this.#ask(
          () => true,
          () => true,
        ),
      isOver: ({ contactId }) => {
        const contact = world.service.contacts.find(({ id }) => id === contactId);
        return this.#ask<Verdict>(
          () => (contact?.overAt === undefined ? 'alive' : 'over'),
          () => 'unknown',
        );
      },
      turn: () =>
        this.#ask(
          () => world.turnMs,
          () => undefined,
        ),
    };
    const ports: ChatPorts = {
      broker: this,
      connect: () => new Supervisor(keeping),
      storage: this.storage,
      clock: this,
      chance,
      logger: silent,
    };
    if (browser) {
      this.tabs = new TabsOfPage(browser, watcher.newId(), this);
      const { storage, tabs } = this;
      const make: SharedChatPorts['make'] = (lead) => new ChatSession(ports, {}, lead);
      this.chat = new SharedChat({ tabs, clock: this, chance, storage, memory: storage, make });
    } else this.chat = new ChatSession(ports);
    this.chat.store.subscribe((state, previous) => {
      if (this.state !== 'gone') watcher.look(state, previous);
    });
  }

  /** Whether this page has the connection, or should have. */
  get leads(): boolean {
    return this.chat instanceof ChatSession || (this.chat instanceof SharedChat && this.chat.session !== undefined);
  }

  get online(): boolean {
    return this.#world.online;
  }

  now(): number {
    return epoch + this.#world.line.now + this.#world.skewMs;
  }

  after(ms: number, task: () => void): () => void {
    this.pending++;
    const { line } = this.#world;
    const timer = line.after(
      ms,
      () => {
        this.pending--;
        task();
      },
      this,
    );
    return () => {
      if (timer.task) this.pending--;
      line.stop(timer);
    };
  }

  watch(listener: (change: NetworkChange) => void): () => void {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  }

  tell(change: NetworkChange): void {
    for (const watcher of [...this.watchers]) watcher(change);
    settle();
  }

  noteLives(): void {
    this.#watcher.noteLives();
  }

  startChat({ idempotencyKey }: ChatRequest, signal: AbortSignal): Promise<ChatTicket> {
    const world = this.#world;
    const wish = world.intent;
    const intent = world.intents.get(idempotencyKey) ?? wish;
    world.intents.set(idempotencyKey, intent);
    return new Promise((resolve, reject) => {
      const fail = (code: 'token/network' | 'token/timeout'): void => {
        stop();
        signal.removeEventListener('abort', onAbort);
        reject(new DeskbellError(code, { retryable: true }));
      };
      const onAbort = (): void => fail('token/network');
      signal.addEventListener('abort', onAbort, { once: true });
      const stop = this.after(brokerMs, () => fail('token/timeout'));
      world.request(
        this,
        'broker',
        () => {
          const contact = world.service.start(idempotencyKey, intent);
          // What the customer was connected to after all is not called off by whoever asks for it to stop it.
          if (contact.wishes.size === 0) contact.calledOff = world.calledOff.has(intent);
          contact.wishes.add(wish);
          contact.givenUp ||= world.left.has(intent);
          contact.isLost ||= contact.subscribers.size === 0 && world.lostKeys.has(idempotencyKey);
          contact.unstoppable ||= contact.calledOff && world.jumpedAhead;
          return contact;
        },
        (failure, contact) => {
          stop();
          signal.removeEventListener('abort', onAbort);
          const made = world.service.contacts.find((known) => known.intent === intent);
          if (failure) return reject(refused(failure, made));
          if (!contact) return;
          if (contact.overAt !== undefined) return reject(new DeskbellError('token/start-again'));
          resolve(ticketFor(contact.id, world.story.circumstances));
        },
      );
    });
  }

  stop(handle: string): Promise<void> {
    const contact = this.#world.service.contacts.find(({ id }) => handleOf(id) === handle);
    return new Promise((resolve, reject) => {
      const stop = this.after(brokerMs, () => reject(new DeskbellError('token/timeout', { retryable: true })));
      const act = (): true => {
        if (contact) this.#world.service.finish(contact);
        return true;
      };
      this.#world.request(this, 'broker', act, (failure) => {
        stop();
        if (failure) reject(refused(failure, contact));
        else resolve();
      });
    });
  }

  /** Bytes go up in quarters, and then the storage answers. */
  #put(id: string, onShare: (share: number) => void, signal: AbortSignal): Promise<number> {
    const world = this.#world;
    return new Promise((resolve, reject) => {
      const cut = (): void => reject(new LinkError('unreached'));
      signal.addEventListener('abort', cut, { once: true });
      const step = (quarters: number): void => {
        if (signal.aborted) return;
        if (world.down === 'reset') return cut();
        if (quarters < 4)
          return world.whenFlowing(() => {
            const go = (): void => {
              onShare((quarters + 1) / 4);
              step(quarters + 1);
            };
            world.line.after(world.story.circumstances.uploadMs / 4, go, this);
          });
        world.request(
          this,
          'put',
          () => world.service.put(id),
          (failure) => {
            if (failure && failure.statusCode === undefined) cut();
            else resolve(failure?.statusCode ?? 200);
          },
        );
      };
      step(0);
    });
  }

  /** Asks the broker for something that changes nothing. */
  #ask<Answer>(act: () => Answer, otherwise: (status: number) => Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#world.request(this, 'broker', act, (failure, answer) => {
        if (answer !== undefined) resolve(answer);
        else if (failure?.statusCode !== undefined) resolve(otherwise(failure.statusCode));
        else reject(new Error('nobody answers'));
      });
    });
  }
}

/** A contact that is to be stopped goes on where the broker will not hear of it. */
function refused(failure: Failure, contact: Contact | undefined): DeskbellError {
  const error = brokerError(failure);
  if (contact && !error.retryable) contact.unstoppable = true;
  return error;
}

const handleOf = (contactId: string): string => `handle of ${contactId}`;

function brokerError({ statusCode, type }: Failure): DeskbellError {
  if (statusCode === 429) return new DeskbellError('token/rate-limited', { retryable: true, retryAfterMs: 2_000 });
  if (statusCode === 400) return new DeskbellError('token/bad-request');
  if (statusCode === 403) return new DeskbellError('token/forbidden');
  if (statusCode !== undefined) return new DeskbellError('token/unavailable', { retryable: true });
  return new DeskbellError(type === 'TypeError' ? 'token/network' : 'token/invalid-answer', { retryable: true });
}

const ticketFor = (contactId: string, { endings, receipts }: Circumstances): ChatTicket => ({
  endings,
  contactId,
  participantId: 'p-customer',
  participantToken: 'token',
  handle: handleOf(contactId),
  region: 'eu-central-1',
  endpoint: undefined,
  connectWithinMs: 300_000,
  features: {
    attachments: true,
    markdown: true,
    typing: true,
    receipts,
    maxMessageBytes: limits.announcedBytes,
  },
});
