import { contentType, type Conversation, type Participant, type Role } from './contact.js';
import type { World } from './world.js';

/** Adds somebody who has not joined yet. Customers and bots get a participant token. */
export function addParticipant(
  world: World,
  conversation: Conversation,
  who: { readonly role: Role; readonly displayName: string; readonly capabilities?: Readonly<Record<string, string>> },
): Participant {
  const id = world.newId();
  const needsToken = who.role === 'CUSTOMER' || who.role === 'CUSTOM_BOT';
  const participant: Participant = {
    id,
    ...who,
    state: 'expected',
    ...(needsToken && {
      token: world.tokens.issue({ kind: 'participant', conversationId: conversation.id, participantId: id }),
    }),
  };
  conversation.participants.push(participant);
  return participant;
}

/** Somebody is there for the first time. A customer who came in time stops the connect deadline. */
export function join(world: World, conversation: Conversation, participant: Participant): void {
  if (participant.state !== 'expected' || conversation.over) return;
  participant.state = 'joined';
  if (participant.role === 'CUSTOMER') world.deadline(conversation, 'connect');
  world.publish(conversation, { Type: 'EVENT', ContentType: contentType.joined }, participant);
  if (participant.role === 'CUSTOMER') world.emit({ type: 'contact', conversation, change: 'connected' });
}

/** Somebody is gone for good. */
export function leave(world: World, conversation: Conversation, participant: Participant): void {
  if (participant.state !== 'joined') return;
  participant.state = 'left';
  world.publish(conversation, { Type: 'EVENT', ContentType: contentType.left }, participant);
}

/** The flow speaks. Role SYSTEM, as Amazon Connect names it. */
export function systemSays(
  world: World,
  conversation: Conversation,
  content: string,
  type: string = contentType.text,
): void {
  world.publish(
    conversation,
    { Type: 'MESSAGE', ContentType: type, Content: content },
    systemOf(world, conversation, 'SYSTEM_MESSAGE'),
  );
}

/** The participant behind flow messages or bot answers; a Lex bot shows as role SYSTEM, name BOT. */
export function systemOf(world: World, conversation: Conversation, name: 'SYSTEM_MESSAGE' | 'BOT'): Participant {
  const known = conversation.participants.find((one) => one.role === 'SYSTEM' && one.displayName === name);
  if (known) return known;
  const added = addParticipant(world, conversation, { role: 'SYSTEM', displayName: name });
  added.state = 'joined';
  return added;
}
