import type { Network, NetworkChange } from '../../../src/adapters/chatjs/ports.js';
import { Supervisor } from '../../../src/adapters/chatjs/supervisor.js';
import type { ChatRequest, ChatTicket, ContactBroker } from '../../../src/core/chat/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import type { ChatState, Item } from '../../../src/core/chat/state.js';
import { unreadCount } from '../../../src/core/chat/selectors.js';
import type { Clock } from '../../../src/core/clock.js';
import { DeskbellError } from '../../../src/core/errors.js';
import { silent } from '../../../src/core/log.js';
import type { Moment, Row, Screen } from '../check.js';
import { Life, type LifeKeeper } from './life.js';
import { limits } from './plan.js';
import { epoch } from './service.js';
import { PageStorage, type Device } from './storage.js';
import { settle } from './timeline.js';
import type { Failure, World } from './world.js';

/** How long the page waits for the broker, in milliseconds. */
const brokerMs = 10_000;

/** One life of a page: from when it is opened until it is closed, reloaded or crashed. */
class Page implements LifeKeeper, Network, Clock, ContactBroker {
  state: LifeKeeper['state'] = 'running';
  readonly overdue: LifeKeeper['overdue'] = [];
  timers = 0;
  /** Timers of the product alone. */
  pending = 0;
  visible = true;
  readonly lives = new Set<Life>();
  readonly watchers = new Set<(change: NetworkChange) => void>();
  readonly session: ChatSession;
  readonly storage: PageStorage;
  readonly #world: World;
  readonly #tab: Tab;

  constructor(world: World, tab: Tab, device: Device) {
    this.#world = world;
    this.#tab = tab;
    this.storage = new PageStorage(device);
    const links = (ticket: ChatTicket, listener: ConstructorParameters<typeof Life>[3]): Life =>
      new Life(world, this, ticket, listener);
    const chance = { random: () => world.dice.roll(), newId: () => tab.newId() };
    const ports = { clock: this, chance, network: this, logger: silent, links };
    this.session = new ChatSession({
      broker: this,
      connect: () => new Supervisor(ports),
      storage: this.storage,
      clock: this,
      chance,
      logger: silent,
    });
    this.session.store.subscribe((state, previous) => {
      if (this.state !== 'gone') tab.look(state, previous);
    });
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
    this.#tab.noteLives();
  }

  startChat({ idempotencyKey }: ChatRequest, signal: AbortSignal): Promise<ChatTicket> {
    const world = this.#world;
    const intent = world.intent;
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
        () => world.service.start(idempotencyKey, intent),
        (failure, contact) => {
          stop();
          signal.removeEventListener('abort', onAbort);
          if (failure) return reject(brokerError(failure));
          if (!contact) return;
          if (contact.overAt !== undefined) return reject(new DeskbellError('token/start-again'));
          resolve(ticketFor(contact.id, world.story.circumstances.receipts));
        },
        1,
      );
    });
  }
}

function brokerError({ statusCode, type }: Failure): DeskbellError {
  if (statusCode === 429) return new DeskbellError('token/rate-limited', { retryable: true, retryAfterMs: 2_000 });
  if (statusCode === 400) return new DeskbellError('token/bad-request');
  if (statusCode === 403) return new DeskbellError('token/forbidden');
  if (statusCode !== undefined) return new DeskbellError('token/unavailable', { retryable: true });
  return new DeskbellError(type === 'TypeError' ? 'token/network' : 'token/invalid-answer', { retryable: true });
}

const ticketFor = (contactId: string, receipts: boolean): ChatTicket => ({
  contactId,
  participantId: 'p-customer',
  participantToken: 'token',
  handle: 'handle',
  region: 'eu-central-1',
  endpoint: undefined,
  connectWithinMs: 300_000,
  features: {
    attachments: false,
    markdown: true,
    typing: true,
    receipts,
    maxMessageBytes: limits.announcedBytes,
  },
});

/** A tab of the customer's browser: what they do there, and what they see. It outlives reloads. */
export class Tab {
  readonly name: string;
  #page: Page;
  readonly #world: World;
  readonly #device: Device;
  #ids = 0;
  #seen = new Set<string>();
  #shown: Partial<Record<Moment['is'], boolean>> = {};

  constructor(world: World, device: Device, name: string) {
    this.name = name;
    this.#world = world;
    this.#device = device;
    this.#page = new Page(world, this, device);
  }

  get state(): ChatState {
    return this.#page.session.store.state;
  }

  get running(): boolean {
    return this.#page.state === 'running';
  }

  get visible(): boolean {
    return this.#page.visible;
  }

  newId(): string {
    return `${this.name}-${++this.#ids}`;
  }

  tell(change: NetworkChange): void {
    if (this.running) this.#page.tell(change);
  }

  /** Every socket there is: `do` something with the life that has it. */
  eachLife(task: (life: Life) => void): void {
    for (const life of [...this.#page.lives]) task(life);
  }

  // What the customer does. A page that is frozen or gone takes nothing.

  press(times = 1): void {
    if (!this.running) return;
    const { phase } = this.state;
    const rests = phase.name === 'idle' || phase.name === 'ended' || phase.name === 'failed';
    if (rests && !this.#world.wanted) {
      this.#world.intent++;
      this.#world.wanted = true;
    }
    for (let left = times; left > 0; left--) void this.#page.session.start();
    settle();
  }

  write(text: string): void {
    if (!this.running) return;
    const { session } = this.#page;
    const before = this.state.drafts;
    session.note('');
    session.send(text);
    const draft = this.state.drafts[this.state.drafts.length - 1];
    if (draft && !before.includes(draft) && draft.text === text) this.#note(draft.localId, text);
    settle();
  }

  type(text: string): void {
    if (this.running) this.#page.session.note(text);
    settle();
  }

  read(): void {
    if (this.running) this.#page.session.markRead();
    settle();
  }

  earlier(): void {
    if (this.running) void this.#page.session.loadEarlier();
    settle();
  }

  lookNow(): void {
    if (this.running) this.#page.session.check();
    settle();
  }

  /** What failed is tried again, taken away, or changed and written anew. */
  mend(how: 'retry' | 'delete' | 'edit'): void {
    if (!this.running) return;
    const { session } = this.#page;
    for (const { localId, state, text } of this.state.drafts) {
      if (state.name !== 'failed') continue;
      if (how === 'retry') {
        session.retryDraft(localId);
        // Whoever sends again what may have arrived has said it twice.
        const now = this.state.drafts.find((known) => known.localId === localId);
        if (state.code === 'message/unconfirmed' && now?.state.name !== 'failed')
          this.#note(localId, text, 'taken-back');
        continue;
      }
      session.discardDraft(localId);
      this.#fate(localId, 'taken-back');
      if (how === 'edit') this.write(`${text.slice(0, 12)}'`);
    }
    settle();
  }

  end(): void {
    if (!this.running) return;
    const { phase } = this.state;
    void this.#page.session.end();
    settle();
    // Given up before anything was connected: whatever was made of it is nobody's.
    if (phase.name === 'requesting' || phase.name === 'connecting' || phase.name === 'failed') {
      const after = this.state.phase.name;
      if (after === 'idle' || after === 'ended') this.#giveUp();
    }
  }

  // What becomes of the page.

  hide(hidden: boolean): void {
    if (!this.running || this.#page.visible !== hidden) return;
    this.#page.visible = !hidden;
    this.#page.tell(hidden ? 'hidden' : 'visible');
  }

  freeze(ms: number): void {
    if (!this.running) return;
    this.#say('shows-up', false);
    this.#say('shows-keeps', false);
    this.#page.state = 'frozen';
    this.noteLives();
    // Browsers close the sockets of a page that sleeps for long.
    if (ms >= 5_000) this.eachLife((life) => life.lose());
  }

  thaw(): void {
    if (this.#page.state !== 'frozen') return;
    this.#page.state = 'running';
    this.look(this.state, this.state);
    this.noteLives();
    this.noteKeeping();
    this.#page.tell('resumed');
    this.#world.line.catchUp(this.#page);
  }

  /** The page goes, as it does in a reload, a crash, or on a link to another page. */
  leave(): void {
    if (this.#page.state === 'gone') return;
    this.#say('shows-up', false);
    this.#say('knows-down', false);
    this.#say('shows-keeps', false);
    this.#say('knows-unkept', false);
    this.#page.state = 'gone';
    this.#page.storage.leave();
    this.eachLife((life) => life.vanish());
    this.#world.disturb();
    if (this.#device.trouble) this.#device.lastTroubleAt = this.#world.line.now;
  }

  /** A new page at the same place, which goes on with what the last one left. */
  come(): void {
    if (this.#page.state !== 'gone') return;
    this.#page = new Page(this.#world, this, this.#device);
    this.#seen = new Set();
    for (const writing of this.#world.writings) {
      // Whatever was written before the device kept something again may be gone.
      if (writing.fate !== 'taken-back' && this.#device.lastTroubleAt >= writing.at) writing.fate = 'forgotten';
    }
    this.#page.visible = true;
    void this.#page.session.resume();
    settle();
    this.#say('shows-keeps', this.state.keeps);
    this.noteKeeping();
    if (this.#device.lastTroubleAt === -Infinity || 'contact' in this.state.phase) return;
    this.forgetWish();
    // Nobody here knows of the contact any more.
    for (const contact of this.#world.service.contacts) contact.givenUp ||= contact.overAt === undefined;
  }

  /** The device has lost what it kept: a wish nobody has answered yet is forgotten. */
  forgetWish(): void {
    if (!('contact' in this.state.phase)) this.#world.wanted = false;
  }

  // What the customer sees.

  /** Notes what is told by a new snapshot. */
  look(state: ChatState, previous: ChatState): void {
    const { phase } = state;
    this.#world.tell?.(`${this.name} shows ${summary(state)}`);
    this.#say('shows-up', phase.name === 'live' && phase.link === 'up');
    this.#say('shows-keeps', state.keeps);
    if (phase.name === 'ended' && previous.phase.name !== 'ended') {
      this.#world.wanted = false;
      this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is: 'ended', contactId: phase.contactId });
    }
    if (state.items !== previous.items) {
      for (const item of state.items) if (item.kind === 'message' && item.own) this.#sent(item.id);
    }
    if (state.drafts !== previous.drafts) {
      for (const draft of state.drafts) if (draft.state.name === 'failed') this.#fate(draft.localId, 'refused');
    }
  }

  /** The device can keep what it is given, or cannot. */
  noteKeeping(): void {
    this.#say('knows-unkept', this.running && this.#device.trouble !== undefined);
  }

  noteLives(): void {
    let up = false;
    for (const life of this.#page.lives) up ||= life.toldUp;
    this.#say('knows-down', this.#page.state === 'running' && !up);
  }

  get screen(): Screen {
    const { drafts, items, phase, typed } = this.state;
    const contactId =
      phase.name === 'ended' ? phase.contactId : 'contact' in phase ? phase.contact?.contactId : undefined;
    const rows = items.map(rowOf);
    for (const { state, text } of drafts) {
      const failed = state.name === 'failed';
      rows.push({
        text,
        own: true,
        says: failed ? 'failed' : 'pending',
        unsure: failed && state.code === 'message/unconfirmed',
      });
    }
    const up = phase.name === 'live' && phase.link === 'up';
    return { tab: this.name, phase: phase.name, up, contactId, rows, typed, unread: unreadCount(this.state) };
  }

  /** Closes everything, and counts what is left. */
  shutdown(): Record<string, number> {
    this.#page.session.shutdown();
    settle();
    return { timers: this.#page.pending, listeners: this.#page.watchers.size };
  }

  #note(localId: string, text: string, fate: 'open' | 'taken-back' = 'open'): void {
    this.#world.writings.push({ localId, text, at: this.#world.line.now, fate });
  }

  #fate(localId: string, fate: 'refused' | 'taken-back'): void {
    const writing = this.#world.writings.find((known) => known.localId === localId);
    if (writing && writing.fate !== 'forgotten') writing.fate = fate;
  }

  #giveUp(): void {
    this.#world.wanted = false;
    for (const contact of this.#world.service.contacts) {
      if (contact.intent === this.#world.intent) contact.givenUp = true;
    }
  }

  #sent(id: string): void {
    if (this.#seen.has(id)) return;
    this.#seen.add(id);
    this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is: 'sent', id });
  }

  #say(is: 'shows-up' | 'knows-down' | 'shows-keeps' | 'knows-unkept', yes: boolean): void {
    if ((this.#shown[is] ?? false) === yes) return;
    this.#shown[is] = yes;
    this.#world.moments.push({ at: this.#world.line.now, tab: this.name, is, yes });
  }
}

/** A snapshot in a line, without what was written. */
function summary({ drafts, items, phase, synced }: ChatState): string {
  const link = phase.name === 'live' ? ` ${phase.link}${phase.leaving ? ' leaving' : ''}` : '';
  const code = phase.name === 'failed' ? ` ${phase.code}` : '';
  const open = drafts.map(({ localId, state }) => `${localId} ${state.name === 'failed' ? state.code : state.name}`);
  return `${phase.name}${link}${code}, ${items.length} items${synced ? '' : ' (not whole)'} [${open.join(', ')}]`;
}

function rowOf(item: Item): Row {
  const { contactId, id } = item;
  if (item.kind === 'notice') return { id, contactId, text: item.what, own: false, says: 'sent' };
  return { id, contactId, text: item.content.text ?? '', own: item.own, says: 'sent' };
}
