import type { Operation } from '../wire.js';
import { cancelParticipantAuthentication } from './CancelParticipantAuthentication.js';
import { completeAttachmentUpload } from './CompleteAttachmentUpload.js';
import { createParticipantConnection } from './CreateParticipantConnection.js';
import { describeView } from './DescribeView.js';
import { disconnectParticipant } from './DisconnectParticipant.js';
import { getAttachment } from './GetAttachment.js';
import { getAuthenticationUrl } from './GetAuthenticationUrl.js';
import { getTranscript } from './GetTranscript.js';
import { sendEvent } from './SendEvent.js';
import { sendMessage } from './SendMessage.js';
import { startAttachmentUpload } from './StartAttachmentUpload.js';

/** Every call of the Amazon Connect Participant Service. */
export const participantOperations: readonly Operation[] = [
  createParticipantConnection,
  sendMessage,
  sendEvent,
  getTranscript,
  startAttachmentUpload,
  completeAttachmentUpload,
  getAttachment,
  disconnectParticipant,
  describeView,
  getAuthenticationUrl,
  cancelParticipantAuthentication,
];
