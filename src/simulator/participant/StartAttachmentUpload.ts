import { randomUUID } from 'node:crypto';
import { filePath, isSupportedFile, uploadHeaders } from '../files.js';
import { originOf } from '../origin.js';
import { ServiceError, type Operation } from '../wire.js';
import { authorise, once } from './access.js';
import { invalid, membersOf, optionalInteger, requiredText } from './members.js';

const uploadSeconds = 300;

/** Announces a file and gets an address to PUT it to. */
export const startAttachmentUpload: Operation = {
  name: 'StartAttachmentUpload',
  method: 'POST',
  path: '/participant/start-attachment-upload',
  service: 'participant',
  run(world, call) {
    const access = authorise(world, call, 'connection');
    const { conversation, participant } = access;
    const members = membersOf(call);
    const contentType = requiredText(members, 'ContentType', { max: 255 });
    const size = optionalInteger(members, 'AttachmentSizeInBytes', { from: 1, to: Number.MAX_SAFE_INTEGER });
    if (size === undefined) throw invalid('AttachmentSizeInBytes is required.');
    const name = requiredText(members, 'AttachmentName', { max: 256 });
    const clientToken = requiredText(members, 'ClientToken', { max: 500 });
    const { attachments, maxAttachmentBytes, attachmentsPerChat } = world.faults.knobs;
    if (!attachments)
      throw new ServiceError('AccessDeniedException', 403, 'Attachments are not enabled for this instance.');
    if (!isSupportedFile(name, contentType)) throw invalid('The file type is not supported.');
    return once(world, 'StartAttachmentUpload', access, clientToken, () => {
      if (size > maxAttachmentBytes) throw tooMuch(`A file may have at most ${maxAttachmentBytes} bytes.`);
      const sent = [...conversation.files.values()].filter((one) => one.itemId !== undefined).length;
      if (sent >= attachmentsPerChat) throw tooMuch(`A chat may have at most ${attachmentsPerChat} files.`);
      const id = randomUUID();
      const file = { id, name, contentType, size, participantId: participant.id, state: 'started' as const };
      conversation.files.set(id, file);
      const expiresAt = world.now() + uploadSeconds * 1000;
      const owner = { conversationId: conversation.id, participantId: participant.id };
      const key = world.tokens.issue({ kind: 'upload', ...owner, expiresAt, subject: id });
      return {
        AttachmentId: id,
        UploadMetadata: {
          Url: `${originOf(call.headers)}${filePath}${key}`,
          UrlExpiry: new Date(expiresAt).toISOString(),
          HeadersToInclude: uploadHeaders(file),
        },
      };
    });
  },
};

function tooMuch(message: string): ServiceError {
  return new ServiceError('ServiceQuotaExceededException', 402, message);
}
