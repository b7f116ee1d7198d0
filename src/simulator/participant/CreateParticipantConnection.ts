import { admitToCall } from '../contact-call.js';
import { connectionForRejoining } from '../contact-connection.js';
import { join } from '../contact-people.js';
import { originOf, socketOrigin } from '../origin.js';
import { socketPath } from '../sockets.js';
import type { Operation } from '../wire.js';
import { authorise } from './access.js';
import { invalid, membersOf } from './members.js';

const kinds = ['WEBSOCKET', 'CONNECTION_CREDENTIALS', 'WEBRTC_CONNECTION'] as const;
type Kind = (typeof kinds)[number];

/** Exchanges the participant token for a socket address, a connection token, or the data of a call. */
export const createParticipantConnection: Operation = {
  name: 'CreateParticipantConnection',
  method: 'POST',
  path: '/participant/connection',
  service: 'participant',
  run(world, call) {
    const { conversation, participant } = authorise(world, call, 'participant');
    const members = membersOf(call);
    const wanted = readKinds(members['Type']);
    const knobs = world.faults.of(conversation.id);
    const owner = { conversationId: conversation.id, participantId: participant.id };
    const answer: Record<string, unknown> = {};
    if (wanted.has('WEBRTC_CONNECTION')) {
      if (!conversation.call) throw invalid('WEBRTC_CONNECTION is only for WebRTC contacts.');
      const attendee = participant.attendee ?? admitToCall(world, conversation, participant);
      answer['WebRTCConnection'] = connectionForRejoining(originOf(call.headers), conversation, attendee);
    }
    if (wanted.has('WEBSOCKET')) {
      const expiresAt = world.now() + knobs.socketUrlSeconds * 1000;
      const ticket = world.tokens.issue({ kind: 'socket', ...owner, expiresAt });
      const Url = `${socketOrigin(originOf(call.headers))}${socketPath}${ticket}`;
      answer['Websocket'] = { Url, ConnectionExpiry: new Date(expiresAt).toISOString() };
    }
    if (wanted.has('CONNECTION_CREDENTIALS')) {
      const expiresAt = world.now() + knobs.connectionTokenSeconds * 1000;
      const ConnectionToken = world.tokens.issue({ kind: 'connection', ...owner, expiresAt });
      answer['ConnectionCredentials'] = { ConnectionToken, Expiry: new Date(expiresAt).toISOString() };
    }
    // Somebody is in a call by their media alone.
    if (members['ConnectParticipant'] === true && !conversation.call) join(world, conversation, participant);
    return answer;
  },
};

function readKinds(value: unknown): ReadonlySet<Kind> {
  if (!Array.isArray(value) || value.length === 0) throw invalid('Type must have at least one entry.');
  const wanted = new Set<Kind>();
  for (const one of value as unknown[]) {
    const kind = kinds.find((known) => known === one);
    if (!kind) throw invalid(`Type must only have entries of ${kinds.join(', ')}.`);
    wanted.add(kind);
  }
  return wanted;
}
