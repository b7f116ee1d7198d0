import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConflictException,
  CreateParticipantCommand,
  GetContactAttributesCommand,
  ServiceQuotaExceededException,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  UpdateContactAttributesCommand,
} from '@aws-sdk/client-connect';
import { acceptContact, endConversation, transferContact } from '../../src/simulator/index.js';
import { addParticipant } from '../../src/simulator/contact-people.js';
import { arn } from '../../src/simulator/world.js';
import { openRig, refused, there, type Rig } from './connect-support.js';

const bot = { ParticipantRole: 'CUSTOM_BOT', DisplayName: 'Helper' } as const;
const guest = { ParticipantRole: 'CUSTOMER', DisplayName: 'Bob' } as const;

async function startChat({ client, start }: Rig, Attributes?: Record<string, string>): Promise<string> {
  const answer = await client.send(new StartChatContactCommand({ ...start, ...(Attributes && { Attributes }) }));
  return there(answer.ContactId);
}

async function startCall({ client, start }: Rig): Promise<string> {
  return there((await client.send(new StartWebRTCContactCommand(start))).ContactId);
}

test('a custom participant joins a chat with a token of its own', async (t) => {
  const rig = await openRig(t);
  const ContactId = await startChat(rig);
  const answer = await rig.client.send(
    new CreateParticipantCommand({ ...rig.instance, ContactId, ParticipantDetails: bot }),
  );
  assert.ok(answer.ParticipantId);
  assert.match(there(answer.ParticipantCredentials?.Expiry), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const grant = rig.simulator.world.tokens.check(answer.ParticipantCredentials?.ParticipantToken, 'participant');
  assert.equal(grant?.participantId, answer.ParticipantId);
});

test('a customer who was away too long gets a new place in the call, once an agent was in it', async (t) => {
  const rig = await openRig(t);
  const ContactId = await startCall(rig);
  const ParticipantDetails = { ...guest, ParticipantCapabilities: { Video: 'SEND' } } as const;
  const command = new CreateParticipantCommand({ ...rig.instance, ContactId, ParticipantDetails });
  await refused(rig.client.send(command), 'InvalidRequestException', 400, 'agent');
  const conversation = there(rig.simulator.world.conversationOf(ContactId));
  acceptContact(rig.simulator.world, conversation, 'Grace');
  const { ParticipantId } = await rig.client.send(command);
  const added = there(rig.simulator.world.participant(conversation, there(ParticipantId)));
  assert.equal(added.role, 'CUSTOMER');
  assert.deepEqual(added.capabilities, { Video: 'SEND' });
});

test('the same ClientToken again is the same participant', async (t) => {
  const rig = await openRig(t);
  const ContactId = await startChat(rig);
  const command = new CreateParticipantCommand({
    ...rig.instance,
    ContactId,
    ClientToken: 'once',
    ParticipantDetails: bot,
  });
  const first = await rig.client.send(command);
  assert.equal((await rig.client.send(command)).ParticipantId, first.ParticipantId);
});

test('only a custom participant joins a chat, and only a customer a call, by its initial contact', async (t) => {
  const rig = await openRig(t);
  const { world } = rig.simulator;
  const chat = await startChat(rig);
  const call = await startCall(rig);
  const create = (ContactId: string, ParticipantDetails: typeof bot | typeof guest) =>
    rig.client.send(new CreateParticipantCommand({ ...rig.instance, ContactId, ParticipantDetails }));
  await refused(create(chat, guest), 'InvalidRequestException', 400, 'CUSTOM_BOT');
  await refused(create(call, bot), 'InvalidRequestException', 400, 'CUSTOMER');
  await refused(create('00000000-0000-4000-8000-000000000000', bot), 'ResourceNotFoundException', 404);
  const conversation = there(world.conversationOf(call));
  acceptContact(world, conversation, 'Grace');
  const next = there(transferContact(world, conversation, { queue: 'Returns' }));
  await refused(create(next.id, guest), 'InvalidRequestException', 400, 'initial');
});

test('an ended contact and a full one take nobody more', async (t) => {
  const rig = await openRig(t);
  const { world } = rig.simulator;
  const create = (ContactId: string, ParticipantDetails: typeof bot | typeof guest) =>
    rig.client.send(new CreateParticipantCommand({ ...rig.instance, ContactId, ParticipantDetails }));
  const chat = await startChat(rig);
  await create(chat, bot);
  await assert.rejects(create(chat, bot), ServiceQuotaExceededException);
  const call = await startCall(rig);
  for (let people = 1; people < 6; people += 1) {
    addParticipant(world, there(world.conversationOf(call)), { role: 'AGENT', displayName: `Agent ${people}` });
  }
  await refused(create(call, guest), 'ServiceQuotaExceededException', 402, '6 participants');
  endConversation(world, there(world.conversationOf(chat)), 'API');
  await refused(create(chat, bot), 'ConflictException', 409);
  await assert.rejects(create(chat, bot), ConflictException);
});

test('attributes are written over those that are there, also after the end', async (t) => {
  const rig = await openRig(t);
  const { client, instance, simulator } = rig;
  const InitialContactId = await startChat(rig, { a: '1', b: '1' });
  const read = async () =>
    (await client.send(new GetContactAttributesCommand({ ...instance, InitialContactId }))).Attributes;
  const write = (Attributes: Record<string, string>) =>
    client.send(new UpdateContactAttributesCommand({ ...instance, InitialContactId, Attributes }));
  await write({ b: '2', c: 'größer 🙂' });
  assert.deepEqual(await read(), { a: '1', b: '2', c: 'größer 🙂' });
  endConversation(simulator.world, there(simulator.world.conversationOf(InitialContactId)), 'API');
  await write({ c: '' });
  assert.deepEqual(await read(), { a: '1', b: '2', c: '' });
});

test('all attributes of a contact together have 32,768 bytes of room', async (t) => {
  const rig = await openRig(t);
  const { client, instance } = rig;
  const InitialContactId = await startChat(rig, { first: 'x'.repeat(20_000) });
  const write = (Attributes: Record<string, string>) =>
    client.send(new UpdateContactAttributesCommand({ ...instance, InitialContactId, Attributes }));
  const left = 32_768 - 20_005 - 6;
  await write({ second: 'y'.repeat(left) });
  await refused(write({ second: 'y'.repeat(left + 1) }), 'InvalidRequestException', 400, '32768');
  await refused(write({ second: 'é'.repeat(left / 2 + 1) }), 'InvalidRequestException', 400, '32768');
});

test('attributes belong to the initial contact and to nothing else', async (t) => {
  const rig = await openRig(t);
  const { client, instance, simulator } = rig;
  const { world } = simulator;
  const id = await startChat(rig);
  const conversation = there(world.conversationOf(id));
  acceptContact(world, conversation, 'Grace');
  const next = there(transferContact(world, conversation, { queue: 'Returns' }));
  const read = (InitialContactId: string, InstanceId = instance.InstanceId) =>
    client.send(new GetContactAttributesCommand({ InstanceId, InitialContactId }));
  const write = (InitialContactId: string) =>
    client.send(new UpdateContactAttributesCommand({ ...instance, InitialContactId, Attributes: { a: '1' } }));
  await refused(read(next.id), 'ResourceNotFoundException', 404);
  await refused(write(next.id), 'ResourceNotFoundException', 404);
  await refused(read(id, 'another'), 'ResourceNotFoundException', 404);
  assert.deepEqual((await read(id, arn(undefined))).Attributes, {});
});
