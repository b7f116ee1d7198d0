import type { Chatjs } from '../../src/adapters/chatjs/chatjs-types.js';
import { LinkError } from '../../src/adapters/chatjs/failure.js';
import type { PutFile, RawItem } from '../../src/adapters/chatjs/ports.js';
import type { Clock } from '../../src/core/clock.js';
import { FakeSession } from './fake-chatjs-session.js';

/** How one HTTP call fares: answered, refused with a status, failed on the network, or never answered. */
export type HttpOutcome = 'ok' | 'network' | 'hang' | number;

/** What content types of events begin with. */
export const eventPrefix = 'application/vnd.amazonaws.connect.event.';

/**
 * The service behind every fake session: what it answers, and what it has been asked. Outcomes queued with `next…` come
 * first, then the standing one.
 */
export class FakeService {
  /** CreateParticipantConnection calls so far. */
  connections = 0;
  connection: HttpOutcome = 'ok';
  nextConnections: HttpOutcome[] = [];
  /** Whether the service can be reached at all. */
  online = true;
  /** How a WebSocket upgrade fares. */
  upgrade: 'accept' | 'refuse' | 'hang' = 'accept';
  /** Whether sockets answer heartbeats. */
  heartbeats = true;
  /** Whether what is published reaches the sockets: off plays a lost subscription. */
  subscribed = true;
  send: HttpOutcome = 'ok';
  nextSends: HttpOutcome[] = [];
  transcript: HttpOutcome = 'ok';
  /** GetTranscript calls so far, by how many items were wanted. */
  readonly transcripts: number[] = [];
  /** What every SendEvent carried. */
  readonly sentEvents: object[] = [];
  typing: HttpOutcome = 'ok';
  /** How calls fare that are made without the client. */
  asked: HttpOutcome = 'ok';
  nextAsked: HttpOutcome[] = [];
  /** How bytes fare on their way to where files are kept. */
  nextPuts: HttpOutcome[] = [];
  /** Each attempt to put some, oldest first. */
  readonly puts: Parameters<PutFile>[0][] = [];
  /** Each of them, oldest first: its path and body. */
  readonly calls: { readonly path: string; readonly body: unknown; readonly bearer: string | null }[] = [];
  disconnect: HttpOutcome = 'ok';
  /** Whether DisconnectParticipant ends the chat at once. */
  endsWhenAsked = true;
  /** ClientToken of every SendMessage. */
  readonly tokens: string[] = [];
  readonly items: RawItem[] = [];
  readonly sessions: FakeSession[] = [];
  readonly configs: unknown[] = [];
  readonly created: { readonly options: { readonly region: string }; readonly disableCSM: boolean }[] = [];
  typings = 0;
  /** Of those calls, how many were left hanging and then given up. */
  aborted = 0;
  disconnects = 0;
  clock: Clock;
  #count = 0;
  #taken = new Map<string, RawItem>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** What a bundle would find at `window.connect.ChatSession`. */
  get chatjs(): Chatjs {
    return {
      setGlobalConfig: (config) => this.configs.push(config),
      create: (args) => {
        this.created.push(args);
        return this.session();
      },
    };
  }

  session(): FakeSession {
    const session = new FakeSession(this);
    this.sessions.push(session);
    return session;
  }

  /** The newest session. */
  get latest(): FakeSession {
    return this.sessions[this.sessions.length - 1]!;
  }

  /** Sockets that are open on the client's side. */
  get openSockets(): number {
    return this.sessions.filter((session) => session.socket !== 'none').length;
  }

  /** An item reaches the transcript, unless it is not kept, and all sockets. */
  publish(fields: RawItem, kept = true): RawItem {
    const at = new Date(this.clock.now() + ++this.#count).toISOString();
    const item = { Id: `m-${this.#count}`, AbsoluteTime: at, ContactId: 'c-1', InitialContactId: 'c-1', ...fields };
    if (kept) this.items.push(item);
    if (this.subscribed) for (const session of this.sessions) session.receive(item);
    return item;
  }

  /** An agent says something. */
  say(text: string): RawItem {
    const from = { ParticipantId: 'p-agent', ParticipantRole: 'AGENT', DisplayName: 'Ines' };
    return this.publish({ Type: 'MESSAGE', ContentType: 'text/plain', Content: text, ...from });
  }

  /** The service ends the chat. */
  end(): void {
    this.publish({ Type: 'EVENT', ContentType: `${eventPrefix}chat.ended` });
  }

  /** SendMessage: the same ClientToken is the same message. */
  take(token: string, text: string): RawItem {
    this.tokens.push(token);
    const known = this.#taken.get(token);
    if (known) return known;
    const from = { ParticipantId: 'p-customer', ParticipantRole: 'CUSTOMER', DisplayName: 'Ada' };
    const item = this.publish({ Type: 'MESSAGE', ContentType: 'text/plain', Content: text, ...from });
    this.#taken.set(token, item);
    return item;
  }

  /** In place of the browser's own. */
  readonly fetch: typeof fetch = async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : input).pathname;
    const bearer = new Headers(init?.headers).get('x-amz-bearer');
    this.calls.push({ path, body: JSON.parse(String(init?.body as string)), bearer });
    const asked = this.nextAsked.shift() ?? this.asked;
    if (asked === 'network' || !this.online) throw new TypeError('Failed to fetch');
    if (asked === 'hang') {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => {
          this.aborted++;
          reject(new Error('aborted'));
        });
      });
    }
    if (asked !== 'ok') return Response.json({}, { status: asked });
    const { body } = this.calls[this.calls.length - 1]!;
    return Response.json(...this.#answerAbout(path, body as Readonly<Record<string, unknown>>));
  };

  /** Takes bytes half-way, and the rest where nothing is in their way. */
  readonly put: PutFile = (to, _bytes, onShare, signal) => {
    this.puts.push(to);
    onShare(0.5);
    const fares = this.nextPuts.shift() ?? 'ok';
    if (fares === 'ok') onShare(1);
    if (fares === 'network') return Promise.reject(new LinkError('unreached'));
    if (fares !== 'hang') return Promise.resolve(fares === 'ok' ? 200 : fares);
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new LinkError('unreached')));
    });
  };

  /** Files by their ids, and whether they were handed over. */
  #files = new Map<string, { readonly announced: Readonly<Record<string, unknown>>; done: boolean }>();

  #answerAbout(path: string, body: Readonly<Record<string, unknown>>): [object, { status: number }?] {
    if (path.endsWith('/start-attachment-upload')) {
      const id = `f-${this.#files.size + 1}`;
      this.#files.set(id, { announced: body, done: false });
      const HeadersToInclude = { 'content-type': body['ContentType'], 'content-length': '7' };
      return [{ AttachmentId: id, UploadMetadata: { Url: `https://files.example/${id}`, HeadersToInclude } }];
    }
    if (path.endsWith('/attachment')) return [{ Url: `https://files.example/${String(body['AttachmentId'])}?signed` }];
    const [id = ''] = (body['AttachmentIds'] as string[] | undefined) ?? [];
    const file = this.#files.get(id);
    if (!path.endsWith('/complete-attachment-upload')) return [{}];
    if (!file) return [{}, { status: 400 }];
    if (file.done) return [{}, { status: 409 }];
    file.done = true;
    const { AttachmentName, ContentType } = file.announced;
    const from = { ParticipantId: 'p-customer', ParticipantRole: 'CUSTOMER', DisplayName: 'Ada' };
    const Attachments = [{ AttachmentId: id, AttachmentName, ContentType, Status: 'APPROVED' }];
    this.publish({ Type: 'ATTACHMENT', Attachments, ...from });
    return [{}];
  }

  /** Answers one call. Failures look as amazon-connect-chatjs 5.0.0 rejects them. */
  answer<T>(outcome: HttpOutcome, act: () => T): Promise<T> {
    if (outcome === 'hang') return new Promise(() => {});
    if (outcome === 'ok') return Promise.resolve().then(act);
    const failure =
      outcome === 'network'
        ? { type: 'TypeError', message: 'Failed to fetch', stack: [], statusCode: undefined }
        : { type: 'SomeException', message: 'refused', stack: [], statusCode: outcome };
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the client rejects with bare objects
    return Promise.reject(failure);
  }
}
