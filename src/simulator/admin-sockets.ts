import { mayNumber, mayText, needText, Refusal, type AdminRoute } from './admin.js';
import { closeCode } from './desk-routes.js';
import type { SocketAction, SocketFilter, Sockets } from './sockets.js';

/** Looking at open sockets and doing things to them from outside. */
export function socketRoutes(sockets: Sockets): readonly AdminRoute[] {
  return [
    {
      method: 'GET',
      path: '/_sim/sockets',
      says: 'Open sockets; ?contactId= for those of one contact.',
      run: ({ query }) => ({ sockets: sockets.list(filterOf(Object.fromEntries(query))).map(forReading) }),
    },
    {
      method: 'POST',
      path: '/_sim/sockets',
      says: 'Does something to open sockets, all of them or those of a contactId, participantId or socketId: reset (cut), close with a code, pause (half-open), resume, unsubscribe, send a text as it is.',
      example: { do: 'close', code: 1001 },
      run: ({ body }) => ({ sockets: sockets.act(actionOf(body), filterOf(body)) }),
    },
  ];
}

function actionOf(body: Readonly<Record<string, unknown>>): SocketAction {
  const what = needText(body, 'do');
  switch (what) {
    case 'close': {
      const reason = mayText(body, 'reason');
      return { do: what, code: closeCode(mayNumber(body, 'code') ?? 1000), ...(reason !== undefined && { reason }) };
    }
    case 'send':
      return { do: what, text: needText(body, 'text') };
    case 'reset':
    case 'pause':
    case 'resume':
    case 'unsubscribe':
      return { do: what };
    default:
      throw new Refusal(400, '"do" must be reset, close, pause, resume, unsubscribe or send.');
  }
}

function filterOf(given: Readonly<Record<string, unknown>>): SocketFilter {
  const [contactId, participantId, socketId] = ['contactId', 'participantId', 'socketId'].map((name) =>
    mayText(given, name),
  );
  return {
    ...(contactId !== undefined && { contactId }),
    ...(participantId !== undefined && { participantId }),
    ...(socketId !== undefined && { socketId }),
  };
}

function forReading(one: ReturnType<Sockets['list']>[number]): object {
  const { id, conversation, participant, openedAt, subscribed, paused } = one;
  return { id, contactId: conversation.id, participantId: participant.id, openedAt, subscribed, paused };
}
