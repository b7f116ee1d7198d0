import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallAction } from '../../src/simulator/index.js';
import { hang } from '../support/hang.js';
import { openStudio, type Caller } from './caller.js';

const studio = openStudio();

/** A customer with a microphone only: quick, and enough for whatever signalling does. */
async function speaking(): Promise<{ contactId: string; customer: Caller }> {
  const ticket = await studio.call();
  const customer = await studio.join(ticket.connection, { camera: null });
  await customer.sees('joined');
  return { contactId: ticket.contactId, customer };
}

const endings: readonly [CallAction, string][] = [
  [{ do: 'status', status: 410 }, 'MeetingEnded'],
  [{ do: 'status', status: 411 }, 'AudioAttendeeRemoved'],
  [{ do: 'status', status: 301 }, 'AudioJoinedFromAnotherDevice'],
  [{ do: 'status', status: 403 }, 'AudioAuthenticationRejected'],
  [{ do: 'status', status: 409 }, 'AudioCallAtCapacity'],
  [{ do: 'status', status: 999 }, 'AudioDisconnected'],
  [{ do: 'error', status: 403 }, 'AudioAuthenticationRejected'],
  [{ do: 'error', status: 404 }, 'SignalingBadRequest'],
  [{ do: 'error', status: 409 }, 'AudioCallAtCapacity'],
  [{ do: 'error', status: 509 }, 'VideoCallAtSourceCapacity'],
];

for (const [action, name] of endings) {
  const { do: what, ...detail } = action;
  test(`${what} ${Object.values(detail).join()} stops the call as ${name}`, async () => {
    const { contactId, customer } = await speaking();
    assert.equal(studio.simulator.media.act(action, contactId), 1);
    assert.equal(await customer.sees('stopped'), name);
  });
}

const comebacks: readonly CallAction[] = [
  { do: 'drop' },
  { do: 'close', code: 4500 },
  { do: 'status', status: 500 },
  { do: 'error', status: 503 },
];

for (const action of comebacks) {
  const { do: what, ...detail } = action;
  test(`${[what, ...Object.values(detail)].join(' ')} is healed by the SDK with the same token`, async () => {
    const { contactId, customer } = await speaking();
    studio.simulator.media.act(action, contactId);
    assert.equal(await customer.sees('connecting', 2), true);
    await customer.sees('started', 2);
    assert.equal(await customer.count('stopped'), 0);
  });
}

test('a stale connection is replaced without anybody hearing that its owner left', async () => {
  const { ticket, customer, agentId } = await studio.inCall();
  // Two that are awake would take it from each other again and again.
  const goOn = await hang(customer);
  const second = await studio.join(ticket.connection, { camera: null });
  await second.sees('joined');
  const { attendeeId } = studio.simulator.media.list(ticket.contactId)[0]!;
  assert.equal(studio.simulator.media.list(ticket.contactId).filter((one) => one.attendeeId === attendeeId).length, 1);
  await second.hears(agentId);
  await goOn();
  await customer.sees('connecting', 2);
  assert.equal(studio.simulator.world.conversationOf(ticket.contactId)!.over, false);
});

test('a customer who may not send video is told so, and the call goes on', async () => {
  const ticket = await studio.call({ allowedCapabilities: {} });
  const customer = await studio.join(ticket.connection);
  await customer.sees('video-unavailable');
  await customer.sees('joined');
  assert.equal(await customer.count('stopped'), 0);
  assert.equal(studio.simulator.media.list(ticket.contactId)[0]?.camera, false);
});

test('an unknown token is refused at once', async () => {
  const { connection } = await studio.call();
  const Attendee = { ...connection.Attendee, JoinToken: 'unknown' };
  const customer = await studio.join({ ...connection, Attendee }, { camera: null });
  assert.equal(await customer.sees('stopped'), 'SignalingBadRequest');
});

test('whoever joins a call that is over is told so', async () => {
  const { connection, contactId } = await studio.call();
  await studio.ask('POST', `contacts/${contactId}/end`, { reason: 'API' });
  const customer = await studio.join(connection, { camera: null });
  assert.equal(await customer.sees('stopped'), 'MeetingEnded');
});

test('a full call refuses one more at joining', async () => {
  studio.simulator.faults.set({ callCapacity: 'full' });
  const { connection } = await studio.call();
  const customer = await studio.join(connection, { camera: null });
  assert.equal(await customer.sees('stopped'), 'AudioCallAtCapacity');
});

test('the customer hangs up: the contact is over as CUSTOMER_DISCONNECT', async () => {
  const { contactId, customer } = await speaking();
  await customer.sdk('stop');
  assert.equal(await customer.sees('stopped'), 'Left');
  const { contact } = await studio.ask<{ contact: { state: string; disconnectReason: string } }>(
    'GET',
    `contacts/${contactId}`,
  );
  assert.deepEqual([contact.state, contact.disconnectReason], ['over', 'CUSTOMER_DISCONNECT']);
});
