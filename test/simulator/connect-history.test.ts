import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { CreatePersistentContactAssociationCommand, StartChatContactCommand } from '@aws-sdk/client-connect';
import {
  acceptContact,
  endAgentPart,
  endConversation,
  transferContact,
  type Conversation,
  type Knobs,
} from '../../src/simulator/index.js';
import { Customer } from './customer-client.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

/** An ended chat of two agents and a survey: segments C1, C2 and C3, each with a line of its own. */
async function past(rig: Rig): Promise<{ conversation: Conversation; ids: readonly [string, string, string] }> {
  const { client, start, simulator } = rig;
  const { world, faults } = simulator;
  const { disconnectFlow } = faults.knobs;
  faults.set({ disconnectFlow: 'survey' });
  const { ContactId } = await client.send(new StartChatContactCommand(start));
  const conversation = there(world.conversationOf(there(ContactId)));
  const say = (Content: string): unknown =>
    world.publish(conversation, { Type: 'MESSAGE', ContentType: 'text/plain', Content });
  acceptContact(world, conversation, 'Ines');
  say('first agent');
  const second = there(transferContact(world, conversation, { agent: 'Tom' }));
  say('second agent');
  endAgentPart(world, conversation, 'AGENT_DISCONNECT');
  say('survey');
  const third = there(conversation.segments.at(-1));
  endConversation(world, conversation, 'CONTACT_FLOW_DISCONNECT');
  faults.set({ disconnectFlow });
  assert.equal(third.initiationMethod, 'DISCONNECT');
  return { conversation, ids: [conversation.id, second.id, third.id] };
}

async function rigWithPast(t: TestContext, knobs: Partial<Knobs> = {}) {
  const rig = await openRig(t, { knobs: { historyReadyAfterSeconds: 0, ...knobs } });
  return { rig, ...(await past(rig)) };
}

async function running(rig: Rig, more: object = {}): Promise<Customer> {
  const answer = await rig.client.send(new StartChatContactCommand({ ...rig.start, ...more }));
  return Customer.connect(rig.origin, {
    contactId: there(answer.ContactId),
    participantId: there(answer.ParticipantId),
    participantToken: there(answer.ParticipantToken),
  });
}

const attach = (
  { client, instance }: Rig,
  InitialContactId: string,
  SourceContactId: string,
  more: Partial<{ RehydrationType: 'ENTIRE_PAST_SESSION' | 'FROM_SEGMENT'; ClientToken: string }> = {},
) =>
  client.send(
    new CreatePersistentContactAssociationCommand({
      ...instance,
      InitialContactId,
      SourceContactId,
      RehydrationType: 'FROM_SEGMENT',
      ...more,
    }),
  );

const lines = ({ texts }: { texts: readonly string[] }): readonly string[] =>
  texts.filter((one) => ['first agent', 'second agent', 'survey', 'new'].includes(one));

test('history can come while a chat runs: it is told on the socket, and read back from the transcript', async (t) => {
  const { rig, ids } = await rigWithPast(t);
  const customer = await running(rig);
  await customer.say('new');
  assert.deepEqual(lines(await customer.transcript()), ['new']);
  const { ContinuedFromContactId } = await attach(rig, customer.contactId, ids[1]);
  assert.equal(ContinuedFromContactId, ids[1]);
  await customer.line.item('chat.rehydrated');
  assert.deepEqual(lines(await customer.transcript()), ['first agent', 'second agent', 'new'], 'without the survey');
});

test('the whole past session is named by its first contact, and ends with its last segment', async (t) => {
  const { rig, ids } = await rigWithPast(t);
  const whole = { RehydrationType: 'ENTIRE_PAST_SESSION' } as const;
  const customer = await running(rig);
  await refused(attach(rig, customer.contactId, ids[1], whole), 'ResourceNotFoundException', 404, 'Source');
  assert.equal((await attach(rig, customer.contactId, ids[0], whole)).ContinuedFromContactId, ids[2]);
  assert.deepEqual(lines(await customer.transcript()), ['first agent', 'second agent', 'survey']);
});

test('pages lead back into the past, also when it arrives between two of them', async (t) => {
  const { rig, ids } = await rigWithPast(t);
  const customer = await running(rig);
  for (const text of ['1', '2', '3']) await customer.say(text);
  const newest = await customer.transcript({ MaxResults: 2 });
  assert.deepEqual(newest.texts, ['2', '3']);
  await attach(rig, customer.contactId, ids[0]);
  const pages = [newest];
  for (let { next } = newest; next !== undefined;) {
    const page = await customer.transcript({ MaxResults: 2, NextToken: next });
    pages.unshift(page);
    next = page.next;
  }
  const whole = await customer.transcript();
  assert.ok(whole.texts.includes('first agent') && whole.texts.includes('chat.rehydrated'));
  const before = whole.items.filter(
    (one) => one['ContentType'] !== 'application/vnd.amazonaws.connect.event.chat.rehydrated',
  );
  assert.deepEqual(
    pages.flatMap(({ items }) => items.map((one) => one['Id'])),
    before.map((one) => one['Id']),
  );
});

test('history comes once; the same ClientToken gets the same answer', async (t) => {
  const { rig, ids } = await rigWithPast(t);
  const customer = await running(rig);
  const first = await attach(rig, customer.contactId, ids[1], { ClientToken: 'once' });
  const again = await attach(rig, customer.contactId, ids[0], { ClientToken: 'once' });
  assert.equal(again.ContinuedFromContactId, first.ContinuedFromContactId);
  await refused(attach(rig, customer.contactId, ids[1]), 'InvalidRequestException', 400, 'already');
  const continued = await running(rig, {
    PersistentChat: { RehydrationType: 'FROM_SEGMENT', SourceContactId: ids[0] },
  });
  await refused(attach(rig, continued.contactId, ids[1]), 'InvalidRequestException', 400, 'already');
});

test('history is refused for calls, ended and unknown chats, for later segments, and too early', async (t) => {
  const { rig, ids, conversation } = await rigWithPast(t, { historyReadyAfterSeconds: 30 });
  const { world, clock, faults } = rig.simulator;
  const customer = await running(rig);
  await refused(attach(rig, customer.contactId, ids[1]), 'InvalidRequestException', 400, 'yet');
  faults.set({ historyTooEarly: 'ResourceNotFoundException' });
  await refused(attach(rig, customer.contactId, ids[1]), 'ResourceNotFoundException', 404, 'yet');
  clock.advance(30_000);
  await refused(attach(rig, ids[1], ids[0]), 'ResourceNotFoundException', 404, 'Initial');
  await refused(attach(rig, conversation.id, ids[0]), 'InvalidRequestException', 400, 'ended');
  await refused(attach(rig, customer.contactId, customer.contactId), 'InvalidRequestException', 400, 'not ended');
  await refused(attach(rig, 'nobody', ids[0]), 'ResourceNotFoundException', 404);
  assert.equal(there(world.conversationOf(customer.contactId)).continuedFrom, undefined);
  await attach(rig, customer.contactId, ids[1]);
});

test('whether history may follow a related start is a knob', async (t) => {
  const { rig, ids } = await rigWithPast(t);
  const related = await running(rig, { RelatedContactId: ids[0] });
  rig.simulator.faults.set({ historyAfterRelated: 'InvalidRequestException' });
  await refused(attach(rig, related.contactId, ids[1]), 'InvalidRequestException', 400, 'related');
  rig.simulator.faults.set({ historyAfterRelated: 'allowed' });
  assert.equal((await attach(rig, related.contactId, ids[1])).ContinuedFromContactId, ids[1]);
});

test('history may take its time: until then the transcript is the chat alone', async (t) => {
  const { rig, ids } = await rigWithPast(t, { rehydrationMs: 2_000 });
  const PersistentChat = { RehydrationType: 'FROM_SEGMENT', SourceContactId: ids[1] };
  const customer = await running(rig, { PersistentChat });
  assert.deepEqual(lines(await customer.transcript()), []);
  rig.simulator.clock.advance(2_000);
  await customer.line.item('chat.rehydrated');
  assert.deepEqual(lines(await customer.transcript()), ['first agent', 'second agent']);
});
