import {
  ConnectParticipantClient,
  CreateParticipantConnectionCommand,
  DisconnectParticipantCommand,
  GetTranscriptCommand,
  SendEventCommand,
  SendMessageCommand,
  type GetTranscriptCommandInput,
  type SendEventCommandOutput,
  type SendMessageCommandOutput,
} from '@aws-sdk/client-connectparticipant';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import {
  createClock,
  createSimulator,
  type Item,
  type Simulator,
  type SimulatorOptions,
} from '../../src/simulator/index.js';

/** A Monday morning at which held clocks start. */
export const monday = Date.UTC(2027, 2, 8, 9);

/** A listening simulator that is closed after the test. Its clock is held unless `running`. */
export async function simulated(
  t: TestContext,
  { running = false, ...options }: SimulatorOptions & { running?: boolean } = {},
): Promise<{ simulator: Simulator; origin: string }> {
  const simulator = createSimulator({ ...(!running && { clock: createClock(monday) }), ...options });
  t.after(() => simulator.close());
  const { origin } = await simulator.listen();
  return { simulator, origin };
}

/** Asks the simulator's own interface. */
export async function ask<Answer = Record<string, unknown>>(
  origin: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ status: number; answer: Answer }> {
  const response = await fetch(`${origin}/_sim/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

interface Ticket {
  contactId: string;
  participantId: string;
  participantToken: string;
}

/** Starts a chat over the simulator's own interface. */
export async function startChat(origin: string, start: Record<string, unknown> = {}): Promise<Ticket> {
  const { answer } = await ask<Ticket>(origin, 'POST', 'contacts', { displayName: 'Sam', ...start });
  return answer;
}

/** The AWS SDK's client, as a browser would use it: without credentials. */
export function participantClient(origin: string, maxAttempts = 1): ConnectParticipantClient {
  return new ConnectParticipantClient({
    endpoint: origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: '', secretAccessKey: '' },
    maxAttempts,
  });
}

export type Frame = Record<string, unknown>;

/** One socket as the service's clients hold it: every frame it got, and waiting for the next one. */
export class Line {
  readonly socket: WebSocket;
  readonly frames: Frame[] = [];
  readonly items: Item[] = [];
  readonly raw: string[] = [];
  closed: { code: number } | undefined;
  readonly #wakes = new Set<() => void>();

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      this.raw.push(text);
      try {
        const frame = JSON.parse(text) as Frame;
        this.frames.push(frame);
        if (frame['topic'] === 'aws/chat') this.items.push(JSON.parse(String(frame['content'])) as Item);
      } catch {
        // Garbage stays in `raw`.
      }
      this.#wake();
    });
    this.socket.on('close', (code) => {
      this.closed = { code };
      this.#wake();
    });
    this.socket.on('error', () => undefined);
  }

  #wake(): void {
    for (const wake of this.#wakes) wake();
  }

  async opened(): Promise<this> {
    if (this.socket.readyState === WebSocket.OPEN) return this;
    await new Promise<void>((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    return this;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  async subscribe(): Promise<this> {
    this.send({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });
    await this.frame((one) => one['topic'] === 'aws/subscribe');
    return this;
  }

  /** Resolves as soon as `look` finds something, now or later; a guard makes a hopeless wait fail. */
  async until<Found>(look: () => Found | undefined, what: string): Promise<Found> {
    const found = look();
    if (found !== undefined) return found;
    return new Promise<Found>((resolve, reject) => {
      const guard = setTimeout(() => {
        this.#wakes.delete(wake);
        reject(new Error(`${what} did not come. Frames: ${this.raw.join('\n')}`));
      }, 8_000);
      const wake = (): void => {
        const now = look();
        if (now === undefined) return;
        clearTimeout(guard);
        this.#wakes.delete(wake);
        resolve(now);
      };
      this.#wakes.add(wake);
    });
  }

  frame(fits: (frame: Frame) => boolean): Promise<Frame> {
    return this.until(() => this.frames.find(fits), 'A frame');
  }

  /** The item of this content type (its end is enough), or with this text. */
  item(wanted: string): Promise<Item> {
    return this.until(
      () =>
        this.items.find((one) => one.ContentType?.endsWith(wanted) || one.Content === wanted || one.Type === wanted),
      wanted,
    );
  }

  gone(): Promise<{ code: number }> {
    return this.until(() => this.closed, 'The end of the socket');
  }

  /** A round trip: everything sent before it has been heard. */
  async settled(): Promise<void> {
    const before = this.frames.filter((one) => one['topic'] === 'aws/ping').length;
    this.send({ topic: 'aws/ping' });
    await this.until(
      () => (this.frames.filter((one) => one['topic'] === 'aws/ping').length > before ? true : undefined),
      'A ping',
    );
  }
}

/** A customer with a chat, a connection token and a subscribed socket. */
export class Customer {
  readonly ticket: Ticket;
  readonly client: ConnectParticipantClient;
  readonly connectionToken: string;
  readonly line: Line;

  constructor(ticket: Ticket, client: ConnectParticipantClient, connectionToken: string, line: Line) {
    this.ticket = ticket;
    this.client = client;
    this.connectionToken = connectionToken;
    this.line = line;
  }

  static async arrive(origin: string, start: Record<string, unknown> = {}): Promise<Customer> {
    const ticket = await startChat(origin, start);
    return Customer.connect(origin, ticket);
  }

  /** Another connection of the same participant. */
  static async connect(origin: string, ticket: Ticket): Promise<Customer> {
    const client = participantClient(origin);
    const { url, token } = await connection(client, ticket.participantToken);
    const line = await new Line(url).opened();
    await line.subscribe();
    return new Customer(ticket, client, token, line);
  }

  get contactId(): string {
    return this.ticket.contactId;
  }

  say(text: string, contentType = 'text/plain', clientToken?: string): Promise<SendMessageCommandOutput> {
    return this.client.send(
      new SendMessageCommand({
        ConnectionToken: this.connectionToken,
        ContentType: contentType,
        Content: text,
        ...(clientToken !== undefined && { ClientToken: clientToken }),
      }),
    );
  }

  event(kind: string, content?: unknown, clientToken?: string): Promise<SendEventCommandOutput> {
    return this.client.send(
      new SendEventCommand({
        ConnectionToken: this.connectionToken,
        ContentType: `application/vnd.amazonaws.connect.event.${kind}`,
        ...(content !== undefined && { Content: JSON.stringify(content) }),
        ...(clientToken !== undefined && { ClientToken: clientToken }),
      }),
    );
  }

  async transcript(
    query: Omit<GetTranscriptCommandInput, 'ConnectionToken'> = {},
  ): Promise<{ texts: string[]; next: string | undefined; items: Record<string, unknown>[] }> {
    const page = await this.client.send(
      new GetTranscriptCommand({
        ConnectionToken: this.connectionToken,
        MaxResults: 100,
        SortOrder: 'ASCENDING',
        ...query,
      }),
    );
    const items = (page.Transcript ?? []) as Record<string, unknown>[];
    const texts = items.map((one) => String(one['Content'] ?? one['ContentType'] ?? one['Type']));
    return {
      texts: texts.map((one) =>
        one.slice(one.lastIndexOf('connect.event.') + (one.includes('connect.event.') ? 14 : 1)),
      ),
      next: page.NextToken,
      items,
    };
  }

  end(): Promise<unknown> {
    return this.client.send(new DisconnectParticipantCommand({ ConnectionToken: this.connectionToken }));
  }
}

/** Exchanges a participant token for a socket address and a connection token. */
export async function connection(
  client: ConnectParticipantClient,
  participantToken: string,
): Promise<{ url: string; token: string; expiry: string; urlExpiry: string }> {
  const answer = await client.send(
    new CreateParticipantConnectionCommand({
      ParticipantToken: participantToken,
      Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'],
    }),
  );
  return {
    url: answer.Websocket?.Url ?? '',
    urlExpiry: answer.Websocket?.ConnectionExpiry ?? '',
    token: answer.ConnectionCredentials?.ConnectionToken ?? '',
    expiry: answer.ConnectionCredentials?.Expiry ?? '',
  };
}

/** The name and status of what a call was refused with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return `${name} ${$metadata?.httpStatusCode ?? ''}`.trim();
  }
}
