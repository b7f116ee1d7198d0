import { contentType, type Conversation } from '../contact.js';
import type { Operation } from '../wire.js';
import type { World } from '../world.js';
import { authorise, once } from './access.js';
import { clientTokenOf, invalid, membersOf, requiredText } from './members.js';

/** Says something in the conversation. The sender hears it too, on every socket of theirs. */
export const sendMessage: Operation = {
  name: 'SendMessage',
  method: 'POST',
  path: '/participant/message',
  service: 'participant',
  run(world, call) {
    const access = authorise(world, call, 'connection');
    const { conversation, participant } = access;
    const members = membersOf(call);
    const type = requiredText(members, 'ContentType', { max: 100 });
    const content = requiredText(members, 'Content');
    const clientToken = clientTokenOf(members);
    checkContent(world, conversation, type, content);
    return once(world, 'SendMessage', access, clientToken, () => {
      if (conversation.call) conversation.call.digits += content;
      const item = world.publish(conversation, { Type: 'MESSAGE', ContentType: type, Content: content }, participant);
      return { Id: item.Id, AbsoluteTime: item.AbsoluteTime };
    });
  },
};

function checkContent(world: World, conversation: Conversation, type: string, content: string): void {
  const { maxMessageBytes, maxMessageCharactersToBot } = world.faults.knobs;
  const supported =
    conversation.start.channel === 'VOICE' ? type === 'audio/dtmf' : conversation.contentTypes.has(type);
  if (!supported) throw invalid(`ContentType ${type} is not supported by this contact.`);
  if (type === 'audio/dtmf' && !/^[0-9*#,A-D]+$/.test(content)) throw invalid('Content must be DTMF digits.');
  if (Buffer.byteLength(content) > maxMessageBytes) throw invalid(`Content must be at most ${maxMessageBytes} bytes.`);
  if (type === contentType.text && botTalks(conversation) && [...content].length > maxMessageCharactersToBot) {
    throw invalid(`Content must be at most ${maxMessageCharactersToBot} characters.`);
  }
}

function botTalks(conversation: Conversation): boolean {
  const there = conversation.participants.filter((one) => one.state === 'joined');
  const bot = there.some((one) => one.role === 'CUSTOM_BOT' || one.displayName === 'BOT');
  return bot && !there.some((one) => one.role === 'AGENT');
}
