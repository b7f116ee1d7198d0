import { sampleNotice } from '../../../src/adapters/memory/samples.js';
import { MemoryStorage } from '../../../src/adapters/memory/storage.js';
import type { MemoryTab } from '../../../src/adapters/memory/tabs.js';
import { MemoryWaitBroker } from '../../../src/adapters/memory/wait-broker.js';
import { sampleRequeueTicket } from '../../../src/adapters/memory/wait-samples.js';
import { MemoryWaitStorage } from '../../../src/adapters/memory/wait-storage.js';
import { silent } from '../../../src/core/log.js';
import { chatSubject } from '../../../src/core/wait/chat-subject.js';
import type { Line, WaitState } from '../../../src/core/wait/state.js';
import type { WaitBroker } from '../../../src/core/wait/ports.js';
import { WaitSession } from '../../../src/core/wait/session.js';
import { SharedWait } from '../../../src/core/wait/shared-wait.js';
import { Page, TabsWorld } from '../tabs/world.js';

/** The site in one browser, with a broker that knows of waiting and endings. A tab that is gone hears no answer. */
export class WaitWorld extends TabsWorld {
  readonly broker = new MemoryWaitBroker();

  /** Opens the site in a new tab, or again in one where a page left something behind. */
  visit(storage = new MemoryStorage(), kept = new MemoryWaitStorage()): WaitPage {
    return new WaitPage(this, this.browser.add(), storage, kept);
  }

  /** The site again, in the tab of a page that goes. */
  reload(page: WaitPage): WaitPage {
    return this.visit(page.kill(), page.kept);
  }

  /** Somebody comes. */
  join(): void {
    const { contact } = this;
    this.add(contact, (id, at) => sampleNotice(id, 'joined', at, { contactId: contact.id }));
  }

  /** What a tab asks this broker: a way there, what it does, and a way back. */
  from(tab: MemoryTab): WaitBroker {
    const { broker } = this;
    const ask =
      <Words extends unknown[], Answer>(method: (...words: Words) => Promise<Answer>) =>
      (...words: Words): Promise<Answer> =>
        tab.answer(this.#travel(() => method(...words)));
    return {
      availability: ask((...words: Parameters<WaitBroker['availability']>) => broker.availability(...words)),
      wait: ask((...words: Parameters<WaitBroker['wait']>) => broker.wait(...words)),
      after: ask((...words: Parameters<WaitBroker['after']>) => broker.after(...words)),
      history: ask((...words: Parameters<WaitBroker['history']>) => broker.history(...words)),
      rate: ask((...words: Parameters<WaitBroker['rate']>) => broker.rate(...words)),
      callback: ask((...words: Parameters<WaitBroker['callback']>) => broker.callback(...words)),
      leaveMessage: ask((...words: Parameters<WaitBroker['leaveMessage']>) => broker.leaveMessage(...words)),
      stop: ask((...words: Parameters<WaitBroker['stop']>) => broker.stop(...words)),
      requeue: ask(async (...words: Parameters<WaitBroker['requeue']>) => {
        const answer = await broker.requeue(...words);
        return 'contactId' in answer ? { ...sampleRequeueTicket(), ...this.#made(answer.contactId) } : answer;
      }),
      switchQueue: ask(async (...words: Parameters<WaitBroker['switchQueue']>) =>
        this.#made((await broker.switchQueue(...words)).contactId),
      ),
    };
  }

  #made(contactId: string) {
    if (!this.contacts.has(contactId)) this.open(contactId);
    return this.ticket(contactId);
  }

  async #travel<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    await this.pass(this.network());
    const answer = await ask();
    await this.pass(this.network());
    return answer;
  }
}

/** A page with waiting and endings beside its chat. */
export class WaitPage extends Page {
  readonly kept: MemoryWaitStorage;
  readonly wait: SharedWait;

  constructor(world: WaitWorld, tab: MemoryTab, storage: MemoryStorage, kept: MemoryWaitStorage) {
    super(world, tab, storage, {});
    this.kept = kept;
    const { clock } = tab;
    const chance = { random: () => 0.5, newId: () => world.newId() };
    const broker = world.from(tab);
    this.wait = new SharedWait(this.chat, {
      clock,
      chance,
      storage: { load: () => tab.answer(kept.load()), save: (fields) => tab.state === 'running' && kept.save(fields) },
      make: ({ session, chat, storage, inheritance }) =>
        new WaitSession(
          { broker, storage, clock, chance, logger: silent },
          { source: chatSubject(session), chat, customer: () => ({ displayName: 'Ada' }) },
          inheritance,
        ),
    });
  }

  get waiting(): WaitState {
    return this.wait.store.state;
  }

  get line(): Extract<Line, { readonly name: 'waiting' }> | undefined {
    const { line } = this.waiting;
    return line.name === 'waiting' ? line : undefined;
  }
}

/** Tabs in which a chat waits; the first one leads. `prepare` changes the world before anything is asked of it. */
export async function setUpTabs<Prepared = object>(
  count = 2,
  prepare: (world: WaitWorld) => Prepared = () => ({}) as Prepared,
) {
  const world = new WaitWorld();
  const prepared = prepare(world);
  const pages = Array.from({ length: count }, () => world.visit());
  const [one, two] = pages;
  if (!one || !two) throw new Error('There are two tabs at least.');
  await world.clock.advance(200);
  void one.chat.start();
  await world.clock.advance(1_000);
  return { world, clock: world.clock, broker: world.broker, pages, one, two, ...prepared };
}
