import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContactSummary } from '../../src/simulator/index.js';
import { openStudio, until, type Caller, type Ticket } from './caller.js';

const studio = openStudio();

type Answer = { contact: ContactSummary; connection: Ticket['connection'] };

const desk = (contactId: string, deed: string, body: object = {}): Promise<Answer> =>
  studio.ask<Answer>('POST', `desk/contacts/${contactId}/${deed}`, body);

const callOf = async (contactId: string): Promise<NonNullable<ContactSummary['call']>> =>
  (await studio.ask<{ contact: ContactSummary }>('GET', `desk/contacts/${contactId}`)).contact.call!;

/** A customer and a person at the desk, both with the real SDK. */
async function twoPeople(): Promise<{ ticket: Ticket; customer: Caller; agent: Caller; agentId: string }> {
  studio.simulator.faults.set({ scriptedAgents: 'off' });
  const ticket = await studio.call();
  const customer = await studio.join(ticket.connection);
  const { connection } = await desk(ticket.contactId, 'accept', { agent: 'Grace', media: 'own' });
  const agent = await studio.join(connection);
  await customer.watches('remote');
  await agent.watches('remote');
  return { ticket, customer, agent, agentId: connection.Attendee.AttendeeId };
}

test('a person at the desk and a customer see and hear each other, and the screen of either', async () => {
  const { ticket, customer, agent, agentId } = await twoPeople();
  await customer.hears(agentId);
  await agent.hears(ticket.connection.Attendee.AttendeeId);
  const call = await callOf(ticket.contactId);
  assert.deepEqual([call.arrived, call.camera, call.muted, call.agentMedia], [true, true, false, 'own']);

  await desk(ticket.contactId, 'call', { share: 'allow' });
  const allowed = (await customer.sees('message')) as { topic: string; text: string; from: string };
  assert.deepEqual(
    [allowed.topic, allowed.text],
    ['AMAZON_CONNECT_SCREEN_SHARING', '{"message":"ScreenSharingStarted"}'],
  );
  assert.match(allowed.from, /agent$/);
  await customer.share();
  await customer.sees('share-started');
  await agent.watches('screen');
  const shared = await callOf(ticket.contactId);
  assert.deepEqual([shared.sharing, shared.shareAllowed], [true, true]);
  await customer.sdk('stopContentShare');
  await customer.sees('share-stopped');
  await agent.sees('tile-removed');
  await until(() => !studio.simulator.world.conversationOf(ticket.contactId)?.call?.sharing, 'The end of the screen');

  const fresh = await desk(ticket.contactId, 'accept', { agent: 'Grace', media: 'own' });
  assert.notEqual(fresh.connection.Attendee.AttendeeId, agentId);
  assert.equal(await agent.sees('stopped'), 'AudioJoinedFromAnotherDevice', 'the page of before is replaced');
  assert.equal(studio.simulator.world.conversationOf(ticket.contactId)!.over, false);
});

test('mute, camera and paused pictures reach the other side, and nobody joins twice because of it', async () => {
  const { ticket, customer, agentId } = await studio.inCall();
  const { contactId } = ticket;
  const connection = () => studio.simulator.media.list(contactId)[0]!;

  await desk(contactId, 'call', { mute: true });
  assert.equal(await customer.sees('muted'), agentId);
  await desk(contactId, 'call', { mute: false });
  await customer.sees('unmuted');
  await customer.sdk('realtimeMuteLocalAudio');
  await customer.sees('muted', 2);
  assert.equal((await callOf(contactId)).muted, true);

  const { tileId } = (await customer.sees('tile', 1)) as { tileId: number };
  const remote = (await customer.events())
    .filter((one) => one.name === 'tile')
    .map((one) => one.detail as { tileId: number; place: string })
    .find((one) => one.place === 'remote')!;
  assert.ok(tileId > 0);
  await customer.sdk('pauseVideoTile', remote.tileId);
  await until(() => connection().frames.includes('< PAUSE'), 'The pause');
  const paused = connection().sent.video;
  await customer.hasPackets({
    in: { audio: (await customer.packets()).in.audio + 20, video: 0 },
    out: { audio: 0, video: 0 },
  });
  assert.ok(connection().sent.video <= paused + 3, 'no picture is sent while paused');
  await customer.sdk('unpauseVideoTile', remote.tileId);
  await until(() => connection().sent.video > paused + 10, 'The picture');
  await customer.watches('remote');

  await desk(contactId, 'call', { camera: false });
  await customer.sees('tile-removed');
  await desk(contactId, 'call', { camera: true });
  await customer.watches('remote');
  await customer.sdk('stopLocalVideoTile');
  await until(() => !connection().camera, 'The end of the camera');
  assert.equal((await callOf(contactId)).camera, false);
  await customer.sdk('startLocalVideoTile');
  await until(() => connection().camera, 'The camera');
  const seen = connection().received.video;
  await until(() => connection().received.video > seen + 10, 'Pictures of the customer');
  assert.equal(await customer.count('joined'), 2);
});

test('the agent of the simulator shares a screen, holds the call, and leaves politely', async () => {
  const { ticket, customer } = await studio.inCall();
  await desk(ticket.contactId, 'call', { share: 'start' });
  await customer.watches('screen');
  await customer.watches('remote');
  await desk(ticket.contactId, 'call', { share: 'stop' });
  await customer.sees('tile-removed');
  const stopped = (await customer.sees('message')) as { text: string };
  assert.equal(stopped.text, '{"message":"ScreenSharingStopped"}');
  await desk(ticket.contactId, 'call', { hold: true });
  const held = (await customer.sees('message', 2)) as { topic: string; text: string };
  assert.deepEqual([held.topic, held.text], ['DESKBELL_CALL', '{"message":"HoldStarted"}']);
  assert.equal((await callOf(ticket.contactId)).held, true);
  await desk(ticket.contactId, 'end');
  assert.equal(await customer.sees('stopped'), 'MeetingEnded');
  const names = (await customer.events()).map((one) => one.name);
  assert.ok(names.lastIndexOf('left') < names.indexOf('stopped'), 'the agent is seen to leave first');
});

test('data messages go to everybody else, wait for who comes later, and have their limits', async () => {
  studio.simulator.faults.set({ scriptedAgents: 'off' });
  const ticket = await studio.call();
  const customer = await studio.join(ticket.connection, { camera: null });
  await customer.sees('joined');
  await customer.sdk('realtimeSendDataMessage', 'test', 'kept', 60_000);
  await customer.sdk('realtimeSendDataMessage', 'test', 'gone');
  await until(() => studio.simulator.media.list(ticket.contactId)[0]?.topics.length === 2, 'Both messages');
  const { connection } = await desk(ticket.contactId, 'accept', { agent: 'Grace', media: 'own' });
  const agent = await studio.join(connection, { camera: null });
  const kept = (await agent.sees('message')) as { text: string; from: string };
  assert.equal(kept.text, 'kept');
  assert.match(kept.from, /customer$/);
  await agent.sees('joined', 2);
  await agent.sdk('realtimeSendDataMessage', 'test', 'hello');
  assert.equal(((await customer.sees('message')) as { text: string }).text, 'hello');
  studio.simulator.faults.set({ callDataMessagesPerSecond: 0 });
  await customer.sdk('realtimeSendDataMessage', 'test', 'too fast');
  const back = (await customer.sees('message', 2)) as { text: string; throttled: boolean };
  assert.deepEqual([back.text, back.throttled], ['too fast', true]);
  assert.equal(await agent.count('message'), 1);
});
