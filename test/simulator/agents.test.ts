import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Item, Simulator, SimulatorOptions } from '../../src/simulator/index.js';
import { ask, Customer, simulated } from './customer-client.js';

interface Scene {
  simulator: Simulator;
  origin: string;
}

const scene = (t: TestContext, options: SimulatorOptions = {}): Promise<Scene> =>
  simulated(t, { ...options, knobs: { throttling: false, ...options.knobs } });

const agentTexts = ({ line }: Customer): (string | undefined)[] =>
  line.items.filter((one) => one.ParticipantRole === 'AGENT' && one.Type === 'MESSAGE').map((one) => one.Content);

const kinds = (items: readonly Item[]): string[] =>
  items.map(
    (one) =>
      one.ContentType?.split('event.')[1] ?? one.ContentType?.split('connect.')[1] ?? one.ContentType ?? one.Type,
  );

async function play(origin: string, contactId: string, ...steps: unknown[]): Promise<number> {
  return (await ask(origin, 'POST', `contacts/${contactId}/steps`, { steps })).status;
}

test('an agent answers within two seconds of the first message, after showing typing', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.say('Where is my order?');
  simulator.clock.advance(1_999);
  await customer.line.settled();
  assert.deepEqual(agentTexts(customer), [
    'Hello Sam, this is Ines from customer care. How can I help you?',
    'Let me look that up for you. One moment, please.',
  ]);
  const agent = customer.line.items.filter((one) => one.ParticipantRole === 'AGENT');
  assert.deepEqual(kinds(agent).slice(0, 3), ['participant.joined', 'typing', 'text/plain']);
  simulator.clock.advance(3_000);
  await customer.line.settled();
  assert.match(agentTexts(customer).at(-1) ?? '', /tomorrow/);
});

test('with a running clock the answer takes less than two seconds', async (t) => {
  const { origin } = await simulated(t, { running: true });
  const customer = await Customer.arrive(origin);
  const asked = performance.now();
  await customer.say('Hello');
  await customer.line.item('Hello Sam, this is Ines from customer care. How can I help you?');
  assert.ok(performance.now() - asked < 2_000);
});

test('a customer who says nothing is greeted after a few seconds', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  simulator.clock.advance(3_999);
  assert.equal(simulator.world.contact(customer.contactId)?.connectedToAgentTimestamp, undefined);
  simulator.clock.advance(1_000);
  await customer.line.settled();
  assert.equal(agentTexts(customer).length, 1);
});

test('a message that came with the start of the chat is answered as soon as the customer is connected', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin, { initialMessage: 'I want to return a kettle' });
  simulator.clock.advance(2_500);
  await customer.line.settled();
  await customer.line.item('I am sorry about that. I will sort it out with you.');
  await customer.line.item('connect.message.interactive');
});

test('what no reply is written for is answered one way after the other', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  for (let count = 0; count < 4; count += 1) {
    await customer.say('blue kettle');
    simulator.clock.advance(3_000);
  }
  await customer.line.settled();
  const answers = agentTexts(customer).slice(1);
  assert.equal(new Set(answers.slice(0, 3)).size, 3);
  assert.equal(answers[3], answers[2]);
});

test('the agent reads what the customer writes', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  const { Id } = await customer.say('Hello');
  simulator.clock.advance(1_000);
  const receipt = await customer.line.item('message.read');
  assert.equal(receipt.MessageMetadata?.MessageId, Id);
});

test('a customer who asks for a colleague is handed over', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.say('Can I talk to somebody else?');
  simulator.clock.advance(5_000);
  const hello = await customer.line.item(
    'Hello Sam, I am Tom. I have read what you wrote so far. What can I do for you?',
  );
  assert.equal(hello.DisplayName, 'Tom');
  assert.notEqual(hello.ContactId, customer.contactId);
  assert.equal(hello.InitialContactId, customer.contactId);
});

test('several messages while waiting get one answer, to the last of them', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  for (const text of ['Hello', 'I have a question', 'When do you open?']) {
    await customer.say(text);
    simulator.clock.advance(49);
  }
  simulator.clock.advance(5_000);
  await customer.line.settled();
  assert.deepEqual(agentTexts(customer).slice(1), ['We are here every day from 8 in the morning to 8 in the evening.']);
});

test('a person who takes a contact over from a script has it alone', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await customer.say('Hello');
  simulator.clock.advance(2_000);
  simulator.faults.set({ scriptedAgents: 'off' });
  await ask(origin, 'POST', `desk/contacts/${customer.contactId}/transfer`, { queue: 'Returns' });
  await ask(origin, 'POST', `desk/contacts/${customer.contactId}/accept`, { agent: 'Ines' });
  const before = agentTexts(customer).length;
  await customer.say('Where is my order?');
  simulator.clock.advance(10_000);
  await customer.line.settled();
  assert.equal(agentTexts(customer).length, before);
});

test('nobody is served before those who wait in front', async (t) => {
  const queues = [{ name: 'Care', staff: 1, averageHandleSeconds: 60, others: 1 }];
  const { simulator, origin } = await scene(t, { queues });
  const customer = await Customer.arrive(origin);
  await customer.say('Hello');
  simulator.clock.advance(59_000);
  await customer.line.settled();
  assert.deepEqual(agentTexts(customer), []);
  simulator.clock.advance(4_000);
  await customer.line.settled();
  assert.ok(agentTexts(customer).length > 0);
});

test('scripted agents can be sent home', async (t) => {
  const { simulator, origin } = await scene(t, { knobs: { scriptedAgents: 'off' } });
  const customer = await Customer.arrive(origin);
  await customer.say('Hello?');
  simulator.clock.advance(60_000);
  await customer.line.settled();
  assert.deepEqual(agentTexts(customer), []);
});

test('a contact can ask for a scenario by name, and the tour shows every kind of message', async (t) => {
  const { simulator, origin } = await scene(t);
  const customer = await Customer.arrive(origin, { attributes: { scenario: 'tour' }, responseMode: 'INCREMENTAL' });
  await customer.say('Show me');
  simulator.clock.advance(600_000);
  await customer.line.item('chat.ended');
  const templates = customer.line.items
    .filter((one) => one.ContentType?.endsWith('message.interactive'))
    .map((one) => (JSON.parse(one.Content ?? '') as { templateType: string }).templateType);
  assert.deepEqual(templates, ['ListPicker', 'Panel', 'TimePicker', 'QuickReply', 'Carousel', 'ViewResource']);
  const seen = new Set(kinds(customer.line.items));
  for (const kind of [
    'text/markdown',
    'ATTACHMENT',
    'participant.idle',
    'participant.returned',
    'transfer.succeeded',
  ]) {
    assert.ok(seen.has(kind), kind);
  }
});

test('a scenario from outside is played in every contact to come, and listens', async (t) => {
  const { simulator, origin } = await scene(t);
  const scenario = {
    name: 'polite',
    agent: 'Mara',
    begins: 'connected',
    steps: [
      { do: 'say', text: 'Hello {customer}, {agent} here. Your name?' },
      { do: 'listen' },
      { do: 'wait', ms: 1_000 },
      { do: 'say', text: 'Thank you.' },
      { do: 'end' },
    ],
  };
  await ask(origin, 'POST', 'scenarios', { scenario, preferred: true });
  const customer = await Customer.arrive(origin);
  simulator.clock.advance(1);
  await customer.line.item('Hello Sam, Mara here. Your name?');
  simulator.clock.advance(60_000);
  await customer.say('Sam');
  simulator.clock.advance(999);
  await customer.line.settled();
  assert.equal(agentTexts(customer).length, 1);
  simulator.clock.advance(1);
  await customer.line.item('Thank you.');
  await customer.line.item('chat.ended');
});

test('single steps can be played in a running contact', async (t) => {
  const { simulator, origin } = await scene(t, { knobs: { scriptedAgents: 'off' } });
  const customer = await Customer.arrive(origin);
  assert.equal(
    await play(
      origin,
      customer.contactId,
      { do: 'accept', agent: 'Mara' },
      { do: 'idle' },
      { do: 'return' },
      { do: 'transfer', to: { fails: true } },
      { do: 'send', contentType: 'application/json', content: { a: 1 } },
      { do: 'knobs', set: { heartbeat: 'mute' } },
      { do: 'say', by: 'system', text: 'From the flow' },
    ),
    200,
  );
  await customer.line.item('From the flow');
  assert.deepEqual(kinds(customer.line.items), [
    'participant.joined',
    'participant.joined',
    'participant.idle',
    'participant.returned',
    'transfer.failed',
    'application/json',
    'text/plain',
  ]);
  assert.equal(customer.line.items.at(-2)?.Content, '{"a":1}');
  assert.equal(simulator.faults.knobs.heartbeat, 'mute');
  await play(origin, customer.contactId, { do: 'lose' });
  simulator.clock.advance(20_000);
  await customer.line.item('chat.ended');
  assert.equal(await play(origin, customer.contactId, { do: 'say', text: 'too late' }), 409);
});

test('a step can cut the customer’s socket', async (t) => {
  const { origin } = await scene(t);
  const customer = await Customer.arrive(origin);
  await play(origin, customer.contactId, { do: 'sockets', action: { do: 'close', code: 1001 } });
  assert.deepEqual(await customer.line.gone(), { code: 1001 });
});

for (const [steps, sentence] of [
  [undefined, 'steps must be a list.'],
  [[{ do: 'dance' }], /^steps\[0\]\.do must be one of wait, listen/],
  [[{ do: 'wait' }], 'steps[0] (wait) needs ms (number).'],
  [[{ do: 'say' }], 'steps[0] (say) needs text (string).'],
] as const) {
  test(`steps that cannot be played are refused in a sentence: ${JSON.stringify(steps)}`, async (t) => {
    const { origin } = await scene(t);
    const customer = await Customer.arrive(origin);
    const { status, answer } = await ask<{ error: string }>(origin, 'POST', `contacts/${customer.contactId}/steps`, {
      steps,
    });
    assert.equal(status, 400);
    if (typeof sentence === 'string') assert.equal(answer.error, sentence);
    else assert.match(answer.error, sentence);
  });
}
