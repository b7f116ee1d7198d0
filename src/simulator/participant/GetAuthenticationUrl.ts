import { originOf } from '../origin.js';
import { ServiceError, type Operation } from '../wire.js';
import { authorise } from './access.js';
import { membersOf, requiredText } from './members.js';

const askWithinMs = 60_000;

/** Where to sign in. Within one minute of authentication.initiated, and once per session id. */
export const getAuthenticationUrl: Operation = {
  name: 'GetAuthenticationUrl',
  method: 'POST',
  path: '/participant/authentication-url',
  service: 'participant',
  run(world, call) {
    const { conversation } = authorise(world, call, 'connection');
    const members = membersOf(call);
    const sessionId = requiredText(members, 'SessionId', { min: 36, max: 36 });
    const redirectUri = requiredText(members, 'RedirectUri', { max: 1024 });
    const askedAt = conversation.signIns.get(sessionId);
    if (askedAt === undefined || world.now() - askedAt > askWithinMs) {
      throw new ServiceError('AccessDeniedException', 403, 'The session id is unknown, used or too old.');
    }
    conversation.signIns.delete(sessionId);
    const query = new URLSearchParams({ redirect_uri: redirectUri, state: sessionId });
    return { AuthenticationUrl: `${originOf(call.headers)}/_sim/sign-in?${query.toString()}` };
  },
};
