import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ContactNotFoundException,
  DescribeContactCommand,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  StopContactCommand,
  type Contact,
} from '@aws-sdk/client-connect';
import { acceptContact, endConversation, transferContact } from '../../src/simulator/index.js';
import { describeContact } from '../../src/simulator/connect/DescribeContact.js';
import type { Call } from '../../src/simulator/wire.js';
import { arn } from '../../src/simulator/world.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

const unknown = '00000000-0000-4000-8000-000000000000';

async function startChat({ client, start }: Rig): Promise<string> {
  return there((await client.send(new StartChatContactCommand(start))).ContactId);
}

async function describe({ client, instance }: Rig, ContactId: string): Promise<Contact> {
  return there((await client.send(new DescribeContactCommand({ ...instance, ContactId }))).Contact);
}

test('a contact is described through its life: queued, with an agent, ended', async (t) => {
  const rig = await openRig(t);
  const { world, clock } = rig.simulator;
  const id = await startChat(rig);
  const conversation = there(world.conversationOf(id));
  const startedAt = world.now();

  const queued = await describe(rig, id);
  assert.equal(queued.Id, id);
  assert.equal(queued.Arn, arn('contact', id));
  assert.equal(queued.Channel, 'CHAT');
  assert.equal(queued.InitiationMethod, 'API');
  assert.equal(queued.ContactAssociationId, id);
  assert.equal(queued.InitialContactId, undefined, 'only segments after the first name their initial contact');
  assert.equal(queued.InitiationTimestamp?.getTime(), startedAt);
  assert.equal(queued.QueueInfo?.EnqueueTimestamp?.getTime(), startedAt);
  assert.equal(queued.AgentInfo, undefined);
  assert.equal(queued.DisconnectTimestamp, undefined);

  clock.advance(12_345);
  acceptContact(world, conversation, 'Grace');
  const connected = await describe(rig, id);
  assert.equal(connected.AgentInfo?.ConnectedToAgentTimestamp?.getTime(), startedAt + 12_345);
  assert.ok(connected.AgentInfo?.Id);

  clock.advance(60_000);
  endConversation(world, conversation, 'AGENT_DISCONNECT');
  const ended = await describe(rig, id);
  assert.equal(ended.DisconnectTimestamp?.getTime(), startedAt + 72_345);
  assert.equal(ended.DisconnectReason, 'AGENT_DISCONNECT');
  assert.equal(ended.AgentInfo?.AfterContactWorkEndTimestamp, undefined);

  clock.advance(30_000);
  assert.equal((await describe(rig, id)).AgentInfo?.AfterContactWorkDuration, 30);
});

test('times go over the wire as epoch seconds', async (t) => {
  const rig = await openRig(t);
  const { world } = rig.simulator;
  const params = { ...rig.instance, ContactId: await startChat(rig) };
  const { Contact } = describeContact.run(world, { params } as unknown as Call) as {
    readonly Contact: Readonly<Record<string, unknown>>;
  };
  assert.equal(Contact['InitiationTimestamp'], world.now() / 1000);
});

test('a transfer makes a new segment that knows where it came from', async (t) => {
  const rig = await openRig(t);
  const { world } = rig.simulator;
  const id = await startChat(rig);
  const conversation = there(world.conversationOf(id));
  acceptContact(world, conversation, 'Grace');
  const next = there(transferContact(world, conversation, { queue: 'Returns' }));
  const before = await describe(rig, id);
  assert.ok(before.DisconnectTimestamp);
  assert.equal(before.NextContacts?.[0]?.NextContactMetadata?.QuickConnectContactData?.ContactId, next.id);
  const after = await describe(rig, next.id);
  assert.equal(after.InitialContactId, id);
  assert.equal(after.PreviousContactId, id);
  assert.equal(after.ContactAssociationId, id);
  assert.equal(after.InitiationMethod, 'QUEUE_TRANSFER');
  assert.ok(after.QueueInfo?.EnqueueTimestamp);
});

test('the reason of an end can come late, or never', async (t) => {
  const rig = await openRig(t, { knobs: { disconnectReasonLagSeconds: 2 } });
  const { world, clock, faults } = rig.simulator;
  const id = await startChat(rig);
  endConversation(world, there(world.conversationOf(id)), 'SYSTEM_ERROR');
  const early = await describe(rig, id);
  assert.ok(early.DisconnectTimestamp);
  assert.equal(early.DisconnectReason, undefined);
  clock.advance(2_000);
  assert.equal((await describe(rig, id)).DisconnectReason, 'SYSTEM_ERROR');
  faults.set({ disconnectReasonLagSeconds: null });
  assert.equal((await describe(rig, id)).DisconnectReason, undefined);
});

test('a description holds what no browser may see', async (t) => {
  const rig = await openRig(t);
  const { client, start, simulator } = rig;
  const { ContactId } = await client.send(
    new StartChatContactCommand({ ...start, Attributes: { secret: 'canary' }, CustomerId: 'crm-7' }),
  );
  const conversation = there(simulator.world.conversationOf(there(ContactId)));
  acceptContact(simulator.world, conversation, 'Grace');
  endConversation(simulator.world, conversation, 'AGENT_DISCONNECT');
  const contact = await describe(rig, there(ContactId));
  assert.deepEqual(contact.Attributes, { secret: 'canary' });
  assert.equal(contact.CustomerId, 'crm-7');
  assert.ok(contact.AgentInfo?.HierarchyGroups?.Level1?.Arn);
  assert.ok(contact.Recordings?.[0]?.Location);
  assert.ok(contact.CustomerEndpoint?.Address);
});

test('chat figures count who wrote how much', async (t) => {
  const rig = await openRig(t);
  const { world, clock } = rig.simulator;
  const InitialMessage = { ContentType: 'text/plain', Content: 'Hello' };
  const { ContactId } = await rig.client.send(new StartChatContactCommand({ ...rig.start, InitialMessage }));
  const conversation = there(world.conversationOf(there(ContactId)));
  const agent = there(acceptContact(world, conversation, 'Grace'));
  clock.advance(1_500);
  world.publish(conversation, { Type: 'MESSAGE', ContentType: 'text/plain', Content: 'Hi 🙂' }, agent);
  const { ChatMetrics } = await describe(rig, there(ContactId));
  assert.equal(ChatMetrics?.ChatContactMetrics?.TotalMessages, 2);
  assert.equal(ChatMetrics?.ChatContactMetrics?.AgentFirstResponseTimeInMillis, 1_500);
  assert.equal(ChatMetrics?.AgentMetrics?.MessageLengthInChars, 4);
  assert.equal(ChatMetrics?.CustomerMetrics?.MessagesSent, 1);
});

test('a call is described as a call, with what it was started with', async (t) => {
  const rig = await openRig(t);
  const chat = await startChat(rig);
  const { ContactId } = await rig.client.send(
    new StartWebRTCContactCommand({
      ...rig.start,
      AllowedCapabilities: { Customer: { Video: 'SEND' } },
      Description: 'About the parcel',
      RelatedContactId: chat,
      SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:WebRTC' } },
    }),
  );
  const call = await describe(rig, there(ContactId));
  assert.equal(call.Channel, 'VOICE');
  assert.equal(call.InitiationMethod, 'WEBRTC_API');
  assert.equal(call.RelatedContactId, chat);
  assert.equal(call.ContactAssociationId, chat);
  assert.equal(call.Description, 'About the parcel');
  assert.deepEqual(call.Customer?.Capabilities, { Video: 'SEND' });
  assert.equal(call.SegmentAttributes?.['connect:Subtype']?.ValueString, 'connect:WebRTC');
  assert.equal(call.ChatMetrics, undefined);
});

test('an ARN is as good as an id in the path', async (t) => {
  const rig = await openRig(t);
  const id = await startChat(rig);
  const command = new DescribeContactCommand({ InstanceId: arn(undefined), ContactId: arn('contact', id) });
  assert.equal((await rig.client.send(command)).Contact?.Id, id);
});

test('an unknown contact or instance is not found', async (t) => {
  const rig = await openRig(t);
  const { client, instance } = rig;
  const id = await startChat(rig);
  const other = { InstanceId: 'another' };
  const send = (command: DescribeContactCommand) => client.send(command);
  await refused(
    send(new DescribeContactCommand({ ...instance, ContactId: unknown })),
    'ResourceNotFoundException',
    404,
  );
  await refused(send(new DescribeContactCommand({ ...other, ContactId: id })), 'ResourceNotFoundException', 404);
  await refused(
    client.send(new StopContactCommand({ ...instance, ContactId: unknown })),
    'ResourceNotFoundException',
    404,
  );
  await refused(client.send(new StopContactCommand({ ...other, ContactId: id })), 'ResourceNotFoundException', 404);
});

test('stopping ends the chat with the reason API and spends its tokens', async (t) => {
  const rig = await openRig(t);
  const { client, start, instance, simulator, origin } = rig;
  const { ContactId, ParticipantToken } = await client.send(new StartChatContactCommand(start));
  await client.send(new StopContactCommand({ ...instance, ContactId }));
  assert.equal((await describe(rig, there(ContactId))).DisconnectReason, 'API');
  assert.equal(simulator.world.running().length, 0);
  const connection = await fetch(`${origin}/participant/connection`, {
    method: 'POST',
    headers: { 'x-amz-bearer': there(ParticipantToken) },
    body: JSON.stringify({ Type: ['CONNECTION_CREDENTIALS'] }),
  });
  assert.equal(connection.status, 403);
});

test('stopping what is over already is refused, or accepted where the knob says so', async (t) => {
  const rig = await openRig(t);
  const { client, instance, simulator } = rig;
  const ContactId = await startChat(rig);
  const stop = () => client.send(new StopContactCommand({ ...instance, ContactId }));
  await stop();
  await refused(stop(), 'ContactNotFoundException', 410);
  await assert.rejects(stop(), ContactNotFoundException);
  simulator.faults.set({ stopEndedContact: 'accepted' });
  await stop();
});

test('a call can be stopped, but not one that was transferred', async (t) => {
  const rig = await openRig(t);
  const { client, start, instance, simulator } = rig;
  const { world } = simulator;
  const call = async () => there((await client.send(new StartWebRTCContactCommand(start))).ContactId);
  const stop = (ContactId: string) => client.send(new StopContactCommand({ ...instance, ContactId }));
  await stop(await call());
  const conversation = there(world.conversationOf(await call()));
  acceptContact(world, conversation, 'Grace');
  const next = there(transferContact(world, conversation, { agent: 'Edsger' }));
  await refused(stop(next.id), 'InvalidRequestException', 400, 'TRANSFER');
});

test('a transferred chat can be stopped by its running segment', async (t) => {
  const rig = await openRig(t);
  const { world } = rig.simulator;
  const id = await startChat(rig);
  const conversation = there(world.conversationOf(id));
  acceptContact(world, conversation, 'Grace');
  const next = there(transferContact(world, conversation, { queue: 'Returns' }));
  const stop = (ContactId: string) => rig.client.send(new StopContactCommand({ ...rig.instance, ContactId }));
  await refused(stop(id), 'ContactNotFoundException', 410);
  await stop(next.id);
  assert.equal(conversation.over, true);
});

test('a disconnect reason is for outbound campaigns only', async (t) => {
  const rig = await openRig(t);
  const ContactId = await startChat(rig);
  const DisconnectReason = { Code: 'OUTBOUND_PREVIEW_DISCARDED' };
  const stop = rig.client.send(new StopContactCommand({ ...rig.instance, ContactId, DisconnectReason }));
  await refused(stop, 'InvalidRequestException', 400, 'campaigns');
});
