import { ChatSession } from '../../src/core/chat/session.js';
import type { Item, Person } from '../../src/core/chat/state.js';
import { MemoryConnection } from '../../src/adapters/memory/connection.js';
import { memoryPorts, type MemoryPorts } from '../../src/adapters/memory/ports.js';
import { sampleAgent, sampleBot, sampleMessage, sampleNotice } from '../../src/adapters/memory/samples.js';

/** A chat in one particular state, ready to be drawn. */
export interface Scene {
  readonly ports: MemoryPorts;
  readonly session: ChatSession;
}

const start = Date.UTC(2026, 10, 21, 9, 41);
const minute = 60_000;
const bea: Person = { id: 'p-bea', role: 'agent', name: 'Bea Lindqvist' };

function scene(now = start + 5 * minute): Scene {
  const ports = memoryPorts({ connection: new MemoryConnection(() => now) });
  return { ports, session: new ChatSession(ports, { displayName: 'Ada' }) };
}

async function live(...items: readonly Item[]): Promise<Scene> {
  const made = scene(Math.max(start + 5 * minute, items.at(-1)!.at + minute));
  made.ports.connection.hear(...items);
  await made.session.start();
  await made.ports.clock.settle();
  return made;
}

const joined = sampleNotice('n-1', 'joined', start);

const conversation: readonly Item[] = [
  joined,
  sampleMessage('m-1', 'Hello Ada, my name is Ines. How can I help?', start + 1_000),
  sampleMessage('m-2', 'Hi! My order 10482 says delivered, but nothing came.', start + minute, { own: true }),
  sampleMessage('m-3', 'It was the blue bowl.', start + minute + 9_000, { own: true }),
  sampleMessage('m-4', 'I’m sorry about that. Let me look it up.', start + 2 * minute),
  sampleMessage('m-5', 'The driver left it with your neighbour at number 14.', start + 2 * minute + 20_000),
  sampleMessage('m-6', 'Here is the proof of delivery: https://parcels.example/t/10482.', start + 2 * minute + 40_000),
  sampleMessage('m-7', '🎉', start + 4 * minute, { own: true }),
  sampleMessage('m-8', 'Found it, thank you so much', start + 4 * minute + 2_000, { own: true }),
];

const arabic: readonly Item[] = [
  sampleNotice('n-1', 'joined', start, { person: { id: 'p-agent', role: 'agent', name: 'ليلى' } }),
  sampleMessage('m-1', 'أهلًا بك، معك ليلى. كيف أساعدك؟', start + 1_000, {
    from: { id: 'p-agent', role: 'agent', name: 'ليلى' },
  }),
  sampleMessage('m-2', 'طلبي رقم 10482 لم يصل بعد.', start + minute, { own: true }),
  sampleMessage('m-3', 'Order 10482 is on its way (DHL).', start + 2 * minute, {
    from: { id: 'p-agent', role: 'agent', name: 'ليلى' },
  }),
];

/** Every screen there is, by name. */
export const scenes: Readonly<Record<string, () => Promise<Scene>>> = {
  async idle() {
    return scene();
  },
  async connecting() {
    const made = scene();
    made.ports.broker.hold();
    void made.session.start();
    await made.ports.clock.settle();
    return made;
  },
  async 'connecting-draft'() {
    const made = await scenes['connecting']!();
    made.session.send('Hello, is anybody there?');
    return made;
  },
  async waiting() {
    return live(
      sampleMessage('b-1', 'Welcome. A colleague will be with you soon.', start, {
        from: { ...sampleBot, id: '', role: 'system', name: undefined },
      }),
    );
  },
  conversation: () => live(...conversation),
  arabic: () => live(...arabic),
  async typing() {
    const made = await live(...conversation.slice(0, 6));
    made.ports.connection.typingBy(sampleAgent);
    return made;
  },
  async people() {
    return live(
      sampleMessage('b-1', 'Hello, I am the shop’s assistant. What is it about?', start - 30 * 60 * minute, {
        from: { ...sampleBot, name: 'Shop assistant' },
      }),
      sampleMessage('b-2', 'A broken bowl', start - 30 * 60 * minute + 30_000, { own: true }),
      sampleNotice('n-0', 'transferred', start),
      joined,
      sampleMessage('m-1', 'Hello Ada, my name is Ines.', start + 1_000),
      sampleNotice('n-2', 'joined', start + minute, { person: bea }),
      sampleMessage('m-2', 'And I am Bea, I look after the kiln.', start + minute + 1_000, { from: bea }),
      sampleNotice('n-3', 'idle', start + 2 * minute),
      sampleNotice('n-4', 'left', start + 3 * minute),
      sampleMessage('m-3', 'مرحبا! Text in two directions is fine.', start + 4 * minute, { own: true }),
    );
  },
  async drafts() {
    const made = await live(...conversation.slice(0, 2));
    const { connection } = made.ports;
    connection.nextSend({ answer: 'message/too-long', echo: 'not-taken' });
    made.session.send('This one is far too long for the service.');
    await made.ports.clock.settle();
    connection.nextSend({ answer: 'message/network', echo: 'not-taken' });
    made.session.send('This one met a bad connection.');
    await made.ports.clock.settle();
    connection.nextSend({ answer: 'held', echo: 'not-taken' });
    made.session.send('And this one is on its way.');
    await made.ports.clock.settle();
    return made;
  },
  /** Somebody has read the newest message. */
  async read() {
    const made = await live(...conversation);
    made.session.store.dispatch({ type: 'receipt', kind: 'read', messageId: 'm-8' });
    return made;
  },
  /** The browser keeps nothing, and a reload would lose it all. */
  async unkept() {
    const made = await live(...conversation);
    made.session.store.dispatch({ type: 'keeping', keeps: false });
    return made;
  },
  /** The chat ended while a message was on its way. */
  async unconfirmed() {
    const made = await live(...conversation.slice(0, 2));
    made.ports.connection.nextSend({ answer: 'held', echo: 'never' });
    made.session.send('Is anybody still there?');
    await made.ports.clock.settle();
    made.ports.connection.finish();
    return made;
  },
  async offline() {
    const made = await live(...conversation);
    made.ports.connection.drop('offline');
    made.session.send('I will wait');
    return made;
  },
  async reconnecting() {
    const made = await live(...conversation);
    made.ports.connection.drop('reconnecting');
    return made;
  },
  async ended() {
    const made = await live(...conversation);
    made.ports.connection.finish();
    return made;
  },
  async failed() {
    const made = scene();
    made.ports.broker.failNext('token/forbidden');
    made.session.note('Hello, I');
    await made.session.start();
    return made;
  },
  async lost() {
    const made = await live(...conversation);
    made.ports.connection.finish();
    await made.ports.clock.settle();
    made.ports.broker.failNext('token/busy');
    await made.session.start();
    return made;
  },
  async long() {
    const many = Array.from({ length: 420 }, (_, index) =>
      sampleMessage(
        `m-${String(index).padStart(5, '0')}`,
        `Message number ${index + 1}. ${'Some more words. '.repeat(index % 7)}`,
        start + index * 20_000,
        { own: index % 3 === 1 },
      ),
    );
    return live(...many);
  },
};
