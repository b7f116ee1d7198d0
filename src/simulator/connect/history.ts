import { continuable, type HistoryWish } from '../contact-history.js';
import { oneOf, required } from '../aws/validate.js';
import { serviceError } from '../wire.js';
import type { World } from '../world.js';
import { notFound, requireContact } from './find.js';
import { contactId } from './members.js';

/** Which past is meant: members of PersistentChat, and of CreatePersistentContactAssociation. */
export const historyMembers = {
  RehydrationType: required(oneOf(['ENTIRE_PAST_SESSION', 'FROM_SEGMENT'])),
  SourceContactId: required(contactId),
};

/** The chat to continue, which has to be over for a while. Throws what the service says otherwise. */
export function requirePast(
  world: World,
  members: { readonly RehydrationType: HistoryWish['rehydrationType']; readonly SourceContactId: string },
): HistoryWish {
  const { contact } = requireContact(world, members.SourceContactId);
  const wish: HistoryWish = { rehydrationType: members.RehydrationType, sourceContactId: contact.id };
  switch (continuable(world, wish)) {
    case 'unknown':
      throw notFound('Source contact');
    case 'running':
      throw serviceError('InvalidRequestException', 'The source contact has not ended.');
    case 'tooEarly':
      throw serviceError(world.faults.knobs.historyTooEarly, 'The source contact cannot be continued yet.');
    case 'yes':
      return wish;
  }
}
