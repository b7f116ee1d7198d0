import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DescribeContactCommand,
  StartChatContactCommand,
  StartWebRTCContactCommand,
  type Contact,
} from '@aws-sdk/client-connect';
import { acceptContact, callReasons, chatReasons, loseAgent } from '../../src/simulator/index.js';
import { join } from '../../src/simulator/contact-people.js';
import { ask } from './customer-client.js';
import { openRig, there, type Rig } from './connect-support.js';

async function start(rig: Rig, kind: 'chat' | 'call', agent = true): Promise<string> {
  const { client, simulator } = rig;
  const answer =
    kind === 'chat'
      ? await client.send(new StartChatContactCommand(rig.start))
      : await client.send(new StartWebRTCContactCommand(rig.start));
  const conversation = there(simulator.world.conversationOf(there(answer.ContactId)));
  join(simulator.world, conversation, there(conversation.participants[0]));
  if (agent) acceptContact(simulator.world, conversation, 'Ines');
  return conversation.id;
}

async function describe({ client, instance }: Rig, ContactId: string): Promise<Contact> {
  return there((await client.send(new DescribeContactCommand({ ...instance, ContactId }))).Contact);
}

const end = (rig: Rig, id: string, body: object) => ask(rig.origin, 'POST', `contacts/${id}/end`, body);

for (const [kind, reasons] of [
  ['chat', chatReasons],
  ['call', callReasons],
] as const) {
  test(`a ${kind} can end for every reason there is for it, and for no other`, async (t) => {
    const rig = await openRig(t, { quotas: { calls: 100 } });
    for (const reason of reasons) {
      const id = await start(rig, kind);
      assert.equal((await end(rig, id, { reason })).status, 200, reason);
      const contact = await describe(rig, id);
      assert.equal(contact.DisconnectReason, reason);
      assert.ok(contact.DisconnectTimestamp);
    }
    const id = await start(rig, kind);
    const other = kind === 'chat' ? 'TELECOM_BUSY' : 'IDLE_DISCONNECT';
    assert.equal((await end(rig, id, { reason: other })).status, 400);
    assert.equal((await end(rig, id, { reason: other, anyway: true })).status, 200);
    assert.equal((await describe(rig, id)).DisconnectReason, other);
  });
}

test('a contact can end for a reason nobody knows yet, or for none that is ever told', async (t) => {
  const rig = await openRig(t);
  const [strange, silent] = [await start(rig, 'chat'), await start(rig, 'chat')];
  await end(rig, strange, { reason: 'SOLAR_FLARE', anyway: true });
  await end(rig, silent, { reason: null });
  assert.equal((await describe(rig, strange)).DisconnectReason, 'SOLAR_FLARE');
  const contact = await describe(rig, silent);
  assert.equal(contact.DisconnectReason, undefined);
  assert.ok(contact.DisconnectTimestamp);
});

test('an agent whose network is lost leaves the customer to nobody without a disconnect flow', async (t) => {
  const rig = await openRig(t);
  const { world, clock } = rig.simulator;
  const id = await start(rig, 'chat');
  const conversation = there(world.conversationOf(id));
  loseAgent(world, conversation);
  clock.advance(19_999);
  assert.equal((await describe(rig, id)).DisconnectTimestamp, undefined);
  clock.advance(1);
  assert.equal((await describe(rig, id)).DisconnectReason, 'AGENT_NETWORK_DISCONNECT');
  assert.equal(conversation.over, true);
});

test('with a disconnect flow the customer stays in a new segment, and waits again with the age of the first wait', async (t) => {
  const queues = [{ id: 'q', name: 'Care', staff: 1, averageHandleSeconds: 60 }];
  const rig = await openRig(t, { queues, knobs: { disconnectFlow: 'requeue', disconnectFlowSeconds: 5 } });
  const { world, clock } = rig.simulator;
  const id = await start(rig, 'chat', false);
  const conversation = there(world.conversationOf(id));
  clock.advance(90_000);
  acceptContact(world, conversation, 'Ines');
  world.changeQueue({ id: 'q', others: 3 });
  assert.equal((await end(rig, id, { reason: 'AGENT_NETWORK_DISCONNECT', part: 'agent' })).status, 200);
  assert.equal((await describe(rig, id)).DisconnectReason, 'AGENT_NETWORK_DISCONNECT');
  assert.equal(conversation.over, false);
  const next = there(conversation.segments.at(-1));
  const flow = await describe(rig, next.id);
  assert.equal(flow.InitiationMethod, 'DISCONNECT');
  assert.equal(flow.PreviousContactId, id);
  assert.equal(flow.QueueInfo, undefined, 'still in the flow');
  clock.advance(5_000);
  const queued = await describe(rig, next.id);
  assert.equal(queued.QueueInfo?.Id, 'q');
  assert.equal(queued.QueueTimeAdjustmentSeconds, 90);
  assert.ok(acceptContact(world, conversation, 'Tom'));
});

test('a disconnect flow may also keep the customer for a moment and end', async (t) => {
  const rig = await openRig(t, { knobs: { disconnectFlow: 'end', disconnectFlowSeconds: 10 } });
  const { world, clock } = rig.simulator;
  const id = await start(rig, 'chat');
  await end(rig, id, { reason: 'AGENT_NETWORK_DISCONNECT', part: 'agent' });
  const conversation = there(world.conversationOf(id));
  clock.advance(9_999);
  assert.equal(conversation.over, false);
  clock.advance(1);
  assert.equal(conversation.over, true);
  assert.equal((await describe(rig, id)).DisconnectReason, 'AGENT_NETWORK_DISCONNECT');
  const last = there(conversation.segments.at(-1));
  assert.equal((await describe(rig, last.id)).DisconnectReason, 'CONTACT_FLOW_DISCONNECT');
});

test('the desk ends a contact for a reason: one that is about the agent leaves the customer to the flow', async (t) => {
  const rig = await openRig(t, { knobs: { disconnectFlow: 'survey' } });
  const { world } = rig.simulator;
  const desk = (id: string, reason: string) => ask(rig.origin, 'POST', `desk/contacts/${id}/end`, { reason });
  const [one, two, three] = [await start(rig, 'chat'), await start(rig, 'chat'), await start(rig, 'call')];
  await desk(one, 'AGENT_NETWORK_DISCONNECT');
  assert.equal(world.conversationOf(one)?.over, false);
  await desk(two, 'EXPIRED');
  assert.equal(world.conversationOf(two)?.over, true);
  assert.equal((await describe(rig, two)).DisconnectReason, 'EXPIRED');
  assert.equal((await desk(three, 'EXPIRED')).status, 400);
  await desk(three, 'TELECOM_PROBLEM');
  assert.equal((await describe(rig, three)).DisconnectReason, 'TELECOM_PROBLEM');
});
