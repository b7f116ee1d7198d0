import { mayNumber, mayText, needText, Refusal, type AdminRoute } from './admin.js';
import type { CallAction, Media } from './chime/media.js';
import { closeCode } from './desk-routes.js';

/** Looking at the media of calls and doing things to it from outside. */
export function mediaRoutes(media: Media): readonly AdminRoute[] {
  return [
    {
      method: 'GET',
      path: '/_sim/media',
      says: 'Connections of calls, a shared screen being one of its own: packets received and sent by kind, camera, mute, signalling frames, topics of data messages. ?contactId= for those of one call.',
      run: ({ query }) => ({ connections: media.list(query.get('contactId') ?? undefined) }),
    },
    {
      method: 'POST',
      path: '/_sim/media',
      says: 'Does something to the connections of calls, all of them or those of a contactId: status (says an AUDIO_STATUS: 410 ended, 411 removed, 301 joined elsewhere, 403, 409, 500 come back), error (says an error frame: 206 no video, 403, 404, 409, 503, 509), drop (cuts signalling), close with a code, loseMedia (signalling stays).',
      example: { do: 'status', status: 410 },
      run: ({ body }) => ({ connections: media.act(actionOf(body), mayText(body, 'contactId')) }),
    },
  ];
}

function actionOf(body: Readonly<Record<string, unknown>>): CallAction {
  const what = needText(body, 'do');
  switch (what) {
    case 'status':
    case 'error': {
      const status = mayNumber(body, 'status');
      if (status === undefined) throw new Refusal(400, 'The body needs "status", a number.');
      return { do: what, status };
    }
    case 'close':
      return { do: what, code: closeCode(mayNumber(body, 'code') ?? 4_500) };
    case 'drop':
    case 'loseMedia':
      return { do: what };
    default:
      throw new Refusal(400, '"do" must be status, error, drop, close or loseMedia.');
  }
}
