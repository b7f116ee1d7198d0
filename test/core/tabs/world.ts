import { MemoryTabs, type MemoryTab, type MemoryTabsOptions } from '../../../src/adapters/memory/tabs.js';
import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { sampleAgent, sampleMessage, sampleNotice, sampleTicket } from '../../../src/adapters/memory/samples.js';
import type {
  ChatConnection,
  ChatRequest,
  ChatStorage,
  ChatTicket,
  ConnectionEvent,
} from '../../../src/core/chat/ports.js';
import type { ChatLead } from '../../../src/core/chat/inheritance.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { SharedChat } from '../../../src/core/chat/shared-chat.js';
import type { ChatState, Item, Message, Person } from '../../../src/core/chat/state.js';
import type { ChatOptions } from '../../../src/core/chat/ticket.js';
import { DeskbellError } from '../../../src/core/errors.js';
import { silent } from '../../../src/core/log.js';
import { dice, QuickClock } from '../wait/world.js';

export { dice };

interface Socket {
  readonly tab: MemoryTab;
  readonly listener: (event: ConnectionEvent) => void;
}

interface Contact {
  readonly id: string;
  /** What the agent sees, and the transcript says. */
  readonly log: Item[];
  /** ClientTokens of the customer's messages, in the order the service took them in. */
  readonly tokens: string[];
  readonly sockets: Set<Socket>;
  live: boolean;
}

/** Amazon Connect and the broker before it, and one browser with the tabs of one customer. */
export class TabsWorld {
  readonly clock = new QuickClock();
  readonly browser: MemoryTabs;
  readonly contacts = new Map<string, Contact>();
  /** Every request for a contact. */
  readonly requests: ChatRequest[] = [];
  /** How long the network takes, in milliseconds: asked for each way. */
  network = (): number => 40;
  /** What all tabs of the site keep together. */
  startKey: string | undefined;
  #intents = new Map<string, string>();
  #ids = 0;
  #site = { forgotten: 0 };

  constructor(options: MemoryTabsOptions = {}) {
    this.browser = new MemoryTabs(this.clock, options);
  }

  get live(): readonly Contact[] {
    return [...this.contacts.values()].filter(({ live }) => live);
  }

  /** The only contact there ever was. */
  get contact(): Contact {
    const [contact, ...others] = this.contacts.values();
    if (!contact || others.length > 0) throw new Error(`There were ${this.contacts.size} contacts.`);
    return contact;
  }

  newId(): string {
    return `id-${String(++this.#ids).padStart(5, '0')}`;
  }

  /** Opens the site in a new tab, or again in one where a page left something behind. */
  page(storage = new MemoryStorage({}, this.#site), visible = true, options: ChatOptions = {}): Page {
    return new Page(this, this.browser.add(visible), storage, options);
  }

  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(ms, resolve));
  }

  async start(request: ChatRequest): Promise<ChatTicket> {
    this.requests.push(request);
    await this.pass(this.network());
    const known = this.#intents.get(request.idempotencyKey);
    const id = known ?? `c-${this.contacts.size + 1}`;
    this.#intents.set(request.idempotencyKey, id);
    if (!known) this.open(id);
    await this.pass(this.network());
    return this.ticket(id);
  }

  async stop(handle: string): Promise<void> {
    await this.pass(this.network());
    const contact = [...this.contacts.values()].find(({ id }) => handleOf(id) === handle);
    if (contact) this.end(contact);
    await this.pass(this.network());
  }

  open(id: string): Contact {
    const contact = { id, log: [], tokens: [], sockets: new Set<Socket>(), live: true };
    this.contacts.set(id, contact);
    return contact;
  }

  ticket(id: string): ChatTicket {
    const told = { waiting: true, endings: true };
    return sampleTicket({ contactId: id, handle: handleOf(id), participantId: 'p-customer', ...told });
  }

  /** The agent says something. */
  say(text: string, contact = this.contact, from: Person = sampleAgent): void {
    this.add(contact, (id, at) => sampleMessage(id, text, at, { from, contactId: contact.id }));
  }

  end(contact = this.contact): void {
    if (!contact.live) return;
    this.add(contact, (id, at) => sampleNotice(id, 'ended', at, { contactId: contact.id }));
    contact.live = false;
    for (const socket of contact.sockets) this.tell(socket, { type: 'over' });
  }

  add(contact: Contact, make: (id: string, at: number) => Item): Item {
    const item = make(`${contact.id}-${String(contact.log.length + 1).padStart(3, '0')}`, this.clock.now());
    contact.log.push(item);
    for (const socket of contact.sockets) this.tell(socket, { type: 'heard', items: [item] });
    return item;
  }

  tell({ tab, listener }: Socket, event: ConnectionEvent): void {
    tab.post(this.network(), () => listener(structuredClone(event)));
  }

  /** What the agent has read of the customer. */
  texts(contact = this.contact): readonly string[] {
    return contact.log.filter((item) => item.kind === 'message' && item.own).map(textOf);
  }
}

const handleOf = (contactId: string): string => `h-${contactId}`;

export const textOf = (item: Item): string => (item.kind === 'message' ? (item.content.text ?? '') : `(${item.what})`);

/** A page in one tab: what it asks for reaches the service, what it is answered waits until it runs. */
export class Page {
  readonly tab: MemoryTab;
  readonly chat: SharedChat;
  readonly storage: MemoryStorage;
  #world: TabsWorld;

  constructor(world: TabsWorld, tab: MemoryTab, storage: MemoryStorage, options: ChatOptions) {
    this.#world = world;
    this.tab = tab;
    this.storage = storage;
    const chance = { random: () => 0.5, newId: () => world.newId() };
    const ports = {
      clock: tab.clock,
      chance,
      logger: silent,
      broker: {
        startChat: (request: ChatRequest) => tab.answer(world.start(request)),
        stop: (handle: string) => tab.answer(world.stop(handle)),
      },
      connect: () => connectionOf(world, tab),
      storage: ofTab(world, tab, storage),
    };
    const make = (lead: ChatLead): ChatSession => new ChatSession(ports, options, lead);
    this.chat = new SharedChat({ ...ports, tabs: tab, memory: ports.storage, make }, options);
  }

  get state(): ChatState {
    return this.chat.store.state;
  }

  get phase(): string {
    const { phase } = this.state;
    return phase.name === 'live' && phase.link !== 'up' ? phase.link : phase.name;
  }

  get texts(): readonly string[] {
    return this.state.items.map(textOf);
  }

  get drafts(): readonly string[] {
    return this.state.drafts.map(({ text, state }) => `${text}: ${state.name}`);
  }

  get leads(): boolean {
    return this.chat.session !== undefined;
  }

  /** Closed, crashed, or thrown away; returns what its tab still keeps. */
  kill(): MemoryStorage {
    this.tab.kill();
    for (const { sockets } of this.#world.contacts.values())
      for (const socket of sockets) if (socket.tab === this.tab) sockets.delete(socket);
    return this.storage;
  }
}

/** A dead page writes nothing any more. The key of an intent is the site's, all else the tab's. */
function ofTab(world: TabsWorld, tab: MemoryTab, storage: MemoryStorage): ChatStorage {
  const isAlive = (): boolean => tab.state === 'running';
  let intended: string | undefined;
  return {
    load: async () => ({ ...(await tab.answer(storage.load())), startKey: (intended = world.startKey) }),
    save(changes) {
      if (!isAlive()) return;
      const { startKey, ...fields } = changes;
      const isOwn = startKey !== undefined || world.startKey === intended;
      if ('startKey' in changes && isOwn) world.startKey = intended = startKey;
      storage.save(fields);
    },
    get forgotten() {
      return storage.forgotten;
    },
    clear: (often) => isAlive() && storage.clear(often),
    clearTab: (often) => isAlive() && storage.clearTab(often),
    watch: (listener) => storage.watch(listener),
    saveFile: (localId, bytes) => storage.saveFile(localId, bytes),
    loadFile: (localId) => tab.answer(storage.loadFile(localId)),
    dropFile: (localId) => storage.dropFile(localId),
  };
}

function connectionOf(world: TabsWorld, tab: MemoryTab): ChatConnection {
  let contact: Contact | undefined;
  let socket: Socket | undefined;
  /** One way there, the effect, and one way back; nobody waits longer than they want to. */
  const ask = <Answer>(effect: (contact: Contact) => Answer, signal: AbortSignal): Promise<Answer> => {
    const asking = async (): Promise<Answer> => {
      await world.pass(world.network());
      if (!contact) throw new DeskbellError('connection/lost', { retryable: true });
      const answer = effect(contact);
      await world.pass(world.network());
      return answer;
    };
    return new Promise((resolve, reject) => {
      const stop = (): void => reject(new DeskbellError('message/unconfirmed', { retryable: true }));
      signal.addEventListener('abort', stop, { once: true });
      tab
        .answer(asking())
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', stop));
    });
  };
  return {
    async open(ticket, listener, signal) {
      await tab.answer(world.pass(world.network()));
      signal.throwIfAborted();
      const to = world.contacts.get(ticket.contactId);
      if (!to?.live) throw new DeskbellError('connection/refused');
      contact = to;
      socket = { tab, listener };
      to.sockets.add(socket);
      listener({ type: 'link', link: 'up' });
    },
    send: (text, token, signal) =>
      ask((to) => {
        if (!to.live) throw new DeskbellError('message/ended');
        const place = to.tokens.indexOf(token);
        const own = (): Item[] => to.log.filter((item) => item.kind === 'message' && item.own);
        if (place >= 0) return own()[place] as Message;
        to.tokens.push(token);
        const changes = { own: true, contactId: to.id };
        return world.add(to, (id, at) => sampleMessage(id, text, at, changes)) as Message;
      }, signal),
    upload: () => Promise.reject(new DeskbellError('attachment/refused')),
    attach: () => Promise.reject(new DeskbellError('attachment/refused')),
    fileUrl: () => Promise.reject(new DeskbellError('attachment/refused')),
    typing() {},
    transcript: (_, signal) => ask(({ log }) => ({ items: structuredClone(log), older: undefined }), signal),
    receipt: () => Promise.resolve('told'),
    end: (signal) => ask((to) => world.end(to), signal),
    check() {},
    close() {
      if (socket) contact?.sockets.delete(socket);
      socket = contact = undefined;
    },
  };
}
