import type { Memory } from '../../src/core/chat/ports.js';
import type * as Headless from '../../src/app/headless.js';
import { account } from '../../src/simulator/account.js';
import { same } from '../contracts/contract.js';
import { openPage, type OtherPage } from '../support/frames.js';
import { TestSimulator } from '../support/simulator.js';

/** The names of everything of ours in the storage of the tab and of the site, and of any cookie. */
function kept() {
  const ours = (store: Storage): readonly string[] =>
    Object.keys(store)
      .filter((key) => key.includes('deskbell'))
      .map((key) => key.replace(/^deskbell:(.*?)https?:.*:/, '$1'));
  return { tab: ours(sessionStorage), site: ours(localStorage), cookie: document.cookie ? [document.cookie] : [] };
}

function forgetAll(): void {
  sessionStorage.clear();
  localStorage.clear();
}

/**
 * Resolves when nothing is queued in the database any more. WebKit (seen in 2.50) keeps the connection of a page that goes
 * before that, and nobody can delete the database or bring it up to date any more.
 */
async function settled({ indexedDB }: Window & typeof globalThis): Promise<void> {
  const open = indexedDB.open('deskbell');
  await new Promise((resolve) => (open.onsuccess = resolve));
  const last = open.result.transaction(open.result.objectStoreNames, 'readwrite');
  await new Promise((resolve) => (last.oncomplete = resolve));
  open.result.close();
}

/** Resolves when `store` has come to a state in which `is` holds. Says what it waited for when it never does. */
async function until<State>(
  what: string,
  store: { readonly state: State; subscribe(listener: (state: State) => void): () => void },
  is: (state: State) => boolean,
): Promise<void> {
  let stop = (): void => {};
  let timer = 0;
  await new Promise<void>((resolve, reject) => {
    const look = (state: State): void => void (is(state) && resolve());
    timer = window.setTimeout(() => reject(new Error(`${what}: ${JSON.stringify(store.state)}`)), 8_000);
    stop = store.subscribe(look);
    look(store.state);
  });
  stop();
  clearTimeout(timer);
}

const callsWork = 'RTCPeerConnection' in globalThis;

type Kept = ReturnType<typeof kept>;

describe('How long a site wants a customer remembered', function () {
  this.timeout(30_000);
  let simulator: TestSimulator;
  let page: OtherPage;
  let seen: Kept[];
  let left: Kept;
  /** Databases that were opened, by whatever page. */
  let opened: Set<string>;

  beforeEach(async () => {
    forgetAll();
    const flowId = account.contactFlowId;
    simulator = await TestSimulator.start({
      call: { flowId },
      callback: { kind: 'task', flowId },
      endings: { requeue: { automatic: true, pauseMs: 500 } },
      waiting: { offers: { afterSeconds: 0 } },
    });
    // Nobody takes a contact by themselves: it waits until it is told otherwise.
    await simulator.turn({ scriptedAgents: 'off', chatEndedDelayMs: 20, agentLossNoticedAfterSeconds: 0.1 });
    page = await openPage();
    seen = [];
    opened = new Set();
  });
  afterEach(async () => {
    if (opened.size > 0) await settled(page.window);
    page.close();
    await simulator.stop();
    forgetAll();
  });

  const look = (): void => void seen.push(kept());

  /** Resolves once the database has confirmed what the tab's storage stood in for until then. */
  const inTheDatabase = async (): Promise<void> => {
    while (kept().tab.includes('ticket')) await new Promise((resolve) => requestAnimationFrame(resolve));
  };

  /** A page of the site, once its code has run. */
  const life = async (memory: Memory) => {
    const { indexedDB } = page.window;
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (name, version) => open(opened.add(name) && name, version);
    const { createCallSession, createChatSession, createWaitSession } =
      await page.import<typeof Headless>('/dist/esm/headless.js');
    const { broker } = simulator;
    const chat = createChatSession({ broker, memory });
    const call = createCallSession({ broker, memory });
    const [wait, callWait] = [chat, call].map((session) => createWaitSession({ broker, session }));
    return { call, chat, wait: wait!, callWait: callWait! };
  };

  /** A customer waits, asks for a callback, calls, talks, loses the agent, is back in line, reloads the page and ends. */
  const wholeLife = async (memory: Memory): Promise<void> => {
    const { call, callWait, chat, wait } = await life(memory);
    await chat.start();
    await until('connected', chat.store, ({ phase }) => phase.name === 'live' && phase.link === 'up');
    const first = chat.ticket!.contactId;
    chat.send('Hello');
    chat.note('Half a sent');
    await until('waiting', wait.store, ({ line }) => line.name === 'waiting');
    wait.declineAll();
    if (memory === 'device') await inTheDatabase();
    look();
    wait.choose({ kind: 'callback', keepsPlace: true });
    const sent = wait.sendCallback({ phone: '+4930901820', inMs: 0, note: '', waitOn: true });
    look();
    await sent;
    await until('the callback is certain', wait.store, ({ errand }) => errand.name === 'done');
    look();

    await call.prepare('audio');
    await call.chooseMicrophone('default');
    callWait.declineAll();
    const joined = call.join('audio');
    look();
    await joined;
    if (callsWork) {
      await until('it rings', call.store, ({ phase }) => phase.name === 'ringing');
      await simulator.ask(`contacts/${call.contact!.contactId}/steps`, 'POST', { steps: [{ do: 'accept' }] });
      await until('talking', call.store, ({ phase }) => phase.name === 'live');
    }
    look();
    await call.leave();
    look();

    await simulator.ask(`contacts/${first}/steps`, 'POST', { steps: [{ do: 'accept' }] });
    await until('an agent came', wait.store, ({ line }) => line.name === 'none');
    await simulator.ask(`contacts/${first}/end`, 'POST', { reason: 'AGENT_NETWORK_DISCONNECT' });
    await until('the way back is known', wait.store, ({ ending }) => ending.name !== 'none');
    look();
    await until('back in line', chat.store, ({ phase }) => phase.name === 'live' && phase.contact.contactId !== first);
    look();

    await page.reload();
    look();
    const next = await life(memory);
    await Promise.all([next.chat.resume(), next.call.resume()]);
    same(next.chat.store.state.phase.name === 'idle', memory === 'none');
    if (memory !== 'none') {
      await until('gone on with', next.chat.store, ({ phase }) => phase.name === 'live' && phase.link === 'up');
      if (memory === 'device') await inTheDatabase();
      look();
      await next.chat.end();
      await until('over', next.chat.store, ({ phase }) => phase.name === 'ended');
    }
    look();
    next.chat.shutdown();
    next.call.shutdown();
    left = kept();
  };

  /** What was there at one moment or another. */
  const ever = (place: keyof Kept): readonly string[] => [...new Set(seen.flatMap((each) => each[place]))].sort();
  const nothing: Kept = { tab: [], site: [], cookie: [] };
  /** How often everything was forgotten. */
  const onlyThatItWas: Kept = { tab: ['keptAfter'], site: ['forgotten'], cookie: [] };

  it('none: nothing is in the browser at any moment, whatever they do', async () => {
    await wholeLife('none');
    for (const each of seen) same(each, nothing);
    same([left, [...opened]], [nothing, []]);
  });

  /** Of a wait, an end and a call, whatever the memory; `ahead`, `leaving` and a call's key only at some moments. */
  const ofTheTab = ['call:call', 'wait:chat:ended', 'wait:chat:errandKey', 'wait:chat:historyFor'].slice(
    callsWork ? 0 : 1,
  );
  const ofTheSite = ['call:chosen', 'lives', 'wait:chat:declined'];
  const always = (names: readonly string[]): readonly string[] =>
    names.filter((name) => !['ahead', 'call:startKey', 'conversation', 'leaving', 'startKey'].includes(name));

  it('tab: tokens are the tab’s, what was said is in the database, and the site has nothing that opens a contact', async () => {
    await wholeLife('tab');
    same(always(ever('tab')), [...ofTheTab.slice(0, -3), 'ticket', ...ofTheTab.slice(-3)]);
    same(always(ever('site')), ofTheSite);
    same([[...opened], ever('cookie')], [['deskbell'], []]);
    same(left, onlyThatItWas);
  });

  it('device: a conversation that runs is in the database alone', async () => {
    await wholeLife('device');
    same(always(ever('tab')), ofTheTab);
    same(always(ever('site')), ofTheSite);
    same([[...opened], ever('cookie')], [['deskbell'], []]);
    same(left, onlyThatItWas);
  });
});
