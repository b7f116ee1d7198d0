import type { ConnectPort } from './connect.js';
import { segmentsFrom } from './segments.js';

/**
 * Ends a contact wherever it has gone on: StopContact ends one segment, and a transfer has begun another one, in which
 * an agent would wait for nobody. Over already counts as done. Of a call no segment after a transfer can be stopped; whoever
 * leaves it takes their sound along.
 */
export async function stopWherever(
  connect: Pick<ConnectPort, 'stopContact' | 'describeContact'>,
  contactId: string,
  signal: AbortSignal,
): Promise<void> {
  await connect.stopContact(contactId, signal);
  const newest = (await segmentsFrom(connect, contactId, signal)).at(-1);
  const goesOn = newest && newest.id !== contactId && newest.disconnectedAt === undefined && newest.channel !== 'VOICE';
  // It may be transferred just then.
  if (goesOn) await stopWherever(connect, newest.id, signal);
}
