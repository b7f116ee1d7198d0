import { contentType } from '../contact.js';
import type { Operation } from '../wire.js';
import { authorise } from './access.js';
import { invalid, membersOf, requiredText } from './members.js';

/** The customer goes on without signing in. */
export const cancelParticipantAuthentication: Operation = {
  name: 'CancelParticipantAuthentication',
  method: 'POST',
  path: '/participant/cancel-authentication',
  service: 'participant',
  run(world, call) {
    const { conversation } = authorise(world, call, 'connection');
    const sessionId = requiredText(membersOf(call), 'SessionId', { min: 36, max: 36 });
    if (!conversation.signIns.delete(sessionId)) throw invalid('There is no sign-in with this session id.');
    const Content = JSON.stringify({ SessionId: sessionId });
    world.publish(conversation, { Type: 'EVENT', ContentType: contentType.authenticationCancelled, Content });
    return {};
  },
};
