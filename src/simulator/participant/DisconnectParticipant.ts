import { customerEnds } from '../contact-end.js';
import { leave } from '../contact-people.js';
import type { Operation } from '../wire.js';
import { authorise, once } from './access.js';
import { clientTokenOf, membersOf } from './members.js';

/** The participant goes. When it is the customer, the chat ends, or its disconnect flow begins. */
export const disconnectParticipant: Operation = {
  name: 'DisconnectParticipant',
  method: 'POST',
  path: '/participant/disconnect',
  service: 'participant',
  run(world, call) {
    const access = authorise(world, call, 'connection');
    const { conversation, participant } = access;
    return once(world, 'DisconnectParticipant', access, clientTokenOf(membersOf(call)), () => {
      if (participant.role === 'CUSTOMER') customerEnds(world, conversation, participant);
      else leave(world, conversation, participant);
      return {};
    });
  },
};
