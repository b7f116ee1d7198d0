import { LinkError, kindOfStatus } from './failure.js';
import type { ParticipantCall } from './ports.js';

/** What a call needs beside its name and body. */
export interface ParticipantAccess {
  /** Where the participant service is. */
  readonly endpoint: string;
  /** The connection token: the whole credential. */
  readonly bearer: string | undefined;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
}

/**
 * One call of Amazon Connect's participant service, for what the client gets wrong: it sends all receipts under one
 * ClientToken, and takes any answer to an upload for a good one. Rejects with LinkError.
 */
export async function askParticipantService(
  operation: ParticipantCall,
  body: object,
  { bearer, endpoint, fetch, signal }: ParticipantAccess,
): Promise<Readonly<Record<string, unknown>>> {
  if (!bearer) throw new LinkError('unsent');
  let response: Response;
  try {
    response = await fetch(`${endpoint.replace(/\/+$/, '')}/participant/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-bearer': bearer },
      body: JSON.stringify(body),
      credentials: 'omit',
      cache: 'no-store',
      signal,
    });
  } catch (thrown) {
    throw new LinkError('unreached', thrown);
  }
  if (!response.ok) throw new LinkError(kindOfStatus(response.status));
  try {
    const text = await response.text();
    // Some answers have nothing to say.
    const answer: unknown = text ? JSON.parse(text) : {};
    if (typeof answer === 'object' && answer !== null) return answer as Readonly<Record<string, unknown>>;
  } catch {
    // Half an answer: told below.
  }
  throw new LinkError('failed');
}
