import { ServiceError, type Operation } from '../wire.js';
import { authorise } from './access.js';
import { invalid } from './members.js';

/** The view behind a view token of an interactive message. Tokens of another conversation open nothing. */
export const describeView: Operation = {
  name: 'DescribeView',
  method: 'GET',
  path: '/participant/views/{ViewToken}',
  service: 'participant',
  run(world, call) {
    const { conversation } = authorise(world, call, 'connection');
    const token = call.params['ViewToken'] ?? '';
    if (token.length < 1 || token.length > 1000) throw invalid('ViewToken must have 1 to 1000 characters.');
    const grant = world.tokens.check(token, 'view');
    if (grant?.subject === undefined || grant.conversationId !== conversation.id) {
      throw new ServiceError('ResourceNotFoundException', 404, 'The view does not exist.');
    }
    return { View: JSON.parse(grant.subject) as unknown };
  },
};
