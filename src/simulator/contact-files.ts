import type { Conversation, Participant, StoredFile } from './contact.js';
import type { World } from './world.js';

/** Makes a stored file an item of the conversation, with the verdict the knob asks for. A verdict keeps the item's id. */
export function publishFile(world: World, conversation: Conversation, speaker: Participant, file: StoredFile): void {
  const { attachmentVerdict: verdict, attachmentScanMs } = world.faults.of(conversation.id);
  const itemId = world.newId();
  const at = world.isoNow();
  file.itemId = itemId;
  const say = (status: 'APPROVED' | 'REJECTED' | 'IN_PROGRESS'): void => {
    file.state = status;
    const { id: AttachmentId, name: AttachmentName, contentType: ContentType } = file;
    const Attachments = [{ AttachmentId, AttachmentName, ContentType, Status: status }];
    world.publish(conversation, { Id: itemId, AbsoluteTime: at, Type: 'ATTACHMENT', Attachments }, speaker);
  };
  say(verdict);
  if (verdict === 'IN_PROGRESS')
    world.deadline(conversation, `scan ${file.id}`, attachmentScanMs, () => say('APPROVED'));
}

/** Puts a file of somebody who needs no upload (an agent) into the store and into the conversation. */
export function sendFile(
  world: World,
  conversation: Conversation,
  speaker: Participant,
  { name, contentType, body }: { readonly name: string; readonly contentType: string; readonly body: Buffer },
): void {
  const file: StoredFile = {
    id: world.newId(),
    name,
    contentType,
    size: body.length,
    participantId: speaker.id,
    body,
    state: 'started',
  };
  conversation.files.set(file.id, file);
  publishFile(world, conversation, speaker, file);
}
