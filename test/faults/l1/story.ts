import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import type { ChatTicket, ContactBroker } from '../../../src/core/chat/ports.js';
import { unreadCount } from '../../../src/core/chat/selectors.js';
import type { ChatState } from '../../../src/core/chat/state.js';
import {
  check,
  tellWithinMs,
  type Evidence,
  type Finding,
  type LoggedContact,
  type Moment,
  type Writing,
} from '../check.js';
import { Life } from './life.js';
import type { Deed, Story } from './plan.js';
import type { Service } from './service.js';
import { after, haste, inStory, storyNow, wait } from './time.js';

/** The service, from a page: every call is answered later. */
export type Remote = {
  readonly [Name in Exclude<keyof Service, 'listen' | 'close'>]: (
    ...args: Parameters<Service[Name]>
  ) => Promise<Awaited<ReturnType<Service[Name]>>>;
};

/** How a story went. */
export interface Outcome {
  readonly seed: number;
  readonly findings: readonly Finding[];
  /** From the moment everything was well again until the chat was, in milliseconds of the story. */
  readonly recoveredMs: number | undefined;
  /** What was logged in its lives, for whoever looks for the reason. */
  readonly diary: readonly string[];
}

/** Everything is well for so long at the end, in milliseconds. */
const healthyMs = 60_000;
/** How many items are read without anybody asking for older ones. */
const readAtFirst = 200;

/** Plays one story with the real client, and brings together what the agent, the screen and the customer say of it. */
export class Performance {
  #story: Story;
  #service: Remote;
  #origin: string;
  #storage = new MemoryStorage();
  #life: Life;
  #stopReading = (): void => {};
  #lives: Life[] = [];
  #moments: Moment[] = [];
  #writings = new Map<string, { text: string; fate: Writing['fate'] }>();
  #contacts = new Map<string, { id: string; intent: number; madeAt: number }>();
  /** Contacts that were connected. */
  #connected = new Set<string>();
  /** Intents that were called off before anything was connected. */
  #calledOff = new Set<number>();
  /** What the broker has answered, by key. */
  #tickets = new Map<string, Promise<ChatTicket>>();
  #intents = 0;
  /** When the transcript was last read, by contact. */
  #wholeAt = new Map<string, number>();
  /** Contacts that were over before their older pages were read: those cannot be had any more. */
  #cut = new Set<string>();
  #diary: string[] = [];
  #begunAt = storyNow();
  /** What ends a trouble that lasts, and has not yet. */
  #pending = new Set<() => void>();
  #watchers = new Set<(state: ChatState) => void>();

  constructor(story: Story, service: Remote, origin: string) {
    this.#story = story;
    this.#service = service;
    this.#origin = origin;
    this.#life = this.#live();
  }

  static async play(story: Story, service: Remote, origin: string): Promise<Outcome> {
    const { skewMs, chatEndedDelayMs, ...knobs } = story.circumstances;
    await service.begin(
      { ...knobs, seed: story.seed, agentLossNoticedAfterSeconds: 0.2, chatEndedDelayMs: chatEndedDelayMs / haste },
      skewMs,
    );
    return new Performance(story, service, origin).#play();
  }

  async #play(): Promise<Outcome> {
    const { seed, steps } = this.#story;
    this.#start();
    for (const step of steps) {
      await wait(this.#begunAt + step.at - storyNow());
      this.#note(JSON.stringify(step));
      await this.#perform(step);
    }
    const healedAt = storyNow();
    await this.#settle();
    this.#note('well');
    this.#life.network.change('online');
    const isWell = await this.#until(healthyMs, (state) => this.#atRest(state));
    const recoveredMs = isWell ? storyNow() - healedAt : undefined;
    await this.#lastWords(healedAt + healthyMs - storyNow());
    await this.#readAll();
    await this.#untilStopped();
    const evidence = await this.#evidence();
    return { seed, findings: check(evidence), recoveredMs, diary: this.#diary };
  }

  get #session() {
    return this.#life.session;
  }

  get #state(): ChatState {
    return this.#session.store.state;
  }

  #note(what: string): void {
    this.#diary.push(`${Math.round(storyNow() - this.#begunAt)} ${what}`);
  }

  /** A new page over what the last one left. */
  #live(): Life {
    const tell = (moment: Pick<Extract<Moment, { yes: boolean }>, 'is' | 'yes'>): void =>
      void this.#moments.push({ ...moment, at: storyNow(), tab: 'tab' });
    const life = new Life({
      broker: this.#broker,
      storage: this.#storage,
      port: new URL(this.#origin).port,
      // In every other story there is a broker that hands out turns, and there is nobody else.
      turn: this.#story.seed % 2 === 0 ? () => Promise.resolve(0) : undefined,
      onSockets: (open) => {
        this.#note(`sockets ${open}`);
        tell({ is: 'knows-down', yes: open === 0 });
      },
    });
    this.#lives.push(life);
    const { store } = life.session;
    const log = life.logger.log.bind(life.logger);
    life.logger.log = (level, name, fields): void => {
      this.#note(`${name} ${JSON.stringify(fields)}`);
      log(level, name, fields);
    };
    const stop = store.subscribe((state, previous) => {
      this.#read(state, previous);
      for (const watcher of [...this.#watchers]) watcher(state);
    });
    this.#stopReading = () => {
      stop();
      tell({ is: 'knows-down', yes: false });
      tell({ is: 'shows-up', yes: false });
    };
    return life;
  }

  /** What a look at the screen tells that the last one did not. */
  #read(state: ChatState, previous: ChatState): void {
    const at = storyNow();
    const tab = 'tab';
    if (isUp(state) !== isUp(previous)) this.#moments.push({ at, tab, is: 'shows-up', yes: isUp(state) });
    const { phase } = state;
    if (phase.name === 'live') this.#connected.add(phase.contact.contactId);
    if (phase.name === 'ended' && previous.phase.name !== 'ended') {
      this.#moments.push({ at, tab, is: 'ended', contactId: phase.contactId });
      if (previous.earlier.name !== 'none') this.#cut.add(phase.contactId);
    }
    if (phase.name === 'live' && state.synced && !previous.synced) this.#wholeAt.set(phase.contact.contactId, at);
    for (const { localId, state: draft } of state.drafts) {
      const writing = this.#writings.get(localId);
      if (writing && draft.name === 'failed') writing.fate = 'refused';
    }
    if (state.items === previous.items) return;
    const known = new Set(previous.items.map(({ key }) => key));
    for (const { id, key } of state.items) {
      if (!known.has(key) && this.#writings.has(key)) this.#moments.push({ at, tab, is: 'sent', id });
    }
  }

  get #broker(): ContactBroker {
    return {
      startChat: ({ idempotencyKey, displayName }) => {
        const known = this.#tickets.get(idempotencyKey) ?? this.#make(displayName || 'Customer');
        this.#tickets.set(idempotencyKey, known);
        return known;
      },
      stop: (handle) => this.#service.stop(handle),
    };
  }

  async #make(displayName: string): Promise<ChatTicket> {
    const intent = this.#intents;
    const madeAt = storyNow();
    const chat = await this.#service.chat(displayName);
    this.#contacts.set(chat.contactId, { id: chat.contactId, intent, madeAt });
    return sampleTicket({ ...chat, handle: chat.contactId, endpoint: this.#origin, region: 'us-east-1' });
  }

  #start(): void {
    this.#intents++;
    void this.#session.start();
  }

  #write(text: string): void {
    const { name } = this.#state.phase;
    if (name === 'ended') return;
    if (name === 'idle') this.#start();
    const before = new Set(this.#state.drafts.map(({ localId }) => localId));
    this.#session.send(text);
    const draft = this.#state.drafts.find(({ localId }) => !before.has(localId));
    if (draft) this.#writings.set(draft.localId, { text, fate: 'open' });
  }

  async #perform(deed: Deed): Promise<void> {
    const session = this.#session;
    const { name } = this.#state.phase;
    switch (deed.do) {
      case 'send':
        return this.#write(deed.text);
      case 'type':
        return session.note(deed.text);
      case 'check':
        return session.check();
      case 'earlier':
        return session.loadEarlier();
      case 'end':
        this.#callOff();
        return session.end();
      case 'again':
        if (name === 'ended' || name === 'idle') this.#start();
        return;
      case 'retry':
        if (name === 'failed') void session.retry();
        for (const { localId, state } of this.#state.drafts) if (state.name === 'failed') session.retryDraft(localId);
        return;
      case 'reload':
        return this.#reload();
      case 'hide':
        this.#life.network.change('hidden');
        return this.#later(deed.ms, () => this.#life.network.change('visible'));
      case 'offline-lie':
        this.#life.network.change('offline');
        return this.#later(deed.ms, () => this.#life.network.change('online'));
      case 'say':
        return this.#agentDoes(deed.texts.map((text) => ({ do: 'say', text })));
      case 'agent':
        return this.#agentDoes([agentSteps[deed.what]]);
      case 'down':
        return this.#down(deed);
      case 'sockets':
        await this.#service.sockets({ do: deed.what });
        return;
      case 'close':
        await this.#service.sockets({ do: 'close', code: deed.code });
        return;
      case 'turn': {
        await this.#service.turn(scaled(deed.to));
        const names = Object.keys(deed.to) as Parameters<Remote['turnBack']>[0];
        return this.#later(deed.ms, () => this.#service.turnBack(names));
      }
      case 'calls': {
        const { delayMs = 0, ...fate } = deed.fate;
        // Browsers repeat a request whose kept connection turns out to be cut.
        const times = fate.act === 'reset' ? deed.times * 2 : deed.times;
        const id = await this.#service.fault({ ...fate, route: deed.route, times, delayMs: delayMs / haste });
        if (deed.ms !== Infinity) this.#later(deed.ms, () => this.#service.unfault(id));
      }
    }
  }

  /** Whoever ends before anything was connected wants nothing of the contact, which may not even be made yet. */
  #callOff(): void {
    const { phase } = this.#state;
    const contact = this.#contacts.get(contactIdOf(this.#state) ?? '');
    if (contact ? !this.#connected.has(contact.id) : phase.name === 'requesting')
      this.#calledOff.add(contact?.intent ?? this.#intents);
  }

  async #agentDoes(steps: readonly object[]): Promise<void> {
    const { phase } = this.#state;
    const contactId = 'contact' in phase ? phase.contact?.contactId : undefined;
    if (contactId !== undefined) await this.#service.play(contactId, steps);
  }

  async #down({ how, ms, tells }: Extract<Deed, { do: 'down' }>): Promise<void> {
    if (tells) this.#life.network.change('offline');
    const fault =
      how === 'reset'
        ? ({ act: 'reset' } as const)
        : ({ act: 'reset', delayMs: Math.min(ms, 10_000) / haste } as const);
    const id = await this.#service.fault({ route: '*', ...fault });
    await this.#service.turn({ upgrade: how === 'reset' ? 'refuse' : 'hang' });
    await this.#service.sockets({ do: how === 'reset' ? 'reset' : 'pause' });
    this.#later(ms, async () => {
      await this.#service.unfault(id);
      await this.#service.turnBack(['upgrade']);
      if (tells) this.#life.network.change('online');
    });
  }

  async #reload(): Promise<void> {
    this.#stopReading();
    this.#life.end();
    this.#life = this.#live();
    // As a widget does whose panel is open: a start that was not answered goes on.
    await (this.#storage.saved.startKey === undefined ? this.#session.resume() : this.#session.start());
  }

  #later(ms: number, task: () => unknown): void {
    const stop = after(ms, () => {
      this.#pending.delete(stop);
      void task();
    });
    this.#pending.add(stop);
  }

  /** What was to last longer than the story is over now. */
  async #settle(): Promise<void> {
    for (const stop of this.#pending) stop();
    const { network } = this.#life;
    if (!network.visible) network.change('visible');
    await this.#service.heal();
  }

  /** Whether nothing is on its way. What failed has a next step, which the customer takes. */
  #atRest(state: ChatState): boolean {
    const { name } = state.phase;
    if (name === 'failed') {
      void this.#session.retry();
      return false;
    }
    // A reload came between pressing start and the answer.
    if (name === 'idle' && state.drafts.some((draft) => draft.state.name !== 'failed')) {
      this.#start();
      return false;
    }
    if (name === 'idle' || name === 'ended') return true;
    return isUp(state) && state.synced && state.drafts.every((draft) => draft.state.name === 'failed');
  }

  /** Both sides say something now that all is well, and each hears the other. */
  async #lastWords(ms: number): Promise<void> {
    if (!isUp(this.#state) || ms <= 0) return;
    this.#write('last of customer');
    await this.#agentDoes([{ do: 'say', text: 'last of agent' }]);
    await this.#until(
      ms,
      (state) =>
        state.phase.name === 'ended' ||
        (this.#atRest(state) &&
          state.items.some((item) => item.kind === 'message' && item.content.text === 'last of agent')),
    );
  }

  async #readAll(): Promise<void> {
    for (let pages = 0; pages < 20 && this.#state.earlier.name === 'more'; pages++) await this.#session.loadEarlier();
  }

  /** What was called off is told over at once, and stopped soon after. */
  async #untilStopped(): Promise<void> {
    if (this.#calledOff.size === 0) return;
    const lives = async (): Promise<boolean> =>
      (await this.#service.contacts()).some(({ id, overAt }) => {
        const made = this.#contacts.get(id);
        return made !== undefined && this.#calledOff.has(made.intent) && overAt === undefined;
      });
    for (let left = 20; left > 0 && (await lives()); left--) await wait(500);
  }

  /** Resolves whether the state came to this within so many milliseconds. */
  #until(ms: number, is: (state: ChatState) => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const look = (state: ChatState): void => {
        if (is(state)) finish(true);
      };
      const finish = (answer: boolean): void => {
        this.#watchers.delete(look);
        resolve(answer);
      };
      this.#watchers.add(look);
      void wait(ms).then(() => finish(false));
      look(this.#state);
    });
  }

  async #evidence(): Promise<Evidence> {
    const state = this.#state;
    const endedAt = storyNow();
    // What happens from here on is no part of the story.
    this.#stopReading();
    const contacts = await this.#service.contacts();
    const { skewMs } = this.#story.circumstances;
    this.#session.shutdown();
    const sockets = await this.#service.noSockets(5_000);
    const loose: Record<string, number> = { sockets };
    for (const { loose: left } of this.#lives) {
      for (const [name, number] of Object.entries(left)) loose[name] = (loose[name] ?? 0) + number;
    }
    this.#life.end();
    return {
      contacts: contacts.flatMap((contact): readonly LoggedContact[] => {
        const made = this.#contacts.get(contact.id);
        if (!made) return [];
        const { id, intent, madeAt } = made;
        const calledOff = this.#calledOff.has(intent);
        const whole = this.#wholeAt.get(id) ?? 0;
        const overAt = contact.overAt && inStory(contact.overAt + skewMs);
        // Nobody can know of an end that was a moment ago.
        const isUntold = id === contactIdOf(state) && state.phase.name !== 'ended';
        // What was called off is told over at once, and is stopped by now: clocks do not agree about the same moment.
        const knownBy = calledOff ? Infinity : isUntold ? endedAt - tellWithinMs : endedAt;
        const over = overAt !== undefined && overAt <= knownBy;
        // Items of one millisecond have no order: those that were not read may be any of them.
        const unreadTo = this.#cut.has(id) ? contact.log[contact.log.length - readAtFirst - 1]?.at : undefined;
        const log = contact.log.map((line) => {
          const at = inStory(line.at + skewMs);
          const isGone = over && (at > whole - 2_000 || (unreadTo !== undefined && line.at <= unreadTo));
          return { ...line, at, ...(isGone && { unreachable: true }) };
        });
        return [{ id, intent, madeAt, calledOff, overAt: over ? overAt : undefined, log }];
      }),
      writings: [...this.#writings.values()].map((writing) => ({ ...writing, by: 'tab' })),
      screens: [
        {
          tab: 'tab',
          phase: state.phase.name,
          up: isUp(state),
          contactId: contactIdOf(state),
          rows: [...rowsOf(state)],
          typed: state.typed,
          unread: unreadCount(state),
        },
      ],
      moments: this.#moments,
      endedAt,
      loose,
    };
  }
}

const isUp = ({ phase }: ChatState): boolean => phase.name === 'live' && phase.link === 'up';

const contactIdOf = ({ phase }: ChatState): string | undefined =>
  phase.name === 'ended' ? phase.contactId : 'contact' in phase ? phase.contact?.contactId : undefined;

function* rowsOf({ drafts, items }: ChatState): Iterable<Evidence['screens'][number]['rows'][number]> {
  for (const item of items) {
    if (item.kind !== 'message') continue;
    const { contactId, content, id, own } = item;
    yield { id, contactId, text: content.text ?? '', own, says: 'sent' };
  }
  for (const { state, text } of drafts) {
    const [says, unsure] =
      state.name === 'failed'
        ? (['failed', state.code === 'message/unconfirmed'] as const)
        : (['pending', false] as const);
    yield { text, own: true, says, unsure };
  }
}

const agentSteps = {
  typing: { do: 'typing', ms: 20 },
  transfer: { do: 'transfer', to: { agent: 'Tom' } },
  lose: { do: 'lose' },
  idle: { do: 'idle' },
  end: { do: 'end' },
} as const;

/** Knobs with the waits of a story as the service has to wait them. */
function scaled(turns: Readonly<Record<string, string | number>>): Parameters<Remote['turn']>[0] {
  return Object.fromEntries(
    Object.entries(turns).map(([name, value]) => [
      name,
      typeof value === 'number' && name.endsWith('Ms') ? value / haste : value,
    ]),
  );
}
