import { parseMeeting, type MeetingRead } from '../protocol/call.js';
import type { Breaker } from './breaker.js';
import { ConnectFailure } from './connect-failure.js';
import type { CallStart, ConnectPort, StartedCall } from './connect.js';
import { joinable, type Joinable } from './start-chat.js';
import { createStarter, type OnFailure, type Starter } from './starter.js';

/** A call the browser can join. */
export type Call = Joinable & MeetingRead;

export function createCallStarter(
  connect: ConnectPort,
  breaker: Breaker,
  random: () => number,
): Starter<CallStart, Call> {
  const ask = async (start: CallStart, signal: AbortSignal, onFailure: OnFailure): Promise<StartedCall> => {
    try {
      return await connect.startCall(start, signal);
    } catch (error) {
      const refused = error instanceof ConnectFailure && error.kind === 'misconfigured';
      if (start.relatedContactId === undefined || !refused) throw error;
      // Relating it to a chat is worth having, but not worth a call: that chat may be forgotten by now.
      onFailure(error);
      return connect.startCall({ ...start, relatedContactId: undefined }, signal);
    }
  };
  return createStarter({
    operation: 'StartWebRTCContact',
    ask,
    read,
    stopContact: (contactId, signal) => connect.stopContact(contactId, signal),
    breaker,
    random,
  });
}

/** A damaged meeting may be whole when it is asked for again; no meeting at all is all there will ever be. */
function read(answer: StartedCall): Call | 'orphan' | 'broken' {
  const participant = joinable(answer);
  if (!participant || !(answer.meeting || answer.attendee)) return 'orphan';
  const way = parseMeeting(answer.meeting, answer.attendee);
  return way ? { ...participant, ...way } : 'broken';
}
