import {
  CreateParticipantConnectionCommand,
  DescribeViewCommand,
  GetAuthenticationUrlCommand,
  CancelParticipantAuthenticationCommand,
  SendMessageCommand,
  type GetAuthenticationUrlCommandOutput,
} from '@aws-sdk/client-connectparticipant';
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Item, SimulatorOptions, Simulator } from '../../src/simulator/index.js';
import { acceptContact, startContact } from '../../src/simulator/index.js';
import {
  ask,
  connection,
  Customer,
  monday,
  participantClient,
  refusal,
  simulated,
  startChat,
} from './customer-client.js';

interface Scene {
  simulator: Simulator;
  origin: string;
  customer: Customer;
}

/** A customer who talks with Ines. */
async function scene(
  t: TestContext,
  options: SimulatorOptions = {},
  start: Record<string, unknown> = {},
): Promise<Scene> {
  const { simulator, origin } = await simulated(t, {
    ...options,
    knobs: { scriptedAgents: 'off', throttling: false, ...options.knobs },
  });
  const customer = await Customer.arrive(origin, start);
  acceptContact(simulator.world, simulator.world.conversationOf(customer.contactId)!, 'Ines');
  await customer.line.settled();
  return { simulator, origin, customer };
}

const answers = (scene: Scene, ...steps: unknown[]): Promise<unknown> =>
  ask(scene.origin, 'POST', `contacts/${scene.customer.contactId}/steps`, { steps });

const timesOf = (items: readonly Item[]): (string | undefined)[] => items.map((one) => one.Content);

test('a connection has a socket address for 100 seconds and a token for a day', async (t) => {
  const { origin } = await simulated(t);
  const ticket = await startChat(origin);
  const answer = await connection(participantClient(origin), ticket.participantToken);
  assert.match(answer.url, /^ws:\/\/127\.0\.0\.1:\d+\//);
  assert.equal(answer.urlExpiry, new Date(monday + 100_000).toISOString());
  assert.equal(answer.expiry, new Date(monday + 86_400_000).toISOString());
  assert.ok(answer.token.length <= 1000 && answer.url.length <= 2000);
});

test('a socket address stays on 127.0.0.1 for somebody who came by another name', async (t) => {
  const { origin } = await simulated(t);
  const { port } = new URL(origin);
  const ticket = await startChat(origin);
  const client = participantClient(`http://localhost:${port}`);
  assert.match((await connection(client, ticket.participantToken)).url, new RegExp(`^ws://127\\.0\\.0\\.1:${port}/`));
});

test('each kind of token opens its own door only', async (t) => {
  const { customer } = await scene(t);
  const wrong = new SendMessageCommand({
    ConnectionToken: customer.ticket.participantToken,
    ContentType: 'text/plain',
    Content: 'hi',
  });
  assert.equal(await refusal(customer.client.send(wrong)), 'AccessDeniedException 403');
  assert.equal(await refusal(connection(customer.client, customer.connectionToken)), 'AccessDeniedException 403');
  assert.equal(await refusal(connection(customer.client, 'made-up')), 'AccessDeniedException 403');
});

test('a connection token dies after its day, the participant token lives on', async (t) => {
  const { simulator, customer } = await scene(t, { knobs: { connectionTokenSeconds: 60 } });
  simulator.clock.advance(60_001);
  assert.equal(await refusal(customer.say('late')), 'AccessDeniedException 403');
  const again = await connection(customer.client, customer.ticket.participantToken);
  assert.notEqual(again.token, customer.connectionToken);
});

test('a chat has no WebRTC connection to give', async (t) => {
  const { customer } = await scene(t);
  const command = new CreateParticipantConnectionCommand({
    ParticipantToken: customer.ticket.participantToken,
    Type: ['WEBRTC_CONNECTION'],
  });
  assert.equal(await refusal(customer.client.send(command)), 'ValidationException 400');
});

test('what the customer says reaches everybody, the agent and the customer too', async (t) => {
  const { simulator, customer } = await scene(t);
  const answer = await customer.say('Hello, ‎مرحبا 👋');
  const echo = await customer.line.item('Hello, ‎مرحبا 👋');
  assert.equal(echo.Id, answer.Id);
  assert.equal(echo.AbsoluteTime, answer.AbsoluteTime);
  assert.equal(echo.AbsoluteTime, new Date(monday).toISOString());
  assert.equal(echo.ParticipantRole, 'CUSTOMER');
  assert.equal(echo.ParticipantId, customer.ticket.participantId);
  assert.equal(echo.DisplayName, 'Sam');
  assert.equal(echo.ContactId, customer.contactId);
  assert.equal(echo.InitialContactId, customer.contactId);
  const { agentLog } = simulator.world.conversationOf(customer.contactId)!;
  assert.equal(agentLog.filter(({ item }) => item.Id === answer.Id).length, 1);
});

test('the same ClientToken is one message, however often it is sent', async (t) => {
  const { customer } = await scene(t);
  const first = await customer.say('once', 'text/plain', 'token-1');
  const second = await customer.say('once', 'text/plain', 'token-1');
  const other = await customer.say('once', 'text/plain', 'token-2');
  assert.equal(second.Id, first.Id);
  assert.notEqual(other.Id, first.Id);
  await customer.line.settled();
  assert.equal(timesOf(customer.line.items).filter((text) => text === 'once').length, 2);
});

for (const [what, type, content, expected] of [
  ['an empty text', 'text/plain', '', 'ValidationException 400'],
  ['16,384 bytes', 'text/plain', 'a'.repeat(16_384), 'accepted'],
  ['one byte too many', 'text/plain', 'a'.repeat(16_385), 'ValidationException 400'],
  ['few characters of too many bytes', 'text/plain', '€'.repeat(5_462), 'ValidationException 400'],
  ['markdown, where it is allowed', 'text/markdown', '**b**', 'accepted'],
  ['a type nobody knows', 'text/html', '<b>', 'ValidationException 400'],
  ['dialling tones in a chat', 'audio/dtmf', '1', 'ValidationException 400'],
] as const) {
  test(`a message of ${what}: ${expected}`, async (t) => {
    const { customer } = await scene(t);
    assert.equal(await refusal(customer.say(content, type)), expected);
  });
}

test('a chat takes only the content types it was started with', async (t) => {
  const { customer } = await scene(t, {}, { contentTypes: ['text/plain'] });
  assert.equal(await refusal(customer.say('**b**', 'text/markdown')), 'ValidationException 400');
});

test('a bot takes no more than 1,024 characters, an agent takes more', async (t) => {
  const here = await scene(t);
  const long = 'x'.repeat(1_025);
  assert.equal(await refusal(here.customer.say(long)), 'accepted');
  const other = await Customer.arrive(here.origin);
  await ask(here.origin, 'POST', `contacts/${other.contactId}/steps`, {
    steps: [{ do: 'say', by: 'bot', text: 'I am a bot' }],
  });
  assert.equal(await refusal(other.say(long)), 'ValidationException 400');
  assert.equal(await refusal(other.say(long.slice(1))), 'accepted');
});

test('typing is heard by everybody and kept by nobody', async (t) => {
  const { customer } = await scene(t);
  await customer.event('typing');
  const typing = await customer.line.item('event.typing');
  assert.equal(typing.Type, 'EVENT');
  assert.deepEqual((await customer.transcript()).texts, ['participant.joined', 'participant.joined']);
});

test('a customer may send typing and receipts, and no other event', async (t) => {
  const { customer } = await scene(t);
  assert.equal(await refusal(customer.event('chat.ended')), 'ValidationException 400');
  assert.equal(await refusal(customer.event('participant.joined')), 'ValidationException 400');
});

test('a receipt is told to everybody and stays with its message', async (t) => {
  const here = await scene(t);
  await answers(here, { do: 'say', text: 'Read me' });
  const message = await here.customer.line.item('Read me');
  await here.customer.event('message.delivered', { messageId: message.Id });
  const delivered = await here.customer.line.item('message.delivered');
  here.simulator.clock.advance(1_000);
  await here.customer.event('message.read', { messageId: message.Id });
  const read = await here.customer.line.item('message.read');
  const at = (ms: number): string => new Date(monday + ms).toISOString();
  const RecipientParticipantId = here.customer.ticket.participantId;
  assert.equal(delivered.Type, 'MESSAGEMETADATA');
  assert.deepEqual(delivered.MessageMetadata, {
    MessageId: message.Id,
    Receipts: [{ RecipientParticipantId, DeliveredTimestamp: at(0) }],
  });
  const both = { RecipientParticipantId, DeliveredTimestamp: at(0), ReadTimestamp: at(1_000) };
  assert.deepEqual(read.MessageMetadata?.Receipts, [both]);
  const { items } = await here.customer.transcript();
  assert.deepEqual(items.at(-1)?.['MessageMetadata'], { Receipts: [both] });
});

for (const content of [undefined, {}, { messageId: 'unknown' }]) {
  test(`a receipt that says ${JSON.stringify(content)} is refused`, async (t) => {
    const { customer } = await scene(t);
    assert.equal(await refusal(customer.event('message.read', content)), 'ValidationException 400');
  });
}

test('with three people in a chat there are no receipts', async (t) => {
  const here = await scene(t);
  await answers(here, { do: 'say', text: 'A colleague joins' }, { do: 'invite', name: 'Tom' });
  const message = await here.customer.line.item('A colleague joins');
  assert.equal(await refusal(here.customer.event('message.read', { messageId: message.Id })), 'ConflictException 409');
});

for (const [knob, expected] of [
  ['lenient', 2],
  ['strict', 1],
] as const) {
  test(`two receipts under one ClientToken are ${expected} receipts when tokens are ${knob}`, async (t) => {
    const here = await scene(t, { knobs: { receiptTokens: knob } });
    await answers(here, { do: 'say', text: 'one' }, { do: 'say', text: 'two' });
    for (const text of ['one', 'two']) {
      const message = await here.customer.line.item(text);
      await here.customer.event('message.read', { messageId: message.Id }, 'INCOMING_READ_RECEIPT');
    }
    await here.customer.line.settled();
    assert.equal(here.customer.line.items.filter((one) => one.Type === 'MESSAGEMETADATA').length, expected);
  });
}

async function talkative(t: TestContext, options: SimulatorOptions = {}): Promise<Scene & { ids: string[] }> {
  const here = await scene(t, options);
  const ids: string[] = [];
  for (const text of ['1', '2', '3', '4', '5', '6', '7']) {
    here.simulator.clock.advance(1_000);
    ids.push((await here.customer.say(text)).Id ?? '');
  }
  return { ...here, ids };
}

test('the transcript starts with the newest ten, the newest first', async (t) => {
  const { customer } = await talkative(t);
  for (const text of ['8', '9', '10', '11']) await customer.say(text);
  const page = await customer.transcript({ MaxResults: undefined, SortOrder: undefined });
  assert.deepEqual(page.texts, ['11', '10', '9', '8', '7', '6', '5', '4', '3', '2']);
  assert.ok(page.next);
});

test('paging back reaches the beginning, each item once', async (t) => {
  const { customer } = await talkative(t);
  const pages: string[][] = [];
  let next: string | undefined;
  do {
    const page = await customer.transcript({ MaxResults: 4, StartPosition: {}, ...(next && { NextToken: next }) });
    pages.push(page.texts);
    next = page.next;
  } while (next);
  assert.deepEqual(pages, [['4', '5', '6', '7'], ['participant.joined', '1', '2', '3'], ['participant.joined']]);
});

test('a page handed out before stays the same page while the chat goes on', async (t) => {
  const { customer } = await talkative(t);
  const { next } = await customer.transcript({ MaxResults: 2 });
  await customer.say('8');
  assert.deepEqual((await customer.transcript({ MaxResults: 2, NextToken: next })).texts, ['4', '5']);
});

test('paging forward from an item brings what came after it, to the end', async (t) => {
  const { customer, ids } = await talkative(t);
  const first = await customer.transcript({
    ScanDirection: 'FORWARD',
    StartPosition: { Id: ids[3]! },
    MaxResults: 3,
  });
  assert.deepEqual(first.texts, ['4', '5', '6']);
  const second = await customer.transcript({ ScanDirection: 'FORWARD', NextToken: first.next, MaxResults: 3 });
  assert.deepEqual(second, { ...second, texts: ['7'], next: undefined });
});

for (const [direction, rule, expected] of [
  ['FORWARD', 'inclusive', ['5', '6', '7']],
  ['FORWARD', 'exclusive', ['6', '7']],
  ['BACKWARD', 'inclusive', ['participant.joined', 'participant.joined', '1', '2', '3', '4', '5']],
  ['BACKWARD', 'exclusive', ['participant.joined', 'participant.joined', '1', '2', '3', '4']],
] as const) {
  test(`${direction} from an item or its time, ${rule}`, async (t) => {
    const { customer, ids } = await talkative(t, { knobs: { startPosition: rule } });
    const byId = await customer.transcript({ ScanDirection: direction, StartPosition: { Id: ids[4]! } });
    const AbsoluteTime = new Date(monday + 5_000).toISOString();
    const byTime = await customer.transcript({ ScanDirection: direction, StartPosition: { AbsoluteTime } });
    assert.deepEqual(byId.texts, expected);
    assert.deepEqual(byTime.texts, expected);
  });
}

test('forward from now there is nothing, and from the most recent three there are three', async (t) => {
  const { customer } = await talkative(t);
  assert.deepEqual((await customer.transcript({ ScanDirection: 'FORWARD' })).texts, []);
  const recent = await customer.transcript({ ScanDirection: 'FORWARD', StartPosition: { MostRecent: 3 } });
  assert.deepEqual(recent.texts, ['5', '6', '7']);
});

for (const [what, query] of [
  ['more than 100 items', { MaxResults: 101 }],
  ['a made-up page', { NextToken: 'made-up' }],
  ['an unknown item', { StartPosition: { Id: 'unknown' } }],
  ['two starts at once', { StartPosition: { MostRecent: 3, Id: 'x' } }],
  ['no time', { StartPosition: { AbsoluteTime: 'yesterday' } }],
  ['another contact', { ContactId: 'another' }],
] as const) {
  test(`a transcript of ${what} is refused`, async (t) => {
    const { customer } = await talkative(t);
    assert.equal(await refusal(customer.transcript(query)), 'ValidationException 400');
  });
}

test('paging back crosses into the chat before', async (t) => {
  const { customer, simulator, origin } = await talkative(t);
  await customer.end();
  simulator.clock.advance(60_000);

  const next = startContact(simulator.world, {
    channel: 'CHAT',
    contactFlowId: 'flow',
    displayName: 'Sam',
    persistentChat: { rehydrationType: 'ENTIRE_PAST_SESSION', sourceContactId: customer.contactId },
  });
  const again = await Customer.connect(origin, {
    contactId: next.contact.id,
    participantId: next.participant.id,
    participantToken: next.participantToken,
  });
  const page = await again.transcript({ MaxResults: 5 });
  assert.deepEqual(page.texts, ['7', 'participant.left', 'chat.ended', 'chat.rehydrated', 'participant.joined']);
  assert.equal(page.items[0]?.['RelatedContactId'], customer.contactId);
  assert.equal(page.items[0]?.['ContactId'], undefined);
  assert.equal(page.items[4]?.['ContactId'], next.contact.id);
  const older = await again.transcript({ MaxResults: 5, NextToken: page.next });
  assert.deepEqual(older.texts, ['2', '3', '4', '5', '6']);
});

test('ending a chat: the customer leaves, the chat is over, and nothing works any more', async (t) => {
  const { customer } = await scene(t);
  await customer.end();
  await customer.line.item('chat.ended');
  const last = customer.line.items.slice(-2).map((one) => one.ContentType?.split('event.')[1]);
  assert.deepEqual(last, ['participant.left', 'chat.ended']);
  assert.equal(await refusal(customer.say('still?')), 'AccessDeniedException 403');
  assert.equal(await refusal(customer.end()), 'AccessDeniedException 403');
  assert.equal(
    await refusal(connection(customer.client, customer.ticket.participantToken)),
    'AccessDeniedException 403',
  );
});

test('between the customer’s end and the chat’s end, messages are still taken', async (t) => {
  const { customer, simulator } = await scene(t, { knobs: { chatEndedDelayMs: 3_000 } });
  await customer.end();
  await customer.line.item('participant.left');
  assert.equal(await refusal(customer.say('one more thing')), 'accepted');
  simulator.clock.advance(3_000);
  await customer.line.item('chat.ended');
  assert.equal(await refusal(customer.say('too late')), 'AccessDeniedException 403');
});

test('a view is described to those who were shown it', async (t) => {
  const here = await scene(t);
  const view = {
    Id: 'detail',
    Name: 'Detail',
    Version: 1,
    Content: { Actions: ['Back'], Template: '{}', InputSchema: '{}' },
  };
  await answers(here, { do: 'view', viewId: 'detail', view, data: { Heading: 'Your order' } });
  const message = await here.customer.line.item('message.interactive');
  const { data } = JSON.parse(message.Content ?? '') as {
    data: { content: { viewId: string; viewToken: string; viewData: unknown } };
  };
  assert.deepEqual(data.content.viewData, { Heading: 'Your order' });
  const ask = (customer: Customer, ViewToken: string): Promise<{ View?: unknown }> =>
    customer.client.send(new DescribeViewCommand({ ConnectionToken: customer.connectionToken, ViewToken }));
  assert.deepEqual((await ask(here.customer, data.content.viewToken)).View, view);
  assert.equal(await refusal(ask(here.customer, 'arn:aws/some/other')), 'ResourceNotFoundException 404');
  const stranger = await Customer.arrive(here.origin);
  assert.equal(await refusal(ask(stranger, data.content.viewToken)), 'ResourceNotFoundException 404');
});

test('a sign-in address is given once, within a minute', async (t) => {
  const here = await scene(t);
  const session = async (): Promise<string> => {
    const before = here.customer.line.items.length;
    await answers(here, { do: 'signIn' });
    const item = await here.customer.line.until(
      () => here.customer.line.items.slice(before).find((one) => one.ContentType?.endsWith('authentication.initiated')),
      'The sign-in',
    );
    return (JSON.parse(item.Content ?? '') as { SessionId: string }).SessionId;
  };
  const address = (SessionId: string): Promise<GetAuthenticationUrlCommandOutput> =>
    here.customer.client.send(
      new GetAuthenticationUrlCommand({
        ConnectionToken: here.customer.connectionToken,
        SessionId,
        RedirectUri: 'https://shop.example/signed-in',
      }),
    );
  const first = await session();
  const { AuthenticationUrl } = await address(first);
  const response = await fetch(AuthenticationUrl ?? '', { redirect: 'manual' });
  assert.match(
    response.headers.get('location') ?? '',
    new RegExp(`^https://shop.example/signed-in\\?code=.+&state=${first}$`),
  );
  assert.equal(await refusal(address(first)), 'AccessDeniedException 403');
  const late = await session();
  here.simulator.clock.advance(60_001);
  assert.equal(await refusal(address(late)), 'AccessDeniedException 403');
  const declined = await session();
  await here.customer.client.send(
    new CancelParticipantAuthenticationCommand({
      ConnectionToken: here.customer.connectionToken,
      SessionId: declined,
    }),
  );
  assert.equal(
    (await here.customer.line.item('authentication.cancelled')).Content,
    JSON.stringify({ SessionId: declined }),
  );
});

test('more messages than the instance takes are refused until time has passed', async (t) => {
  const { customer, simulator } = await scene(t, { knobs: { throttling: true } });
  const outcomes: string[] = [];
  for (let count = 0; count < 16; count += 1) outcomes.push(await refusal(customer.say(String(count))));
  assert.deepEqual(new Set(outcomes.slice(0, 15)), new Set(['accepted']));
  assert.equal(outcomes[15], 'ThrottlingException 429');
  simulator.clock.advance(100);
  assert.equal(await refusal(customer.say('again')), 'accepted');
});

test('a display name can be missing', async (t) => {
  const { customer } = await scene(t, { knobs: { displayNames: 'missing' } });
  await customer.say('who am I');
  const echo = await customer.line.item('who am I');
  assert.equal('DisplayName' in echo, false);
});

for (const [mode, order, expected] of [
  ['COMPLETE', 'inOrder', ['A bot answers']],
  ['INCREMENTAL', 'inOrder', ['A ', 'bot ', 'answers', 'A bot answers']],
  ['INCREMENTAL', 'shuffled', ['answers', 'bot ', 'A ', 'A bot answers']],
] as const) {
  test(`a bot’s answer arrives ${mode}, pieces ${order}, and is kept whole`, async (t) => {
    const here = await scene(t, { knobs: { botChunks: order } }, { responseMode: mode });
    await answers(here, { do: 'stream', pieces: ['A ', 'bot ', 'answers'], everyMs: 100 });
    here.simulator.clock.advance(1_000);
    await here.customer.line.item('A bot answers');
    const pieces = here.customer.line.items.filter((one) => one.ParticipantRole === 'SYSTEM');
    assert.deepEqual(timesOf(pieces), expected);
    assert.equal(new Set(pieces.map((one) => one.Id)).size, 1);
    if (mode === 'INCREMENTAL') assert.equal(pieces.at(-1)?.MessageMetadata?.MessageCompleted, true);
    assert.equal((await here.customer.transcript()).texts.filter((text) => text === 'A bot answers').length, 1);
  });
}
