import type { Channel } from '../contact.js';
import { serviceError } from '../wire.js';
import type { World } from '../world.js';

interface StartAnswer {
  readonly ContactId: string;
}

/**
 * Starts a contact once per ClientToken. A repeat gets the first answer again, or only the contact's id where the knob
 * says so. A full instance refuses what is new, never a repeat.
 */
export function startOnce<Answer extends StartAnswer>(
  world: World,
  operation: string,
  channel: Channel,
  clientToken: string | undefined,
  start: () => Answer,
): Answer | StartAnswer {
  const known = world.answerFor(operation, clientToken) as Answer | undefined;
  if (known) return world.faults.knobs.clientTokenAnswer === 'full' ? known : { ContactId: known.ContactId };
  if (!world.hasRoomFor(channel)) {
    const what = channel === 'CHAT' ? 'chats' : 'calls';
    throw serviceError('LimitExceededException', `The quota of concurrent active ${what} of this instance is used up.`);
  }
  return onceOnly(world, operation, clientToken, start);
}

/** Starts something once per ClientToken, without a quota of its own. */
export function onceOnly<Answer extends StartAnswer>(
  world: World,
  operation: string,
  clientToken: string | undefined,
  start: () => Answer,
): Answer {
  const known = world.answerFor(operation, clientToken) as Answer | undefined;
  if (known) return known;
  const answer = start();
  world.rememberAnswer(operation, clientToken, answer);
  return answer;
}

/** Attributes a new contact has: those of the contact it is related to, and over them its own. */
export function startAttributes(
  world: World,
  relatedContactId: string | undefined,
  own: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  if (relatedContactId === undefined) return { ...own };
  const related = world.conversationOf(relatedContactId) ?? world.request(relatedContactId);
  return { ...related?.attributes, ...own };
}
