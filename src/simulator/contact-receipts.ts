import { contentType, type Conversation, type Item, type Participant, type Receipt } from './contact.js';
import type { World } from './world.js';

/** Receipts do not exist with more than two people in a chat. */
export function receiptsPossible(conversation: Conversation): boolean {
  return conversation.participants.filter((one) => one.state === 'joined' && one.role !== 'SYSTEM').length <= 2;
}

/** The message or file a receipt can speak of. */
export function acknowledgeable(conversation: Conversation, messageId: string): Item | undefined {
  return conversation.transcript.find(
    (one) => one.Id === messageId && (one.Type === 'MESSAGE' || one.Type === 'ATTACHMENT'),
  );
}

/** Notes at a message that `recipient` got or read it, and tells everybody. */
export function acknowledge(
  world: World,
  conversation: Conversation,
  recipient: Participant,
  type: typeof contentType.delivered | typeof contentType.read,
  message: Item,
): Item {
  const metadata = (message.MessageMetadata ??= {});
  const receipts = (metadata.Receipts ??= []);
  let receipt: Receipt | undefined = receipts.find((one) => one.RecipientParticipantId === recipient.id);
  if (!receipt) receipts.push((receipt = { RecipientParticipantId: recipient.id }));
  receipt.DeliveredTimestamp ??= world.isoNow();
  if (type === contentType.read) receipt.ReadTimestamp ??= world.isoNow();
  const MessageMetadata = { MessageId: message.Id, Receipts: [{ ...receipt }] };
  return world.publish(conversation, { Type: 'MESSAGEMETADATA', ContentType: type, MessageMetadata });
}
