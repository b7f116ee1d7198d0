import { mayWord, Refusal, type AdminRoute } from './admin.js';
import { endRequest } from './requests.js';
import type { World } from './world.js';

/** Looking at tasks, e-mails and outbound contacts, and getting them done, from outside. */
export function requestRoutes(world: World): readonly AdminRoute[] {
  return [
    {
      method: 'GET',
      path: '/_sim/requests',
      says: 'Tasks, e-mails, outbound calls and texts that were started, oldest first; ?kind= task, email, outbound-voice or outbound-chat for those of one.',
      run({ query }) {
        const kind = query.get('kind');
        return { requests: [...world.requests.values()].filter((one) => kind === null || one.kind === kind) };
      },
    },
    {
      method: 'POST',
      path: '/_sim/requests/{id}/end',
      says: 'One of them is over: done by an agent, thrown away, or too late.',
      example: { reason: 'AGENT_COMPLETED' },
      run({ params, body }) {
        const request = world.request(params['id'] ?? '');
        if (!request) throw new Refusal(404, 'There is no request with this id.');
        if (request.endedAt !== undefined) throw new Refusal(409, 'This request is over.');
        const reason = mayWord(body, 'reason', [
          'AGENT_COMPLETED',
          'AGENT_DISCONNECT',
          'DISCARDED',
          'EXPIRED',
          'OTHER',
        ]);
        endRequest(world, request, reason ?? 'AGENT_COMPLETED');
        return { request };
      },
    },
  ];
}
