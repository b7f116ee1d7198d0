import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Item, Simulator } from '../../src/simulator/index.js';
import { ask, Customer, simulated, startChat } from './customer-client.js';

interface Summary {
  contactId: string;
  customer: string;
  state: string;
  waitedMs: number;
  position: number | null;
  queue: { name: string } | null;
  agent: string | null;
  agentAway: boolean;
  agentLost: boolean;
  sockets: number;
  customerConnected: boolean;
  disconnectReason: string | null;
}

interface FeedEvent {
  event: string;
  data: Record<string, unknown>;
}

/** A desk page's live feed, read as EventSource would. */
class Feed {
  readonly events: FeedEvent[] = [];
  readonly #abort = new AbortController();
  readonly #wakes = new Set<() => void>();

  async open(origin: string, query = 'name=Ines&state=available'): Promise<this> {
    const response = await fetch(`${origin}/_sim/desk/feed?${query}`, { signal: this.#abort.signal });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    void this.#read(response.body!).catch(() => undefined);
    await this.when('contacts', () => true);
    return this;
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(piece, { stream: true });
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
        if (event && data) this.events.push({ event, data: JSON.parse(data) as Record<string, unknown> });
      }
      for (const wake of this.#wakes) wake();
    }
  }

  /** Resolves with the first event that fits, now or later. */
  async when(event: string, fits: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    const look = (): FeedEvent | undefined => this.events.find((one) => one.event === event && fits(one.data));
    const found = look();
    if (found) return found.data;
    return new Promise((resolve, reject) => {
      const guard = setTimeout(() => reject(new Error(`${event} did not come: ${JSON.stringify(this.events)}`)), 8_000);
      const wake = (): void => {
        const now = look();
        if (!now) return;
        clearTimeout(guard);
        this.#wakes.delete(wake);
        resolve(now.data);
      };
      this.#wakes.add(wake);
    });
  }

  /** The first list in which this contact is as wanted. */
  async contact(contactId: string, fits: (one: Summary) => boolean): Promise<Summary> {
    const pick = (data: Record<string, unknown>): Summary | undefined =>
      (data['contacts'] as Summary[]).find((one) => one.contactId === contactId && fits(one));
    return pick(await this.when('contacts', (data) => pick(data) !== undefined))!;
  }

  async item(contactId: string, fits: (item: Item) => boolean): Promise<Item> {
    const data = await this.when('item', (one) => one['contactId'] === contactId && fits(one['item'] as Item));
    return data['item'] as Item;
  }

  close(): void {
    this.#abort.abort();
  }
}

interface Scene {
  simulator: Simulator;
  origin: string;
  feed: Feed;
}

async function scene(t: TestContext): Promise<Scene> {
  const { simulator, origin } = await simulated(t, { knobs: { throttling: false } });
  const feed = await new Feed().open(origin);
  t.after(() => feed.close());
  return { simulator, origin, feed };
}

const desk = <Answer = { contact: Summary; error: string }>(
  origin: string,
  contactId: string,
  call: string,
  body: unknown = {},
): Promise<{ status: number; answer: Answer }> =>
  ask<Answer>(origin, 'POST', `desk/contacts/${contactId}/${call}`, body);

test('a waiting customer is on the list, with name, queue and time waited', async (t) => {
  const { simulator, origin, feed } = await scene(t);
  const { contactId } = await startChat(origin, { displayName: 'Sam' });
  const waiting = await feed.contact(contactId, (one) => one.state === 'waiting');
  assert.equal(waiting.customer, 'Sam');
  assert.equal(waiting.queue?.name, 'Customer care');
  assert.equal(waiting.position, 1);
  assert.equal(waiting.customerConnected, false);
  simulator.clock.advance(90_000);
  const { answer } = await ask<{ contacts: Summary[] }>(origin, 'GET', 'desk/contacts');
  assert.equal(answer.contacts[0]?.waitedMs, 90_000);
});

test('while a person is at the desk, no scripted agent takes a contact; when they leave, one does', async (t) => {
  const { simulator, origin, feed } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.say('Hello?');
  simulator.clock.advance(60_000);
  await customer.line.settled();
  assert.ok(!customer.line.items.some((one) => one.ParticipantRole === 'AGENT'));
  const noticed = new Promise<void>((resolve) => {
    const { agents } = simulator;
    const review = agents.review.bind(agents);
    agents.review = () => {
      review();
      resolve();
    };
  });
  feed.close();
  await noticed;
  simulator.clock.advance(2_000);
  await customer.line.item('Hello Sam, this is Ines from customer care. How can I help you?');
});

test('a person who is away from the desk leaves the work to the scripted agents', async (t) => {
  const { simulator, origin, feed } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.say('Hello?');
  const { desk: id } = (await feed.when('desk', () => true)) as { desk: string };
  const { answer } = await ask(origin, 'POST', 'desk/state', { desk: id, state: 'away' });
  assert.deepEqual(answer, { desk: id, name: 'Ines', state: 'away' });
  simulator.clock.advance(2_000);
  await feed.contact(customer.contactId, (one) => one.state === 'active');
});

test('a person accepts, talks, and sees the customer type', async (t) => {
  const { origin, feed } = await scene(t);
  const customer = await Customer.arrive(origin);
  const { answer } = await desk(origin, customer.contactId, 'accept', { agent: 'Ines' });
  assert.equal(answer.contact.state, 'active');
  assert.equal(answer.contact.agent, 'Ines');
  await customer.event('typing');
  await feed.item(
    customer.contactId,
    (item) => item.ContentType?.endsWith('typing') === true && item.ParticipantRole === 'CUSTOMER',
  );
  await customer.say('Hello Ines');
  await feed.item(customer.contactId, (item) => item.Content === 'Hello Ines');
  await desk(origin, customer.contactId, 'typing');
  assert.equal((await customer.line.item('event.typing')).ParticipantRole, 'CUSTOMER');
  const picker = {
    templateType: 'ListPicker',
    version: '1.0',
    data: { content: { title: 'Which?', elements: [{ title: 'A' }] } },
  };
  const contentType = 'application/vnd.amazonaws.connect.message.interactive';
  const sent = await desk<{ item: Item }>(origin, customer.contactId, 'messages', { contentType, content: picker });
  const heard = await customer.line.item('message.interactive');
  assert.equal(heard.Id, sent.answer.item.Id);
  assert.deepEqual(JSON.parse(heard.Content ?? ''), picker);
  await desk(origin, customer.contactId, 'messages', { text: 'Hello Sam' });
  assert.equal((await customer.line.item('Hello Sam')).DisplayName, 'Ines');
  const { answer: whole } = await ask<{ transcript: Item[] }>(origin, 'GET', `desk/contacts/${customer.contactId}`);
  assert.deepEqual(
    whole.transcript
      .map((one) => one.Content ?? one.ContentType?.split('event.')[1])
      .filter((one) => one?.startsWith('Hello')),
    ['Hello Ines', 'Hello Sam'],
  );
});

test('a person sends a file and acknowledges a message', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await desk(origin, customer.contactId, 'accept', { agent: 'Ines' });
  const base64 = Buffer.from('bill').toString('base64');
  await desk(origin, customer.contactId, 'files', { name: 'bill.txt', contentType: 'text/plain', base64 });
  assert.equal((await customer.line.item('ATTACHMENT')).Attachments?.[0]?.AttachmentName, 'bill.txt');
  const { Id } = await customer.say('Thanks');
  await desk(origin, customer.contactId, 'receipts', { messageId: Id, kind: 'read' });
  assert.equal((await customer.line.item('message.read')).MessageMetadata?.MessageId, Id);
});

test('a person transfers to a colleague, and to a queue where the contact waits again', async (t) => {
  const { origin, feed } = await scene(t);
  const customer = await Customer.arrive(origin);
  await desk(origin, customer.contactId, 'accept', { agent: 'Ines' });
  const moved = await desk(origin, customer.contactId, 'transfer', { agent: 'Tom' });
  assert.equal(moved.answer.contact.agent, 'Tom');
  const failed = await desk(origin, customer.contactId, 'transfer', { fails: true });
  assert.equal(failed.answer.contact.agent, 'Tom');
  await desk(origin, customer.contactId, 'transfer', { queue: 'Returns' });
  const waiting = await feed.contact(
    customer.contactId,
    (one) => one.state === 'waiting' && one.queue?.name === 'Returns',
  );
  assert.equal(waiting.agent, null);
  await customer.line.item('transfer.failed');
});

test('a person drops the customer’s socket', async (t) => {
  const { origin, feed } = await scene(t);
  const customer = await Customer.arrive(origin);
  await feed.contact(customer.contactId, (one) => one.sockets === 1);
  const { answer } = await desk<{ sockets: number }>(origin, customer.contactId, 'drop', {});
  assert.equal(answer.sockets, 1);
  assert.equal((await customer.line.gone()).code, 1006);
  await feed.contact(customer.contactId, (one) => one.sockets === 0 && one.customerConnected);
});

test('a person goes away, returns, loses the network and gets it back', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  const { contactId } = customer;
  await desk(origin, contactId, 'accept', { agent: 'Ines' });
  assert.equal((await desk(origin, contactId, 'away')).answer.contact.agentAway, true);
  await customer.line.item('participant.idle');
  assert.equal((await desk(origin, contactId, 'back')).answer.contact.agentAway, false);
  await customer.line.item('participant.returned');
  assert.equal((await desk(origin, contactId, 'lose')).answer.contact.agentLost, true);
  simulator.clock.advance(10_000);
  assert.equal((await desk(origin, contactId, 'recover')).answer.contact.agentLost, false);
  simulator.clock.advance(60_000);
  const { answer } = await desk(origin, contactId, 'end');
  assert.equal(answer.contact.state, 'over');
  assert.equal(answer.contact.disconnectReason, 'AGENT_DISCONNECT');
  await customer.line.item('chat.ended');
});

test('what cannot be done is refused in a sentence', async (t) => {
  const { origin } = await scene(t);
  const { contactId } = await startChat(origin);
  const refused = async (call: string, body: unknown, id = contactId): Promise<[number, string]> => {
    const { status, answer } = await desk(origin, id, call, body);
    return [status, answer.error];
  };
  assert.deepEqual(await refused('messages', { text: 'hi' }), [409, 'No agent is in this contact. Accept it first.']);
  assert.deepEqual(await refused('accept', {}), [400, 'The body needs "agent", a string.']);
  assert.deepEqual(await refused('accept', { agent: 'Ines' }, 'nobody'), [404, 'There is no contact with this id.']);
  await desk(origin, contactId, 'accept', { agent: 'Ines' });
  assert.deepEqual(await refused('accept', { agent: 'Tom' }), [409, 'This contact does not wait in a queue.']);
  assert.equal((await refused('drop', { code: 1006 }))[0], 400);
  assert.equal((await refused('transfer', { queue: 'Nowhere' }))[0], 400);
  await desk(origin, contactId, 'end');
  assert.deepEqual(await refused('messages', { text: 'hi' }), [409, 'This contact is over.']);
});

test('the feed tells the board, and a queue is staffed, filled and closed from the desk', async (t) => {
  const { simulator, origin } = await simulated(t);
  const feed = await new Feed().open(origin);
  t.after(() => feed.close());
  const { contactId } = await startChat(origin);
  const [queue] = [...simulator.world.queues.values()];
  const id = queue!.id;
  interface Board {
    queues: { id: string; waiting: string[]; others: number; staff: number; open: boolean; lively: boolean }[];
  }
  const board = async (fits: (one: Board['queues'][number]) => boolean): Promise<void> => {
    await feed.when('board', (data) => (data as unknown as Board).queues.some((one) => one.id === id && fits(one)));
  };
  await board(({ waiting, open }) => waiting[0] === contactId && open);
  const set = (change: object) => ask<{ queue: { open: boolean } }>(origin, 'POST', `desk/queues/${id}`, change);
  assert.equal((await set({ staff: -1 })).status, 400);
  assert.equal((await set({ staff: 0.5 })).status, 400);
  assert.equal((await ask(origin, 'POST', 'desk/queues/nobody', { staff: 1 })).status, 404);
  await set({ staff: 0, others: 7, open: false });
  await board(({ staff, others, open }) => staff === 0 && others === 7 && !open);
  const { hours } = simulator.world.queues.get(id)!;
  assert.deepEqual(hours.overrides, [{ date: '2027-03-08', name: 'Closed today', hours: [] }]);
  assert.equal((await set({ open: true })).answer.queue.open, true);
  assert.deepEqual(simulator.world.queues.get(id)!.hours.overrides, [], 'the week says the same');
  await set({ lively: true });
  await board(({ lively }) => lively);
  await set({ lively: false });
  assert.equal(simulator.world.queues.get(id)!.process, null);
});

test('queues are listed with those who wait', async (t) => {
  const { origin } = await scene(t);
  await startChat(origin);
  const { answer } = await ask<{ queues: { name: string; contactsInQueue: number }[] }>(origin, 'GET', 'desk/queues');
  assert.deepEqual(
    answer.queues.map((one) => [one.name, one.contactsInQueue]),
    [
      ['Customer care', 1],
      ['Returns', 0],
    ],
  );
});
