import { contentType } from '../contact.js';
import { acknowledge, acknowledgeable, receiptsPossible } from '../contact-receipts.js';
import { ServiceError, type Operation } from '../wire.js';
import { authorise, once } from './access.js';
import { clientTokenOf, invalid, membersOf, optionalText, requiredText } from './members.js';

/** Typing and receipts: the only events a client may send. */
export const sendEvent: Operation = {
  name: 'SendEvent',
  method: 'POST',
  path: '/participant/event',
  service: 'participant',
  run(world, call) {
    const access = authorise(world, call, 'connection');
    const { conversation, participant } = access;
    const members = membersOf(call);
    const type = requiredText(members, 'ContentType', { max: 100 });
    const content = optionalText(members, 'Content', { min: 1, max: 16_384 });
    const clientToken = clientTokenOf(members);
    if (conversation.start.channel !== 'CHAT') throw invalid('Events are only for chat contacts.');
    if (type === contentType.typing) {
      return once(world, 'SendEvent', access, clientToken, () =>
        brief(world.publish(conversation, { Type: 'EVENT', ContentType: type }, participant)),
      );
    }
    if (type !== contentType.delivered && type !== contentType.read)
      throw invalid(`ContentType ${type} cannot be sent.`);
    const strict = world.faults.knobs.receiptTokens === 'strict';
    const messageId = readMessageId(content);
    return once(world, 'SendEvent', access, strict ? clientToken : undefined, () => {
      if (!receiptsPossible(conversation)) {
        throw new ServiceError(
          'ConflictException',
          409,
          'Receipts are not supported with more than two active participants.',
        );
      }
      const message = acknowledgeable(conversation, messageId);
      if (!message) throw invalid('There is no message with this messageId.');
      return brief(acknowledge(world, conversation, participant, type, message));
    });
  },
};

function readMessageId(content: string | undefined): string {
  try {
    const { messageId } = JSON.parse(content ?? '') as { messageId?: unknown };
    if (typeof messageId === 'string' && messageId.length >= 1 && messageId.length <= 256) return messageId;
  } catch {
    // Falls through to the refusal.
  }
  throw invalid('Content of a receipt must be the JSON {"messageId": "…"}.');
}

function brief({ Id, AbsoluteTime }: { readonly Id: string; readonly AbsoluteTime: string }): {
  readonly Id: string;
  readonly AbsoluteTime: string;
} {
  return { Id, AbsoluteTime };
}
