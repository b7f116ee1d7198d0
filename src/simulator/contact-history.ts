import { contentType, type Conversation, type Item, type StartContact } from './contact.js';
import type { World } from './world.js';

export type HistoryWish = NonNullable<StartContact['persistentChat']>;

/**
 * Whether a chat can be continued by PersistentChat: `unknown` id or not the initial one where that is needed, still
 * `running`, ended `tooEarly`, or `yes`.
 */
export function continuable(world: World, wish: HistoryWish): 'yes' | 'unknown' | 'running' | 'tooEarly' {
  const source = world.conversationOf(wish.sourceContactId);
  const ended = source?.segments.at(-1)?.disconnectTimestamp;
  if (!source || source.start.channel !== 'CHAT') return 'unknown';
  if (wish.rehydrationType === 'ENTIRE_PAST_SESSION' && world.contact(wish.sourceContactId)?.id !== source.id)
    return 'unknown';
  if (!source.over || ended === undefined) return 'running';
  return world.now() - ended < world.faults.knobs.historyReadyAfterSeconds * 1000 ? 'tooEarly' : 'yes';
}

/**
 * Makes the past part of a chat, once. It is there, and chat.rehydrated is said, after the knob's time. The caller has
 * looked at `continuable`.
 */
export function rehydrate(world: World, conversation: Conversation, wish: HistoryWish): void {
  const source = world.conversationOf(wish.sourceContactId);
  if (!source) return;
  conversation.continuedFrom = continuedFrom(source, wish);
  const past = pastItems(source, conversation.continuedFrom, conversation.id);
  const arrive = (): void => {
    conversation.history.unshift(...past);
    world.publish(conversation, { Type: 'EVENT', ContentType: contentType.rehydrated });
  };
  if (past.length === 0) return;
  if (world.faults.knobs.rehydrationMs === 0) arrive();
  else world.deadline(conversation, 'rehydration', world.faults.knobs.rehydrationMs, arrive);
}

/** The last segment that is taken over: the one that was named, or the last one there was. */
export function continuedFrom(source: Conversation, { rehydrationType, sourceContactId }: HistoryWish): string {
  const last = rehydrationType === 'FROM_SEGMENT' ? undefined : source.segments.at(-1)?.id;
  return last ?? sourceContactId.slice(sourceContactId.lastIndexOf('/') + 1);
}

function pastItems(source: Conversation, last: string, id: string): Item[] {
  const index = source.segments.findIndex((one) => one.id === last);
  const wanted = new Set(source.segments.slice(0, index + 1).map((one) => one.id));
  const own = source.transcript.filter((item) => item.ContactId !== undefined && wanted.has(item.ContactId));
  return [...source.history, ...own].map(({ ContactId, ...item }) => ({
    ...item,
    ...(ContactId !== undefined && { RelatedContactId: ContactId }),
    InitialContactId: id,
  }));
}
