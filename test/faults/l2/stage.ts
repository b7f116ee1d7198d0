import { en } from '../../../src/i18n/en.js';
import { TestSimulator, clockAddress } from '../../support/simulator.js';
import {
  check,
  tellWithinMs,
  type Evidence,
  type Finding,
  type Logged,
  type LoggedContact,
  type Row,
  type Screen,
} from '../check.js';
import { beginTime, inStory, ownTime, wait } from '../l1/time.js';
import { forget, heldLocks, nextTold } from './apart.js';
import { Lag } from './lag.js';
import { saysOf, storyNow, Tab } from './tab.js';
import { isUp, Witness } from './witness.js';

interface Item {
  readonly Id: string;
  readonly Type: string;
  readonly AbsoluteTime: string;
  readonly Content?: string;
  readonly ParticipantRole?: string;
}

interface Contact {
  readonly contactId: string;
  readonly state: string;
  readonly startedAt: number;
}

interface WholeContact {
  readonly segments: readonly { readonly disconnectTimestamp?: number }[];
  readonly agentLog: readonly { readonly item: Item }[];
}

/** Something the customer began: a chat, which may be called off before it is there. */
interface Intent {
  readonly at: number;
  givenUp: boolean;
  /** The customer said twice that this chat is to end. */
  endAsked: boolean;
}

/** What is further apart than this came one after the other, in milliseconds of the story. */
const momentMs = 200;
/** How long a page may take to go on with what it kept, in milliseconds of the story. */
const resumesWithinMs = 10_000;
/** How long after an end the way back may take to begin, in milliseconds of the story: five seconds of it are the broker's. */
const goesOnWithinMs = 9_000;

let clock: Promise<string> | undefined;

/** Time in this page and in all its tabs; begun once. */
async function beginOnce(): Promise<string> {
  clock ??= clockAddress().then(async (address) => {
    window.storyTime = ownTime;
    await beginTime(address);
    return address;
  });
  return clock;
}

/** A site with the script tag, its broker, and the service behind it; and one customer's browser. */
export class Stage {
  readonly simulator: TestSimulator;
  readonly witness = new Witness();
  /** What this browser keeps has this name, which no other one has or had: WebKit is slow to forget. */
  readonly browser = crypto.randomUUID();
  readonly tabs: Tab[] = [];
  readonly intents: Intent[] = [];
  /** The device has lost something it kept. */
  forgets = false;
  #online = true;
  /** By contact: until then nothing of it was lost anywhere, and everything was shown. */
  #calmAt = new Map<string, number>();
  /** Since when there is no trouble any more. */
  #wellSince = 0;
  #lag = new Lag();
  #clock: string;
  #knobs: object;

  private constructor(simulator: TestSimulator, clock: string, knobs: object) {
    this.simulator = simulator;
    this.#clock = clock;
    this.#knobs = knobs;
  }

  /** Agents take every contact, and say nothing by themselves. `name`: of this stage among those there are. */
  static async make(name = 'only', knobs: object = {}): Promise<Stage> {
    const clock = await beginOnce();
    const simulator = await TestSimulator.start({}, name);
    const usual = {
      scriptedAgents: 'always',
      throttling: false,
      chatEndedDelayMs: 20,
      agentLossNoticedAfterSeconds: 0.1,
      ...knobs,
    };
    await simulator.turn(usual);
    await simulator.ask('scenarios', 'POST', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: [{ do: 'accept' }] },
    });
    return new Stage(simulator, clock, usual);
  }

  address(options: Readonly<Record<string, string>> = {}): string {
    const { broker, origin } = this.simulator;
    const service = new URL(origin).port;
    const all = { broker, service, clock: this.#clock, browser: this.browser, tab: 'tab', ...options };
    return `/site/page?${String(new URLSearchParams(all))}`;
  }

  async tab(options: Readonly<Record<string, string>> = {}, width?: number): Promise<Tab> {
    const name = `tab ${this.tabs.length + 1}`;
    const tab = await Tab.open(this.address({ tab: name, ...options }), {
      name,
      ...(width !== undefined && { width }),
    });
    this.tabs.push(tab);
    this.witness.watch(tab);
    if (!this.#online) tab.says(false);
    return tab;
  }

  /** A tab with a chat that is connected: the agent is there. */
  async chatting(options: Readonly<Record<string, string>> = {}, width?: number): Promise<Tab> {
    const tab = await this.tab(options, width);
    await this.open(tab);
    this.send(tab, 'Hello');
    await tab.until('agent', () => tab.lines.some((line) => line.includes('joined')));
    await tab.sent('Hello');
    return tab;
  }

  /** The customer opens the panel, which begins a chat if there is none. */
  async open(tab: Tab): Promise<void> {
    this.begin(tab);
    await tab.openPanel();
  }

  /** From here on there is a wish for a chat, unless there was one. */
  begin(tab: Tab): void {
    const phase = tab.glance?.phase ?? 'idle';
    if (phase === 'idle' || phase === 'ended' || phase === 'failed') {
      this.intents.push({ at: storyNow(), givenUp: false, endAsked: false });
    }
  }

  /** The customer writes and presses Enter. */
  send(tab: Tab, text: string): void {
    if (tab.glance?.phase === 'idle') this.begin(tab);
    this.witness.wrote(text, tab.name);
    tab.send(text);
  }

  /** The customer wants the chat to end, and says so twice. Nobody is told of one that was not there yet. */
  async end(tab: Tab): Promise<void> {
    const [intent, { glance }] = [this.intents.at(-1), tab];
    if (intent && glance?.phase === 'connecting') intent.givenUp = true;
    tab.press(en.endChat);
    await tab.until('question', () => tab.button(en.keepChatting));
    // The other one with this name is behind the question, and cannot be pressed.
    tab.button(en.endChat)?.click();
    if (intent) intent.endAsked = true;
  }

  /** The browser says this of the network, in all tabs. */
  says(online: boolean): void {
    this.#online = online;
    for (const tab of this.there) tab.says(online);
  }

  /** The clock of the device jumps by so many milliseconds. */
  jump(ms: number): void {
    window.clockJumps ??= new Map();
    window.clockJumps.set(this.browser, (window.clockJumps.get(this.browser) ?? 0) + ms);
  }

  async contacts(): Promise<readonly Contact[]> {
    const { contacts } = await this.simulator.ask<{ contacts: Contact[] }>('contacts');
    return contacts.toSorted((a, b) => a.startedAt - b.startedAt);
  }

  /** The one contact there is. */
  async contactId(): Promise<string> {
    const [contact, ...others] = await this.contacts();
    if (!contact || others.length > 0) throw new Error(`One contact, not ${others.length + (contact ? 1 : 0)}.`);
    return contact.contactId;
  }

  /** The agent of the newest contact does this, unless it is over. */
  async play(...steps: readonly object[]): Promise<void> {
    const contact = (await this.contacts()).at(-1);
    if (!contact || contact.state === 'over') return;
    await this.simulator.ask(`contacts/${contact.contactId}/steps`, 'POST', { steps }).catch(async (error: unknown) => {
      // It may have ended since we looked.
      if ((await this.contacts()).at(-1)?.state !== 'over') throw error;
    });
  }

  say(text: string): Promise<void> {
    return this.play({ do: 'say', text });
  }

  /** What the agent's side received of messages, in the service's order; times are those of the story. */
  async log(contactId?: string): Promise<readonly Logged[]> {
    return logOf(await this.#whole(contactId ?? (await this.contactId())));
  }

  #whole(contactId: string): Promise<WholeContact> {
    return this.simulator.ask<WholeContact>(`contacts/${contactId}`);
  }

  /** Resolves when a tab next asks the others for all they know, and is told. */
  nextTold(): Promise<void> {
    return nextTold(this.browser, this.simulator.broker.replace(/\/+$/, ''));
  }

  /** Nothing reaches the service any more, or all of it does again. */
  async down(yes: boolean): Promise<void> {
    if (!yes) return this.heal();
    const { simulator } = this;
    await simulator.turn({ upgrade: 'refuse' });
    await simulator.fault({ route: '*', act: 'reset' });
    await simulator.sockets({ do: 'reset' });
  }

  /** Everything is well from now on: what is broken already stays so. */
  async heal(): Promise<void> {
    await this.simulator.ask('faults', 'DELETE');
    await this.simulator.turn(this.#knobs);
    this.#wellSince = storyNow();
  }

  /** Whether nothing is on its way in any tab, and all that was said is there. */
  #isCalm(log: readonly Logged[], lives: boolean): boolean {
    const typed = new Set(this.there.flatMap(({ glance }) => (glance ? [glance.typed] : [])));
    if (typed.size > 1) return false;
    return this.there.every((tab) => {
      const { glance } = tab;
      // A page that was just loaded comes back to the chat that lives, or to one of which it does not know that it is over.
      if (!glance || glance.phase === 'idle')
        return !lives && !tab.button(en.startAgain) && storyNow() - tab.loadedAt > resumesWithinMs;
      // It may have ended since the log was read.
      if (glance.phase === 'ended') return !lives;
      // A tab that has just woken may not know yet that it is over.
      if (!lives || !isUp(glance) || glance.leaving) return false;
      const missing = log.filter(({ own }) => !own).filter(({ text }) => !tab.texts.includes(text));
      const under = glance.rows.filter((row, place) => row.own && saysOf(glance.rows, place) === 'pending');
      return missing.length === 0 && under.length === 0;
    });
  }

  /** Whether this machine has been too busy since `at`, milliseconds of the story, to be held to a blip. */
  hasLaggedSince(at: number): boolean {
    return this.#lag.hasBeenSince(at);
  }

  /** Tabs that are there. */
  get there(): readonly Tab[] {
    return this.tabs.filter(({ isOver }) => !isOver);
  }

  /** Looks whether all is at rest, and remembers when it was. */
  async looksCalm(): Promise<boolean> {
    const contact = (await this.contacts()).at(-1);
    const log = contact && contact.state !== 'over' ? await this.log(contact.contactId) : [];
    const isCalm = this.#isCalm(log, contact !== undefined && contact.state !== 'over');
    if (isCalm && contact && contact.state !== 'over') this.#calmAt.set(contact.contactId, storyNow());
    return isCalm;
  }

  /** Resolves when all is at rest, or after a minute of the story. What failed has a next step, which the customer takes. */
  async rest(): Promise<boolean> {
    const until = storyNow() + 60_000;
    while (storyNow() < until) {
      if ((await this.looksCalm()) && !this.#mayGoOn) return true;
      for (const tab of this.there) {
        if (tab.glance?.phase === 'failed') (tab.button(en.tryAgain) ?? tab.button(en.startAgain))?.click();
        const start = tab.glance?.phase === 'idle' && tab.button(en.startAgain);
        if (start) this.begin(tab);
        if (start) start.click();
      }
      await wait(500);
    }
    return false;
  }

  /** A chat has just ended, and the way back into it may be about to begin by itself. */
  get #mayGoOn(): boolean {
    const endedAt = this.witness.told.findLast(({ is }) => is === 'told-ended')?.at;
    if (endedAt === undefined || !this.there.some(({ glance }) => glance?.phase === 'ended')) return false;
    return storyNow() < Math.max(endedAt, this.#wellSince) + goesOnWithinMs;
  }

  /** What is wrong between what the agent has, what the tabs show and what they have told, at rest. */
  async findings(): Promise<readonly Finding[]> {
    const endedAt = storyNow();
    const goesOn = this.there.some(({ glance }) => glance?.phase === 'live');
    const all = await this.contacts();
    const newest = all.at(-1)?.contactId;
    const contacts = await Promise.all(
      all.map(async ({ contactId, startedAt }): Promise<LoggedContact> => {
        const whole = await this.#whole(contactId);
        const madeAt = inStory(startedAt);
        const intent = Math.max(
          0,
          this.intents.findLastIndex(({ at }) => at <= madeAt),
        );
        const over = whole.segments.at(-1)?.disconnectTimestamp;
        const ended = over === undefined ? undefined : inStory(over);
        // Nobody can know of an end that was a moment ago.
        const isUntold = ended !== undefined && ended > endedAt - tellWithinMs && contactId === newest && goesOn;
        const overAt = isUntold ? undefined : ended;
        const log = logOf(whole).map((line) => ({
          ...line,
          ...(overAt !== undefined && line.at > (this.#calmAt.get(contactId) ?? 0) && { unreachable: true }),
        }));
        const { endAsked = false, givenUp = false } = this.intents[intent] ?? {};
        return { id: contactId, intent, madeAt, overAt, log, givenUp, endAsked };
      }),
    );
    const tabs = this.there;
    const connected = await this.#connected();
    const screens = tabs.flatMap((tab): Screen[] => {
      const { glance } = tab;
      if (!glance) return [];
      const { news, phase, rows, typed } = glance;
      return [
        {
          tab: tab.name,
          phase,
          up: isUp({ news, phase }),
          contactId: phase === 'idle' ? undefined : contacts.at(-1)?.id,
          typed,
          unread: tab.unread,
          rows: rowsOf(rows, contacts),
        },
      ];
    });
    const evidence: Evidence = {
      contacts,
      forgets: this.forgets,
      writings: this.witness.writings,
      screens,
      moments: this.#moments(contacts),
      endedAt,
      ...(connected > 1 && { leaders: connected }),
      drawsWithinMs: this.#lag.drawsWithinMs,
      loose: Object.fromEntries(this.tabs.flatMap(({ trouble }) => trouble.map((text) => [`uncaught "${text}"`, 1]))),
    };
    return check(evidence);
  }

  /** How many tabs have a line, once those that nobody answers any more have heard that they are closed. */
  async #connected(): Promise<number> {
    await this.simulator.sockets({ do: 'resume' });
    const count = (): number => this.there.filter(({ window }) => window.openSockets > 0).length;
    for (let tries = 0; tries < 10 && count() > 1; tries++) await wait(500);
    return count();
  }

  #moments(contacts: readonly LoggedContact[]): Evidence['moments'] {
    return this.witness.told.flatMap((told): Evidence['moments'] => {
      const { at, tab } = told;
      if (told.is === 'told-ended') {
        // Time stands while a machine is busy: of what comes in the same moment nobody knows what was first.
        const contact = contacts.findLast(({ madeAt }) => madeAt <= at - momentMs);
        return contact ? [{ at, tab, is: 'ended', contactId: contact.id }] : [];
      }
      if (told.is !== 'told-sent') return [told];
      const lines = contacts.flatMap(({ log }) => log.filter(({ own, text }) => own && text === told.text));
      const line = lines[told.nth - 1];
      return line ? [{ at, tab, is: 'sent', id: line.id }] : [];
    });
  }

  /** Closes everything. Resolves to what is left behind: a name, and how many. */
  async close(): Promise<Readonly<Record<string, number>>> {
    this.#lag.stop();
    for (const tab of this.there) tab.close();
    await this.simulator.sockets({ do: 'resume' }); // Half-open ones do not hear that the other side is gone.
    const left = async () => ({ sockets: await this.simulator.openSockets(), locks: await heldLocks(this.browser) });
    let loose = await left();
    for (let tries = 0; tries < 40 && loose.sockets + loose.locks > 0; tries++) {
      await wait(200);
      loose = await left();
    }
    await this.simulator.missing(null);
    await this.simulator.stop();
    await forget(this.browser);
    return loose;
  }
}

/** Rows of a screen, each with the line of the log it can be. */
function rowsOf(rows: Tab['rows'], contacts: readonly LoggedContact[]): Row[] {
  const lines = contacts.flatMap(({ id, log }) => log.map((line) => ({ ...line, contactId: id })));
  const used = new Set<string>();
  return rows.map(({ own, text }, place) => {
    const says = saysOf(rows, place);
    const line = lines.find((one) => one.text === text && one.own === own && !used.has(one.id));
    if (line && (says === 'sent' || says === 'nothing')) used.add(line.id);
    // Of what nothing is said, the log knows whether it is under way.
    if (says === 'failed' || says === 'pending' || (says === 'nothing' && !line)) {
      const unsure = rows[place]?.meta.includes(en.errors['message/unconfirmed']) ?? false;
      return { text, own, says: says === 'failed' ? 'failed' : 'pending', unsure };
    }
    return { id: line?.id ?? `none ${text}`, contactId: line?.contactId, text, own, says: 'sent' };
  });
}

function logOf({ agentLog }: WholeContact): readonly Logged[] {
  return agentLog
    .flatMap(({ item: { AbsoluteTime, Content = '', Id, ParticipantRole, Type } }) =>
      Type === 'MESSAGE'
        ? [{ id: Id, text: Content, own: ParticipantRole === 'CUSTOMER', at: Date.parse(AbsoluteTime) }]
        : [],
    )
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map((line) => ({ ...line, at: inStory(line.at) }));
}
