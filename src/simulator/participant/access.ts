import type { Conversation, Participant } from '../contact.js';
import type { Grant, TokenKind } from '../tokens.js';
import type { World } from '../world.js';
import { ServiceError, type Call } from '../wire.js';

export interface Access {
  readonly conversation: Conversation;
  readonly participant: Participant;
  readonly grant: Grant;
}

/** Who is calling, by the X-Amz-Bearer header. Throws AccessDeniedException for a wrong, expired or spent token. */
export function authorise(world: World, call: Call, kind: TokenKind): Access {
  const grant = world.tokens.check(call.bearer, kind);
  const conversation = grant && world.conversations.get(grant.conversationId);
  const participant = grant && conversation && world.participant(conversation, grant.participantId);
  if (!participant || conversation.over) throw new ServiceError('AccessDeniedException', 403, 'Access denied');
  return { conversation, participant, grant };
}

/** The same call with the same ClientToken is the same deed: its first answer again, or what `deed` answers now. */
export function once<Answer>(
  world: World,
  operation: string,
  { participant }: Access,
  clientToken: string | undefined,
  deed: () => Answer,
): Answer {
  const scope = `${operation} ${participant.id}`;
  const known = world.answerFor(scope, clientToken);
  if (known !== undefined) return known as Answer;
  const answer = deed();
  world.rememberAnswer(scope, clientToken, answer);
  return answer;
}
