import type { Item } from '../contact.js';
import type { Operation } from '../wire.js';
import type { World } from '../world.js';
import { authorise } from './access.js';
import { invalid, membersOf, optionalChoice, optionalInteger, optionalText } from './members.js';

const defaultResults = 10;

/** A cut between two items: everything before `at` is older, everything from `at` on is newer. */
interface Cut {
  readonly at: number;
}

/**
 * Reads the conversation page by page, back into earlier chats it continues. Backward from now unless told otherwise;
 * forward from now there is nothing. ContactId names the chain, not one segment: the whole conversation answers.
 */
export const getTranscript: Operation = {
  name: 'GetTranscript',
  method: 'POST',
  path: '/participant/transcript',
  service: 'participant',
  run(world, call) {
    const { conversation } = authorise(world, call, 'connection');
    const members = membersOf(call);
    const contactId = optionalText(members, 'ContactId', { min: 1, max: 256 });
    if (contactId !== undefined && world.conversationOf(contactId) !== conversation) {
      throw invalid('ContactId is not part of this conversation.');
    }
    const size = optionalInteger(members, 'MaxResults', { from: 0, to: 100 }) ?? 0;
    const forward = optionalChoice(members, 'ScanDirection', ['FORWARD', 'BACKWARD']) === 'FORWARD';
    const ascending = optionalChoice(members, 'SortOrder', ['ASCENDING', 'DESCENDING']) === 'ASCENDING';
    const nextToken = optionalText(members, 'NextToken', { min: 1, max: 1000 });
    const all = [...conversation.history, ...conversation.transcript];
    const cut =
      nextToken === undefined
        ? startingCut(world, all, conversation.history.length, members['StartPosition'], forward)
        : readToken(nextToken, conversation.id, forward, conversation.history.length);
    const count = size === 0 ? defaultResults : size;
    const from = forward ? cut.at : Math.max(0, cut.at - count);
    const to = forward ? Math.min(all.length, cut.at + count) : cut.at;
    const page = all.slice(from, to).map(forHttp);
    const more = forward ? to < all.length : from > 0;
    return {
      InitialContactId: conversation.id,
      Transcript: ascending ? page : page.reverse(),
      ...(more && {
        NextToken: writeToken(conversation.id, forward, (forward ? to : from) - conversation.history.length),
      }),
    };
  },
};

function startingCut(world: World, all: readonly Item[], past: number, value: unknown, forward: boolean): Cut {
  if (value !== undefined && value !== null && typeof value !== 'object')
    throw invalid('StartPosition must be an object.');
  const position = (value ?? {}) as Readonly<Record<string, unknown>>;
  const id = optionalText(position, 'Id', { min: 1, max: 256 });
  const time = optionalText(position, 'AbsoluteTime', { min: 1, max: 100 });
  const recent = optionalInteger(position, 'MostRecent', { from: 0, to: 100 });
  if ([id, time, recent].filter((one) => one !== undefined).length > 1) {
    throw invalid('StartPosition must have only one of Id, AbsoluteTime, MostRecent.');
  }
  const inclusive = world.faults.knobs.startPosition === 'inclusive';
  // The item itself is on the wanted side of the cut when it is to be included.
  const beside = (index: number): Cut => ({ at: forward === inclusive ? index : index + 1 });
  if (id !== undefined) {
    const index = all.findIndex((one, place) => one.Id === id && place >= past);
    if (index < 0) throw invalid('StartPosition.Id is not an item of this chat.');
    return beside(index);
  }
  if (time !== undefined) {
    const at = Date.parse(time);
    if (Number.isNaN(at)) throw invalid('StartPosition.AbsoluteTime must be an ISO 8601 time.');
    const keepsEqual = forward === inclusive;
    const index = all.findIndex((one) => {
      const itemAt = Date.parse(one.AbsoluteTime);
      return keepsEqual ? itemAt >= at : itemAt > at;
    });
    return { at: index < 0 ? all.length : index };
  }
  return { at: Math.max(0, all.length - (recent ?? 0)) };
}

/** InitialContactId is said once per answer, not once per item. */
function forHttp(item: Item): Partial<Item> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'InitialContactId'));
}

function writeToken(conversationId: string, forward: boolean, at: number): string {
  return Buffer.from(JSON.stringify([conversationId, forward, at])).toString('base64url');
}

/** Places count from the first item of the chat itself: history that arrives between two pages moves none of them. */
function readToken(token: string, conversationId: string, forward: boolean, past: number): Cut {
  try {
    const [conversation, direction, at] = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as unknown[];
    if (conversation === conversationId && direction === forward && typeof at === 'number')
      return { at: Math.max(0, at + past) };
  } catch {
    // Falls through to the refusal.
  }
  throw invalid('NextToken is not valid for this request.');
}
