import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectParticipantClient, CreateParticipantConnectionCommand } from '@aws-sdk/client-connectparticipant';
import { ConnectClient, CreateParticipantCommand } from '@aws-sdk/client-connect';
import type { ContactSummary } from '../../src/simulator/index.js';
import { openStudio, until, type Ticket } from './caller.js';

const studio = openStudio();

/** What a broker and a page do for somebody who was away too long. */
async function rejoin(contactId: string): Promise<Ticket['connection']> {
  const { region, accessKeyId, secretAccessKey, instanceId } = studio.simulator.config(studio.origin);
  const credentials = { accessKeyId, secretAccessKey };
  const connect = new ConnectClient({ endpoint: studio.origin, region, credentials });
  const service = new ConnectParticipantClient({ endpoint: studio.origin, region, credentials });
  try {
    const { ParticipantCredentials } = await connect.send(
      new CreateParticipantCommand({
        InstanceId: instanceId,
        ContactId: contactId,
        ParticipantDetails: {
          ParticipantRole: 'CUSTOMER',
          DisplayName: 'Sam',
          ParticipantCapabilities: { Video: 'SEND', ScreenShare: 'SEND' },
        },
      }),
    );
    const { WebRTCConnection } = await service.send(
      new CreateParticipantConnectionCommand({
        ParticipantToken: ParticipantCredentials?.ParticipantToken,
        Type: ['WEBRTC_CONNECTION'],
      }),
    );
    const { Meeting, Attendee } = WebRTCConnection ?? {};
    assert.ok(Meeting && Attendee?.AttendeeId && Attendee.JoinToken);
    assert.ok(!('MediaRegion' in Meeting) && !('TurnControlUrl' in (Meeting.MediaPlacement ?? {})));
    return { Meeting, Attendee: { AttendeeId: Attendee.AttendeeId, JoinToken: Attendee.JoinToken } };
  } finally {
    connect.destroy();
    service.destroy();
  }
}

test('a cut of signalling heals within the same call, with new media', async () => {
  const { ticket, customer } = await studio.inCall();
  await studio.ask('POST', `desk/contacts/${ticket.contactId}/network`, { what: 'signaling', how: 'cut', seconds: 1 });
  assert.equal(await customer.sees('connecting', 2), true);
  await customer.sees('started', 2);
  await customer.watches('remote');
  await customer.hasPackets({ in: { audio: 20, video: 5 }, out: { audio: 20, video: 2 } });
  await until(() => studio.simulator.media.list(ticket.contactId)[0]?.camera, 'The camera');
});

test('a network that is silent for a moment is not noticed: the same connection goes on', async () => {
  const { ticket, customer } = await studio.inCall();
  const state = async (): Promise<string | undefined> =>
    (await studio.ask<{ contact: ContactSummary }>('GET', `desk/contacts/${ticket.contactId}`)).contact.call?.network;
  const silence = (seconds: number | null) =>
    studio.ask('POST', `desk/contacts/${ticket.contactId}/network`, { what: 'all', how: 'silence', seconds });
  await silence(null);
  assert.equal(await state(), 'down');
  const { received } = studio.simulator.media.list(ticket.contactId)[0]!;
  await customer.hasPackets({
    in: { audio: 0, video: 0 },
    out: { audio: (await customer.packets()).out.audio + 30, video: 0 },
  });
  assert.ok(studio.simulator.media.list(ticket.contactId)[0]!.received.audio <= received.audio + 3);
  await silence(0);
  assert.equal(await state(), 'up');
  await until(() => studio.simulator.media.list(ticket.contactId)[0]!.received.audio > received.audio + 20, 'Sound');
  await customer.watches('remote');
  assert.equal(await customer.count('connecting'), 1);
});

test('dead media with living signalling: the SDK suggests to stop video, then comes back by itself', async () => {
  const { ticket, customer } = await studio.inCall();
  assert.equal(studio.simulator.media.act({ do: 'loseMedia' }, ticket.contactId), 1);
  await customer.sees('stop-video-suggested');
  await customer.sees('started', 2);
  await customer.watches('remote');
});

test('somebody away for a minute is dead to the call, and a new way in finds the same agent', async () => {
  const { ticket, customer, agentId } = await studio.inCall();
  await customer.page.close();
  const conversation = studio.simulator.world.conversationOf(ticket.contactId)!;
  await until(() => studio.simulator.media.list(ticket.contactId).length === 0, 'The end of the connection');
  studio.simulator.clock.advance(59_000);
  assert.equal(conversation.participants[0]?.state, 'joined');
  studio.simulator.clock.advance(2_000);
  assert.equal(conversation.participants[0]?.state, 'left');
  assert.equal(conversation.over, false, 'the call outlives its only customer');
  const late = await studio.join(ticket.connection, { camera: null });
  assert.equal(await late.sees('stopped'), 'SignalingBadRequest');

  const again = await studio.join(await rejoin(ticket.contactId));
  await again.watches('remote');
  await again.hears(agentId);
  await again.sdk('stop');
  await again.sees('stopped');
  assert.equal(conversation.segments.at(-1)?.disconnectReason, 'CUSTOMER_DISCONNECT');
});

test('whoever comes back within a minute has the same call with the same token', async () => {
  const { ticket, customer, agentId } = await studio.inCall();
  await customer.page.close();
  await until(() => studio.simulator.media.list(ticket.contactId).length === 0, 'The end of the connection');
  studio.simulator.clock.advance(50_000);
  const again = await studio.join(ticket.connection);
  await again.hears(agentId);
  studio.simulator.clock.advance(120_000);
  assert.equal(studio.simulator.world.conversationOf(ticket.contactId)!.participants[0]?.state, 'joined');
});

test('packets can be lost, voices withheld, and presence can come late', async () => {
  const { ticket, customer, agentId } = await studio.inCall({ callPresenceDelayMs: 300, callSignalStrength: 1 });
  await customer.hears(agentId);
  const connection = () => studio.simulator.media.list(ticket.contactId)[0]!;
  studio.simulator.faults.set({ callAudioDown: 'withheld', callMediaUp: 'silence' });
  const { sent, received } = connection();
  await until(() => connection().sent.video > sent.video + 15, 'Pictures');
  assert.ok(connection().sent.audio <= sent.audio + 2);
  assert.ok(connection().received.audio <= received.audio + 2);
  studio.simulator.faults.set({ callAudioDown: 'pass', callMediaUp: 'pass', callLossDown: 1 });
  const lost = connection();
  await until(() => connection().received.audio > lost.received.audio + 20, 'Sound of the customer');
  assert.ok(connection().sent.audio <= lost.sent.audio + 2);
});
