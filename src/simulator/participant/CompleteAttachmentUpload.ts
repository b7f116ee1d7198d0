import { publishFile } from '../contact-files.js';
import { ServiceError, type Operation } from '../wire.js';
import { authorise, once } from './access.js';
import { invalid, membersOf, requiredText } from './members.js';

/** Says that a file has been PUT; it becomes an item of the conversation, as far as the scanner lets it. */
export const completeAttachmentUpload: Operation = {
  name: 'CompleteAttachmentUpload',
  method: 'POST',
  path: '/participant/complete-attachment-upload',
  service: 'participant',
  run(world, call) {
    const access = authorise(world, call, 'connection');
    const { conversation, participant } = access;
    const members = membersOf(call);
    const ids = members['AttachmentIds'];
    const [id] = Array.isArray(ids) ? (ids as unknown[]) : [];
    if (!Array.isArray(ids) || ids.length !== 1 || typeof id !== 'string')
      throw invalid('AttachmentIds must have exactly one entry.');
    const clientToken = requiredText(members, 'ClientToken', { max: 500 });
    return once(world, 'CompleteAttachmentUpload', access, clientToken, () => {
      const file = conversation.files.get(id);
      if (!file || file.participantId !== participant.id) throw invalid('There is no such attachment.');
      if (file.state !== 'started')
        throw new ServiceError('ConflictException', 409, 'The attachment is already being completed.');
      if (!file.body) throw invalid('The attachment has not been uploaded.');
      publishFile(world, conversation, participant, file);
      return {};
    });
  },
};
