import { TestSimulator } from '../../support/simulator.js';
import { check, type Finding, type Logged, type Screen, type Writing } from '../check.js';
import { isPending, Tab } from './tab.js';

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
  readonly startedAt?: number;
}

/** A site with the script tag, its broker, and the service behind it; and the customer's tabs. */
export class Stage {
  readonly simulator: TestSimulator;
  #tabs: Tab[] = [];

  private constructor(simulator: TestSimulator) {
    this.simulator = simulator;
  }

  /** Agents take every contact, and say nothing by themselves. */
  static async make(): Promise<Stage> {
    const simulator = await TestSimulator.start({});
    await simulator.turn({ scriptedAgents: 'always', chatEndedDelayMs: 20, agentLossNoticedAfterSeconds: 0.1 });
    await simulator.ask('scenarios', 'POST', {
      preferred: true,
      scenario: { name: 'quiet', begins: 'connected', steps: [{ do: 'accept' }] },
    });
    return new Stage(simulator);
  }

  address(options: Readonly<Record<string, string>> = {}): string {
    const { broker, clock } = this.simulator;
    return `/site/page?${String(new URLSearchParams({ broker, clock, ...options }))}`;
  }

  async tab(options: Readonly<Record<string, string>> = {}, width?: number): Promise<Tab> {
    const name = `tab ${this.#tabs.length + 1}`;
    const tab = await Tab.open(this.address(options), { name, ...(width !== undefined && { width }) });
    this.#tabs.push(tab);
    return tab;
  }

  /** A tab with a chat that is connected: the agent is there. */
  async chatting(options: Readonly<Record<string, string>> = {}, width?: number): Promise<Tab> {
    const tab = await this.tab(options, width);
    await tab.openPanel();
    tab.send('Hello');
    await tab.until('agent', () => tab.lines.some((line) => line.includes('joined')));
    await tab.sent('Hello');
    return tab;
  }

  async contacts(): Promise<readonly Contact[]> {
    return (await this.simulator.ask<{ contacts: Contact[] }>('contacts')).contacts;
  }

  /** The one contact there is. */
  async contactId(): Promise<string> {
    const [contact, ...others] = await this.contacts();
    if (!contact || others.length > 0) throw new Error(`One contact, not ${others.length + (contact ? 1 : 0)}.`);
    return contact.contactId;
  }

  async play(...steps: readonly object[]): Promise<void> {
    await this.simulator.ask(`contacts/${await this.contactId()}/steps`, 'POST', { steps });
  }

  say(text: string): Promise<void> {
    return this.play({ do: 'say', text });
  }

  /** What the agent's side received of messages, in the service's order. */
  async log(contactId?: string): Promise<readonly Logged[]> {
    const id = contactId ?? (await this.contactId());
    const { agentLog } = await this.simulator.ask<{ agentLog: { item: Item }[] }>(`contacts/${id}`);
    return agentLog
      .flatMap(({ item: { AbsoluteTime, Content = '', Id, ParticipantRole, Type } }) =>
        Type === 'MESSAGE'
          ? [{ id: Id, text: Content, own: ParticipantRole === 'CUSTOMER', at: Date.parse(AbsoluteTime) }]
          : [],
      )
      .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** Nothing reaches the service any more, or all of it does again. */
  async down(yes: boolean): Promise<void> {
    const { simulator } = this;
    if (!yes) {
      await simulator.ask('faults', 'DELETE');
      await simulator.turn({ scriptedAgents: 'always', throttling: false, chatEndedDelayMs: 20 });
      return;
    }
    await simulator.turn({ upgrade: 'refuse' });
    await simulator.fault({ route: '*', act: 'reset' });
    await simulator.sockets({ do: 'reset' });
  }

  /** What is wrong between what the agent has and what the tabs show, at rest. All texts of a story differ. */
  async findings(tabs: readonly Tab[], writings: readonly string[]): Promise<readonly Finding[]> {
    const contacts = await Promise.all(
      (await this.contacts()).map(async ({ contactId, state }, intent) => ({
        id: contactId,
        intent,
        madeAt: 0,
        overAt: state === 'over' ? 1 : undefined,
        log: await this.log(contactId),
      })),
    );
    const lines = contacts.flatMap(({ id, log }) => log.map((line) => ({ ...line, contactId: id })));
    const screens = tabs.map((tab): Screen => {
      const used = new Set<string>();
      return {
        tab: tab.name,
        // The service's own word for it: what the tab says of it, each story looks at itself.
        phase: contacts.at(-1)?.overAt === undefined ? 'live' : 'ended',
        up: tab.news === '',
        contactId: contacts.at(-1)?.id,
        typed: tab.box?.value ?? '',
        unread: 0,
        rows: tab.rows.map(({ failed, meta, own, text }) => {
          const line = lines.find((one) => one.text === text && one.own === own && !used.has(one.id));
          if (line && !failed) used.add(line.id);
          const says = failed ? 'failed' : isPending(meta) ? 'pending' : 'sent';
          return {
            id: says === 'sent' ? (line?.id ?? `none ${text}`) : undefined,
            contactId: line?.contactId,
            text,
            own,
            says,
          };
        }),
      };
    });
    const open = writings.map((text): Writing => ({ text, by: 'tab', fate: 'open' }));
    const trouble = tabs.flatMap((tab) => tab.window.trouble);
    const loose = Object.fromEntries(trouble.map((text) => [`uncaught "${text}"`, 1]));
    return check({ contacts, writings: open, screens, moments: [], endedAt: 2, loose });
  }

  async close(): Promise<void> {
    for (const tab of this.#tabs) tab.close();
    await this.simulator.missing(null);
    await this.simulator.stop();
    sessionStorage.clear();
    localStorage.clear();
    const databases = 'databases' in indexedDB ? await indexedDB.databases() : [];
    for (const { name } of databases) if (name !== undefined) indexedDB.deleteDatabase(name);
  }
}
