import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call the stub received. */
export interface Call {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `attempt=n; max=3`, as the SDK counts. */
  readonly attempt: string;
}

/** What happens to a call instead of a good answer. It has to end the response, or leave it hanging. */
export type Fault = (response: ServerResponse, answer: () => Record<string, unknown>) => void;

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), ...headers });
  response.end(JSON.stringify(body));
};

/** Every way Amazon Connect, or whoever stands before it, was seen to fail. Those named `…AfterEffect` start the contact. */
export const faults = {
  error:
    (name: string, status: number, headers: Record<string, string> = {}, message = 'Sorry'): Fault =>
    (response) =>
      json(response, status, { Message: message }, { 'x-amzn-errortype': name, ...headers }),
  html:
    (status: number, text = 'Bad gateway'): Fault =>
    (response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end(`<html><body>${text}</body></html>`),
  emptyBody: (): Fault => (response) => response.writeHead(200).end(),
  brokenJson: (): Fault => (response) => response.writeHead(200).end('{"ContactId": "c'),
  cutAfterEffect: (): Fault => (response, answer) => {
    const text = JSON.stringify(answer());
    response.writeHead(200, { 'content-length': String(text.length) });
    response.write(text.slice(0, 20), () => response.destroy());
  },
  reset: (): Fault => (response) => void response.socket?.destroy(),
  hang: (): Fault => () => {},
  hangAfterEffect: (): Fault => (_response, answer) => void answer(),
  without:
    (...members: string[]): Fault =>
    (response, answer) =>
      json(response, 200, Object.fromEntries(Object.entries(answer()).filter(([name]) => !members.includes(name)))),
  members:
    (members: Record<string, unknown>): Fault =>
    (response, answer) =>
      json(response, 200, { ...answer(), ...members }),
};

const operations = new Map([
  ['PUT /contact/chat', 'StartChatContact'],
  ['PUT /contact/webrtc', 'StartWebRTCContact'],
  ['POST /contact/create-participant', 'CreateParticipant'],
  ['POST /contact/stop', 'StopContact'],
  ['POST /metrics/current/instance-1', 'GetCurrentMetricData'],
]);

/** A way into a meeting, as Amazon Connect answers it. */
export const connectionData = () => ({
  Attendee: { AttendeeId: randomUUID(), JoinToken: `join-token-${randomUUID()}` },
  Meeting: {
    MeetingId: randomUUID(),
    MediaRegion: 'eu-central-1',
    MediaPlacement: {
      AudioHostUrl: 'audio.example.com',
      AudioFallbackUrl: 'wss://fallback.example.com',
      SignalingUrl: 'wss://signal.example.com',
      TurnControlUrl: 'https://turn.example.com',
      EventIngestionUrl: 'https://events.example.com',
    },
    MeetingFeatures: { Audio: { EchoReduction: 'AVAILABLE' } },
  },
});

/** Amazon Connect's control plane, as far as starting, rejoining and stopping goes: restJson1, without quotas of its own. */
export class ConnectStub {
  readonly calls: Call[] = [];
  /** Contacts started, by ClientToken. */
  readonly contacts = new Map<string, Record<string, unknown>>();
  readonly stopped: unknown[] = [];
  /** What DescribeContact says of contacts beside their id and channel, by id. */
  readonly records = new Map<string, Record<string, unknown>>();
  readonly #server: Server;
  readonly #faults: { fault: Fault; times: number; operation: string }[] = [];
  #onCall: (() => void)[] = [];

  constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#server.unref(); // A test that fails before it stops the stub still ends.
    return this;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next `times` calls of `operation` meet `fault`. */
  script(fault: Fault, times = 1, operation = 'StartChatContact'): void {
    this.#faults.push({ fault, times, operation });
  }

  /** Takes back what was scripted and did not happen. */
  forget(): void {
    this.#faults.length = 0;
  }

  /** Resolves when one more call has arrived. */
  nextCall(): Promise<void> {
    return new Promise((resolve) => this.#onCall.push(resolve));
  }

  of(operation: string): readonly Call[] {
    return this.calls.filter((call) => call.operation === operation);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
    const isRead = request.method === 'GET' && request.url?.startsWith('/contacts/instance-1/');
    const operation = isRead ? 'DescribeContact' : (operations.get(`${request.method} ${request.url}`) ?? 'unknown');
    if (isRead) body['ContactId'] = request.url?.split('/').at(-1);
    this.calls.push({ operation, body, attempt: String(request.headers['amz-sdk-request']) });
    const answer = (): Record<string, unknown> => this.#answer(operation, body);
    const next = this.#faults.find((entry) => entry.operation === operation && entry.times > 0);
    if (next) next.times--;
    if (next) next.fault(response, answer);
    else json(response, operation === 'unknown' ? 404 : 200, answer());
    for (const resolve of this.#onCall.splice(0)) resolve();
  }

  #answer(operation: string, body: Record<string, unknown>): Record<string, unknown> {
    if (operation === 'StopContact') {
      this.stopped.push(body['ContactId']);
      return {};
    }
    if (operation === 'DescribeContact') {
      const id = String(body['ContactId']);
      return { Contact: { Id: id, Channel: 'CHAT', ...this.records.get(id) } };
    }
    if (operation === 'GetCurrentMetricData') return { MetricResults: [] };
    const token = String(body['ClientToken']);
    const known = this.contacts.get(token);
    if (known) return known;
    const participant = { ParticipantId: randomUUID(), ParticipantToken: `participant-token-${randomUUID()}` };
    const contact: Record<string, unknown> =
      operation === 'CreateParticipant'
        ? {
            ParticipantId: participant.ParticipantId,
            ParticipantCredentials: { ParticipantToken: participant.ParticipantToken, Expiry: '2026-01-16T00:00:00Z' },
          }
        : {
            ContactId: randomUUID(),
            ...participant,
            ...(operation === 'StartWebRTCContact' && { ConnectionData: connectionData() }),
          };
    this.contacts.set(token, contact);
    return contact;
  }
}
