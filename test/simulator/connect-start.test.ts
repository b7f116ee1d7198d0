import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  InvalidRequestException,
  LimitExceededException,
  StartChatContactCommand,
  StartWebRTCContactCommand,
} from '@aws-sdk/client-connect';
import { arn } from '../../src/simulator/world.js';
import { acceptContact, endConversation, transferContact } from '../../src/simulator/index.js';
import { openRig, refused, there } from './connect-support.js';

test('a chat starts with ids and a token, and waits in a queue', async (t) => {
  const { client, start, simulator } = await openRig(t);
  const answer = await client.send(new StartChatContactCommand({ ...start, Attributes: { topic: 'Ümlaut 🙂' } }));
  assert.match(there(answer.ContactId), /^[0-9a-f-]{36}$/);
  assert.match(there(answer.ParticipantId), /^[0-9a-f-]{36}$/);
  assert.ok(there(answer.ParticipantToken).length >= 1 && there(answer.ParticipantToken).length <= 1000);
  assert.equal(answer.ContinuedFromContactId, undefined);
  assert.match(there(answer.$metadata.requestId), /^[0-9a-f-]{36}$/);
  const conversation = there(simulator.world.conversationOf(there(answer.ContactId)));
  assert.deepEqual(conversation.attributes, { topic: 'Ümlaut 🙂' });
  assert.ok(conversation.segments[0]?.enqueueTimestamp);
});

test('instance and flow may be named by ARN', async (t) => {
  const { client, start } = await openRig(t);
  const byArn = { InstanceId: arn(undefined), ContactFlowId: arn('contact-flow', start.ContactFlowId) };
  assert.ok((await client.send(new StartChatContactCommand({ ...start, ...byArn }))).ContactId);
});

test('an unknown instance, flow or related contact is not found', async (t) => {
  const { client, start } = await openRig(t);
  for (const wrong of [
    { InstanceId: 'another' },
    { InstanceId: arn(undefined).replace('000000000000', '111111111111') },
    { ContactFlowId: 'another' },
    { RelatedContactId: '00000000-0000-4000-8000-000000000000' },
  ]) {
    await refused(client.send(new StartChatContactCommand({ ...start, ...wrong })), 'ResourceNotFoundException', 404);
    await refused(client.send(new StartWebRTCContactCommand({ ...start, ...wrong })), 'ResourceNotFoundException', 404);
  }
});

test('the same ClientToken again is the same chat, even in a full instance', async (t) => {
  const { client, start, simulator } = await openRig(t, { quotas: { chats: 1 } });
  const first = await client.send(new StartChatContactCommand({ ...start, ClientToken: 'one intent' }));
  const again = await client.send(new StartChatContactCommand({ ...start, ClientToken: 'one intent' }));
  assert.equal(again.ContactId, first.ContactId);
  assert.equal(again.ParticipantToken, first.ParticipantToken);
  assert.equal(simulator.world.conversations.size, 1);
  const full = client.send(new StartChatContactCommand({ ...start, ClientToken: 'another intent' }));
  await assert.rejects(full, LimitExceededException);
});

test('a repeated ClientToken can be made to answer the contact id alone', async (t) => {
  const { client, start } = await openRig(t, { knobs: { clientTokenAnswer: 'idOnly' } });
  const token = { ClientToken: 'one intent' };
  const first = await client.send(new StartChatContactCommand({ ...start, ...token }));
  const again = await client.send(new StartChatContactCommand({ ...start, ...token }));
  assert.ok(first.ParticipantToken);
  assert.equal(again.ContactId, first.ContactId);
  assert.equal(again.ParticipantToken, undefined);
  const call = await client.send(new StartWebRTCContactCommand({ ...start, ...token }));
  const callAgain = await client.send(new StartWebRTCContactCommand({ ...start, ...token }));
  assert.notEqual(call.ContactId, first.ContactId);
  assert.equal(callAgain.ContactId, call.ContactId);
  assert.equal(callAgain.ConnectionData, undefined);
});

test('a ClientToken is forgotten after its life', async (t) => {
  const { client, connect, start, simulator } = await openRig(t, { knobs: { clientTokenHours: 1 } });
  const command = new StartChatContactCommand({ ...start, ClientToken: 'one intent' });
  const first = await client.send(command);
  simulator.clock.advance(3_600_001);
  const later = await connect({ systemClockOffset: 3_600_001 }).send(command);
  assert.notEqual(later.ContactId, first.ContactId);
});

test('all attempts of the SDK carry one ClientToken, so a lost answer is one chat', async (t) => {
  const { connect, start, simulator } = await openRig(t);
  simulator.faults.addHttp({ route: 'StartChatContact', when: 'after', status: 500, times: 2 });
  const answer = await connect({ maxAttempts: 3 }).send(new StartChatContactCommand(start));
  assert.ok(answer.ParticipantToken);
  assert.equal(simulator.world.conversations.size, 1);
  const calls = simulator.calls.list('StartChatContact');
  assert.deepEqual(calls.map((one) => one.attempt).slice(0, 2), [1, 2]);
  assert.equal(new Set(calls.map((one) => one.invocationId)).size, 1);
});

test('a full instance refuses new chats and new calls, each by its own quota', async (t) => {
  const { client, start, simulator } = await openRig(t, { quotas: { chats: 1, calls: 1 } });
  const chat = await client.send(new StartChatContactCommand(start));
  await client.send(new StartWebRTCContactCommand(start));
  await refused(client.send(new StartChatContactCommand(start)), 'LimitExceededException', 429);
  await refused(client.send(new StartWebRTCContactCommand(start)), 'LimitExceededException', 429);
  const { world } = simulator;
  endConversation(world, there(world.conversationOf(there(chat.ContactId))), 'CUSTOMER_DISCONNECT');
  assert.ok((await client.send(new StartChatContactCommand(start))).ContactId);
});

test('a chat begins with its first message', async (t) => {
  const { client, start, simulator } = await openRig(t);
  const InitialMessage = { ContentType: 'text/plain', Content: 'My parcel is lost' };
  const { ContactId } = await client.send(new StartChatContactCommand({ ...start, InitialMessage }));
  const [first] = there(simulator.world.conversationOf(there(ContactId))).transcript;
  assert.equal(first?.Content, 'My parcel is lost');
  assert.equal(first?.ParticipantRole, 'CUSTOMER');
});

test('persistent chat and a related contact exclude each other', async (t) => {
  const { client, start } = await openRig(t);
  const { ContactId } = await client.send(new StartChatContactCommand(start));
  const both = client.send(
    new StartChatContactCommand({
      ...start,
      RelatedContactId: ContactId,
      PersistentChat: { RehydrationType: 'FROM_SEGMENT', SourceContactId: ContactId },
    }),
  );
  await assert.rejects(both, InvalidRequestException);
});

test('a related contact lends its attributes', async (t) => {
  const { client, start, simulator } = await openRig(t);
  const first = await client.send(new StartChatContactCommand({ ...start, Attributes: { a: '1', b: '1' } }));
  const second = await client.send(
    new StartChatContactCommand({ ...start, RelatedContactId: first.ContactId, Attributes: { b: '2' } }),
  );
  const { attributes, segments } = there(simulator.world.conversationOf(there(second.ContactId)));
  assert.deepEqual(attributes, { a: '1', b: '2' });
  assert.equal(segments[0]?.relatedContactId, first.ContactId);
});

test('an ended chat can be continued half a minute after its end, not before', async (t) => {
  const { client, start, simulator } = await openRig(t);
  const { world, clock, faults } = simulator;
  const InitialMessage = { ContentType: 'text/plain', Content: 'Remember me' };
  const { ContactId } = await client.send(new StartChatContactCommand({ ...start, InitialMessage }));
  const go = (SourceContactId = ContactId) =>
    client.send(
      new StartChatContactCommand({
        ...start,
        PersistentChat: { RehydrationType: 'ENTIRE_PAST_SESSION', SourceContactId },
      }),
    );
  await refused(go(), 'InvalidRequestException', 400, 'not ended');
  await refused(go('00000000-0000-4000-8000-000000000000'), 'ResourceNotFoundException', 404);
  endConversation(world, there(world.conversationOf(there(ContactId))), 'CUSTOMER_DISCONNECT');
  await refused(go(), 'InvalidRequestException', 400, 'cannot be continued yet');
  faults.set({ historyTooEarly: 'ResourceNotFoundException' });
  await refused(go(), 'ResourceNotFoundException', 404);
  clock.advance(30_000);
  const next = await go();
  assert.equal(next.ContinuedFromContactId, ContactId);
  const { history } = there(world.conversationOf(there(next.ContactId)));
  assert.ok(history.some((item) => item.Content === 'Remember me'));
});

test('a chat is continued from one of its segments, or whole by its initial contact', async (t) => {
  const { client, start, simulator } = await openRig(t, { knobs: { historyReadyAfterSeconds: 0 } });
  const { world } = simulator;
  const { ContactId } = await client.send(new StartChatContactCommand(start));
  const conversation = there(world.conversationOf(there(ContactId)));
  acceptContact(world, conversation, 'Grace');
  const next = there(transferContact(world, conversation, { queue: 'Returns' }));
  endConversation(world, conversation, 'CUSTOMER_DISCONNECT');
  const go = (RehydrationType: 'FROM_SEGMENT' | 'ENTIRE_PAST_SESSION', SourceContactId: string) =>
    client.send(new StartChatContactCommand({ ...start, PersistentChat: { RehydrationType, SourceContactId } }));
  assert.equal((await go('FROM_SEGMENT', conversation.id)).ContinuedFromContactId, conversation.id);
  assert.equal((await go('FROM_SEGMENT', next.id)).ContinuedFromContactId, next.id);
  assert.equal((await go('ENTIRE_PAST_SESSION', conversation.id)).ContinuedFromContactId, next.id);
  await refused(go('ENTIRE_PAST_SESSION', next.id), 'ResourceNotFoundException', 404, 'Source');
});

test('a call starts with the connection of a meeting at this origin, in exactly Amazon Connect’s shape', async (t) => {
  const { client, start, origin, simulator } = await openRig(t);
  const answer = await client.send(
    new StartWebRTCContactCommand({
      ...start,
      AllowedCapabilities: { Customer: { Video: 'SEND' }, Agent: { Video: 'SEND', ScreenShare: 'SEND' } },
      Description: 'A call',
      References: { page: { Type: 'URL', Value: 'https://shop.example/' } },
    }),
  );
  const { Attendee, Meeting } = there(answer.ConnectionData);
  assert.deepEqual(Object.keys(there(Attendee)).sort(), ['AttendeeId', 'JoinToken']);
  assert.deepEqual(Object.keys(there(Meeting)).sort(), [
    'MediaPlacement',
    'MediaRegion',
    'MeetingFeatures',
    'MeetingId',
  ]);
  const placement = there(Meeting?.MediaPlacement);
  assert.deepEqual(Object.keys(placement).sort(), [
    'AudioFallbackUrl',
    'AudioHostUrl',
    'EventIngestionUrl',
    'SignalingUrl',
    'TurnControlUrl',
  ]);
  assert.ok(placement.SignalingUrl?.startsWith(`${origin.replace('http', 'ws')}/`));
  assert.ok(placement.TurnControlUrl?.startsWith(`${origin}/`));
  assert.match(there(Attendee?.JoinToken), /^[\w-]+$/, 'travels as a WebSocket subprotocol');
  assert.equal(Meeting?.MeetingFeatures?.Audio?.EchoReduction, 'UNAVAILABLE');
  const conversation = there(simulator.world.conversationOf(there(answer.ContactId)));
  assert.equal(conversation.call?.meetingId, Meeting?.MeetingId);
  assert.equal(conversation.participants[0]?.attendee?.id, Attendee?.AttendeeId);
  assert.equal(conversation.segments[0]?.initiationMethod, 'WEBRTC_API');
});

test('a participant token opens the participant service', async (t) => {
  const { client, start, origin } = await openRig(t);
  const { ParticipantToken } = await client.send(new StartChatContactCommand(start));
  const answer = await fetch(`${origin}/participant/connection`, {
    method: 'POST',
    headers: { 'x-amz-bearer': there(ParticipantToken), 'content-type': 'application/json' },
    body: JSON.stringify({ Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] }),
  });
  assert.equal(answer.status, 200);
});
