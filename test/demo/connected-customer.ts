import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A customer without a browser: starts a chat at the demo's broker and holds its socket open. */
export async function connectCustomer(origin: string, displayName: string): Promise<{ close(): void }> {
  const ticket = await post(`${origin}/v1/chat`, { origin }, { idempotencyKey: randomUUID(), displayName });
  const { Websocket } = (await post(
    `${origin}/participant/connection`,
    { 'x-amz-bearer': String(ticket['participantToken']), 'content-type': 'application/json' },
    { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] },
  )) as { Websocket: { Url: string } };
  const socket = new WebSocket(Websocket.Url);
  await once(socket, 'open');
  socket.on('error', () => undefined);
  const answer = once(socket, 'message');
  socket.send(JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } }));
  await answer;
  return { close: () => socket.terminate() };
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}
