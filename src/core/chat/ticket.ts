import { DeskbellError } from '../errors.js';
import { askUnderOneKey } from '../ticket.js';
import type { ChatPorts, ChatRequest, ChatTicket, Memory, Saved } from './ports.js';
import type { Starts } from './starts.js';
import type { Contact } from './state.js';

/** What a site says about its customer. All of it optional, all of it changeable until a chat starts. */
export interface ChatOptions {
  readonly displayName?: string | undefined;
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Whether a chat goes on where this customer's last one ended, also days later, where the broker keeps conversations. */
  readonly continues?: boolean | undefined;
  /** Absolute address of the site's token broker, for whoever asks it about this chat's contacts. */
  readonly broker?: string | undefined;
  /** How long a conversation is remembered, for whoever keeps something beside this chat. */
  readonly memory?: Memory | undefined;
}

/** A ticket in use: until when it has to be connected, and whether it has been. */
export type Ticket = NonNullable<Saved['ticket']>;

export const contactOf = ({ contactId, participantId, features }: ChatTicket): Contact => ({
  contactId,
  participantId,
  features,
});

/** What a start goes on with, and how long it may take until that can be had, in milliseconds. */
export interface Past {
  readonly memory: string;
  readonly patienceMs: number;
}

/** What is asked for under this key, without anything it goes on with. */
export function requestOf(options: ChatOptions, idempotencyKey: string): ChatRequest {
  const { displayName = '', locale, topic, attributes } = options;
  return { idempotencyKey, displayName, locale, topic, attributes };
}

/** Tries at a past conversation that is not ready yet: the broker says how long to wait between them. */
const pastAttempts = 12;

/**
 * Asks the broker for a ticket. `key`: under this one, where none is kept. A past conversation that cannot be had in
 * time, or at all, is done without. Rejects with the last refusal.
 */
export async function requestTicket(
  ports: ChatPorts & { readonly broker: Pick<Starts, 'startChat'> },
  options: ChatOptions,
  { key, past }: { readonly key?: string | undefined; readonly past?: Past | undefined },
  signal: AbortSignal,
): Promise<ChatTicket> {
  const ask = (continueFrom?: string) => (idempotencyKey: string, mayExist: boolean) => {
    const about = requestOf(options, idempotencyKey);
    return ports.broker.startChat({ ...about, ...(continueFrom !== undefined && { continueFrom }) }, signal, mayExist);
  };
  const failed = 'chat.ticket-failed';
  if (!past) return askUnderOneKey(ports, ask(), { fresh: false, key, failed, signal });
  let refusal: DeskbellError | undefined;
  const askWithPast = (key: string, mayExist: boolean): Promise<ChatTicket> =>
    ask(past.memory)(key, mayExist).catch((error: unknown) => {
      refusal = DeskbellError.from(error);
      throw refusal;
    });
  try {
    const { patienceMs } = past;
    return await inTime(ports, patienceMs, signal, (inner) =>
      askUnderOneKey(ports, askWithPast, {
        fresh: false,
        key,
        failed,
        signal: inner,
        patienceMs,
        attempts: pastAttempts,
      }),
    );
  } catch (error) {
    signal.throwIfAborted();
    const { code, retryable } = refusal ?? DeskbellError.from(error);
    if (retryable && code !== 'token/busy') throw refusal ?? error;
    return askUnderOneKey(ports, ask(), { fresh: true, failed, signal });
  }
}

/** Runs `task`; between two of its tries it is told when the time is over. A try that is under way is not cut off. */
async function inTime<Answer>(
  { clock }: ChatPorts,
  ms: number,
  signal: AbortSignal,
  task: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const inner = new AbortController();
  const onAbort = (): void => inner.abort(signal.reason);
  const stop = clock.after(ms, () => inner.abort(new DeskbellError('token/busy', { retryable: true })));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await task(inner.signal);
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
