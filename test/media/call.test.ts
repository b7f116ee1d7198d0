import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStudio } from './caller.js';

const studio = openStudio();

test('sound and pictures go both ways between a customer and the agent of the simulator', async () => {
  const ticket = await studio.call();
  const customer = await studio.join(ticket.connection);
  await customer.sees('started');
  await customer.watches('remote');
  const joined = (await customer.events()).filter((one) => one.name === 'joined');
  const ids = joined.map((one) => one.detail as { attendeeId: string; externalUserId: string });
  const agent = ids.find((one) => one.externalUserId.endsWith('agent'));
  assert.ok(agent, 'the agent is told by the end of an id');
  await customer.hears(agent.attendeeId);
  await customer.hasPackets({ in: { audio: 50, video: 10 }, out: { audio: 50, video: 5 } });
  const [connection] = studio.simulator.media.list(ticket.contactId);
  assert.ok(connection && connection.received.audio > 50 && connection.received.video > 5);
  assert.ok(connection.sent.audio > 50 && connection.sent.video > 10);

  await studio.ask('POST', `desk/contacts/${ticket.contactId}/end`, {});
  assert.equal(await customer.sees('stopped'), 'MeetingEnded');
  assert.equal(await customer.count('connecting'), 1, 'nothing had to be tried twice');
});
