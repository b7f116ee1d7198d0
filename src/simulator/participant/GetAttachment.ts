import { filePath } from '../files.js';
import { originOf } from '../origin.js';
import { ServiceError, type Operation } from '../wire.js';
import { authorise } from './access.js';
import { invalid, membersOf, optionalInteger, requiredText } from './members.js';

const defaultSeconds = 300;

/** An address from which a file of the conversation can be fetched for a short while. */
export const getAttachment: Operation = {
  name: 'GetAttachment',
  method: 'POST',
  path: '/participant/attachment',
  service: 'participant',
  run(world, call) {
    const { conversation, participant } = authorise(world, call, 'connection');
    const members = membersOf(call);
    const id = requiredText(members, 'AttachmentId', { max: 256 });
    const seconds = optionalInteger(members, 'UrlExpiryInSeconds', { from: 5, to: 300 }) ?? defaultSeconds;
    const file = conversation.files.get(id);
    if (!file?.body) throw invalid('There is no such attachment.');
    if (file.state !== 'APPROVED')
      throw new ServiceError('AccessDeniedException', 403, 'The attachment is not available.');
    const expiresAt = world.now() + seconds * 1000;
    const owner = { conversationId: conversation.id, participantId: participant.id };
    const key = world.tokens.issue({ kind: 'download', ...owner, expiresAt, subject: id });
    return {
      Url: `${originOf(call.headers)}${filePath}${key}`,
      UrlExpiry: new Date(expiresAt).toISOString(),
      AttachmentSizeInBytes: file.size,
    };
  },
};
