import { linkError, LinkError } from '../../../src/adapters/chatjs/failure.js';
import type { ChatLink, LinkEvent, ParticipantCall, RawItem, RawPage } from '../../../src/adapters/chatjs/ports.js';
import type { ChatTicket, TranscriptQuery } from '../../../src/core/chat/ports.js';
import type { Call } from './plan.js';
import type { Contact, Credentials, Refusal, Subscriber } from './service.js';
import type { Owner, Timer } from './timeline.js';
import type { Failure, World } from './world.js';

const heartbeatMs = 10_000;
const handoverMs = 3_540_000;
/** The client asks for connection details no sooner than this after the last time; see `limitFetches`. */
const fetchEveryMs = 3_000;
const endedType = 'application/vnd.amazonaws.connect.event.chat.ended';

/** One socket at the service. `deaf`: open, with no subscription. `dead`: nothing goes through it, and nobody was told. */
class Socket implements Subscriber {
  deaf = false;
  dead = false;
  /** The earliest time for the next frame: a socket keeps its order. */
  notBefore = 0;
  /** A heartbeat that nobody has answered. */
  asked = false;
  readonly #life: Life;

  constructor(life: Life) {
    this.#life = life;
  }

  deliver(raw: RawItem): void {
    if (!this.deaf && !this.dead) this.#life.receive(this, raw);
  }
}

/** What a page knows of its lives. */
export interface LifeKeeper extends Owner {
  readonly online: boolean;
  now(): number;
  /** A life was told that its socket is open or gone. */
  noteLives(): void;
  readonly lives: Set<Life>;
}

/**
 * One session of amazon-connect-chatjs 5.0.0 as it was measured: dead for good after one failed request, told nothing of
 * upgrades nobody answers and of lost subscriptions, half-open sockets noticed by the second heartbeat and mended without
 * a word, and any 403 on a reconnect taken for the end of the chat. It includes what `adapters/chatjs/connection` adds.
 */
export class Life implements ChatLink {
  /** Whether the page was last told that the socket is open. */
  toldUp = false;
  readonly #number: number;
  readonly #world: World;
  readonly #page: LifeKeeper;
  readonly #contact: Contact | undefined;
  readonly #listener: (event: LinkEvent) => void;
  #credentials: Credentials | undefined;
  #socket: Socket | undefined;
  #wasOpen = false;
  /** Let go of by the page, given up by the client, or told of the end. */
  #state: 'fresh' | 'running' | 'released' | 'broken' | 'over' = 'fresh';
  #lastFetch = -Infinity;
  #timers: Timer[] = [];

  constructor(world: World, page: LifeKeeper, ticket: ChatTicket, listener: (event: LinkEvent) => void) {
    this.#world = world;
    this.#number = ++world.livesSoFar;
    this.#page = page;
    this.#contact = world.service.contacts.find(({ id }) => id === ticket.contactId);
    this.#listener = listener;
  }

  get open(): boolean {
    return this.#socket !== undefined;
  }

  connect(): Promise<void> {
    this.#state = 'running';
    this.#page.lives.add(this);
    return new Promise((resolve, reject) => {
      this.#fetch((failure) => {
        if (failure) reject(linkError(failure));
        else {
          resolve();
          this.#after(57, () => this.#openSocket());
        }
      });
    });
  }

  send(text: string, clientToken: string): Promise<{ readonly id: string; readonly at: number }> {
    const early = this.#world.story.circumstances.echo === 'before' ? undefined : this.#world.latency() * 3;
    return this.#call('send', (credentials) => {
      this.#echoAfter = early;
      const answer = this.#world.service.send(credentials, clientToken, text);
      this.#echoAfter = undefined;
      return answer;
    }).then((raw) => ({ id: raw['Id'] as string, at: Date.parse(raw['AbsoluteTime'] as string) }));
  }
  /** How much later than usual frames go out: an echo that is slower than the answer. */
  #echoAfter: number | undefined;

  typing(): Promise<void> {
    return this.#call('typing', () => true as const).then(() => {});
  }

  ask(operation: ParticipantCall, body: object, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const { AttachmentIds, AttachmentName, ClientToken } = body as Readonly<Record<string, string>>;
    if (operation === 'start-attachment-upload') {
      return this.#call('announce', (credentials) =>
        this.#world.service.announce(credentials, ClientToken ?? '', AttachmentName ?? ''),
      ).then((id) => ({ AttachmentId: id, UploadMetadata: { Url: id } }));
    }
    if (operation === 'complete-attachment-upload') {
      const id = AttachmentIds?.[0] ?? '';
      return this.#call('complete', (credentials) => this.#world.service.complete(credentials, id)).then(() => ({}));
    }
    return this.#receipt(ClientToken ?? '', signal);
  }

  #receipt(ClientToken: string, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    const { receiptsAnswered: answered, service } = this.#world;
    if (answered.has(ClientToken) && this.#world.receiptsByOne) this.#world.receiptsRepeated++;
    return this.#call('receipt', (credentials) => service.receipt(credentials)).then(() => {
      // Whoever has stopped waiting has not heard it.
      if (!signal.aborted) answered.add(ClientToken);
      return {};
    });
  }

  transcript({ page, before, limit }: TranscriptQuery): Promise<RawPage> {
    return this.#call('transcript', (credentials) => this.#world.service.page(credentials, { page, before, limit }));
  }

  disconnect(): Promise<void> {
    return this.#call('disconnect', (credentials) => this.#world.service.disconnect(credentials)).then(() => {});
  }

  break(): void {
    if (this.#state === 'released') return;
    this.#state = 'released';
    this.vanish();
  }

  /** The page goes, with everything it had open. */
  vanish(): void {
    this.#closeSocket();
    for (const timer of this.#timers) this.#world.line.stop(timer);
    this.#timers = [];
    this.toldUp = false;
    this.#page.lives.delete(this);
    this.#page.noteLives();
  }

  /** The network or the service closes the socket. */
  lose(): void {
    if (!this.#socket) return;
    this.#closeSocket();
    this.#after(4, () => {
      this.#tell({ type: 'lost' });
      this.#reconnect();
    });
  }

  /** Nothing goes through the socket any more, and nobody is told. */
  dieSilently(): void {
    if (this.#socket) this.#socket.dead = true;
  }

  goDeaf(): void {
    if (this.#socket) this.#socket.deaf = true;
  }

  receive(socket: Socket, raw: RawItem): void {
    const slower = this.#echoAfter ?? 0;
    socket.notBefore = this.#world.frame(raw, socket.notBefore, (copy, ms) =>
      this.#world.whenFlowing(() => this.#world.line.after(ms + slower, () => this.#arrive(socket, copy), this.#page)),
    );
  }

  #arrive(socket: Socket, raw: RawItem): void {
    // A frame that comes late comes over whatever socket there is by then.
    if (!this.#socket || socket.dead || this.#world.down === 'reset') return;
    this.#tell({ type: 'item', raw });
    if (raw['ContentType'] === endedType) {
      this.#closeSocket();
      if (this.#state === 'running') this.#state = 'over';
    }
  }

  #tell(event: LinkEvent): void {
    if (this.#state === 'released' || this.#state === 'over') return;
    if (event.type === 'established' || event.type === 'alive') this.toldUp = true;
    else if (event.type !== 'item') this.toldUp = false;
    this.#page.noteLives();
    this.#listener(event);
  }

  #call<T>(
    name: Exclude<Call, 'broker' | 'connect' | 'put'>,
    act: (credentials: Credentials) => T | Refusal,
  ): Promise<T> {
    const credentials = this.#credentials;
    if (!credentials || this.#state === 'fresh' || this.#state === 'released' || this.#state === 'over') {
      return Promise.reject(new LinkError('unsent'));
    }
    return new Promise((resolve, reject) => {
      this.#world.request(
        this.#page,
        name,
        () => act(credentials),
        (failure, answer) => {
          if (failure) reject(linkError(failure));
          else resolve(answer as T);
        },
      );
    });
  }

  /** CreateParticipantConnection, no oftener than once in three seconds. */
  #fetch(done: (failure: Failure | LinkError | undefined) => void): void {
    const now = this.#page.now();
    const contact = this.#contact;
    if (!contact || Math.abs(now - this.#lastFetch) < fetchEveryMs) {
      return done(new LinkError('unsent'));
    }
    this.#lastFetch = now;
    this.#world.request(
      this.#page,
      'connect',
      () => this.#world.service.connect(contact, this.#number),
      (failure, answer) => {
        const status = failure?.statusCode ?? 0;
        if (status >= 400 && status < 500 && status !== 429 && contact.overAt === undefined) contact.turnedDown++;
        if (answer) {
          this.#credentials = answer;
          this.#refreshBefore(answer);
        }
        done(failure);
      },
    );
  }

  /** A minute before the token ends it is renewed; if that fails, twelve hours later, and calls are refused meanwhile. */
  #refreshBefore({ expiresAt }: Credentials): void {
    const refresh = (): void => this.#fetch((failure) => failure && this.#after(12 * 3_600_000, refresh));
    this.#after(expiresAt - this.#world.line.now - 60_000, refresh);
  }

  #reconnect(): void {
    if (this.#state !== 'running') return;
    // The client looks four times a second whether there is a network.
    if (!this.#page.online) return this.#after(250, () => this.#reconnect());
    this.#fetch((failure) => {
      if (this.#state !== 'running') return;
      if (!failure) return this.#openSocket();
      if ('statusCode' in failure && failure.statusCode === 403) {
        this.#tell({ type: 'item', raw: { Id: '', AbsoluteTime: '', Type: 'EVENT', ContentType: endedType } });
        if (this.#state === 'running') this.#state = 'over';
        return;
      }
      this.#after(11, () => this.#giveUp(failure));
    });
  }

  #giveUp(failure: Failure | LinkError): void {
    if (this.#state !== 'running') return;
    this.#closeSocket();
    this.#state = 'broken';
    // What it is kept from says nothing, unless it never had a socket.
    const kept = failure instanceof LinkError;
    this.#tell({ type: 'broken', why: kept ? (this.#wasOpen ? undefined : 'failed') : linkError(failure).kind });
  }

  #openSocket(): void {
    if (this.#state !== 'running' || !this.#contact) return;
    const world = this.#world;
    const how = world.down === 'stall' ? 'hang' : world.down === 'reset' ? 'refuse' : world.window('upgrade')?.how;
    if (how === 'hang') return;
    this.#after(world.latency() * 2, () => {
      if (this.#state !== 'running') return;
      if (how === 'refuse' || this.#contact?.overAt !== undefined || world.down === 'reset') {
        return this.#reconnect(); // The client does not tell of it.
      }
      this.#accept();
    });
  }

  #accept(): void {
    const contact = this.#contact;
    if (!contact) return;
    this.#closeSocket();
    const socket = new Socket(this);
    this.#socket = socket;
    this.#wasOpen = true;
    this.#world.sockets++;
    this.#tell({ type: 'established' });
    if (this.#socket !== socket) return;
    this.#after(this.#world.latency(), () => {
      const ignored = this.#world.window('subscribe-ignored') !== undefined;
      if (this.#socket === socket && !ignored && contact.overAt === undefined) contact.subscribers.add(socket);
    });
    this.#beat(socket);
    this.#after(handoverMs, () => {
      if (this.#socket === socket) this.#reconnect();
    });
  }

  #beat(socket: Socket): void {
    if (this.#socket !== socket || this.#state !== 'running') return;
    if (socket.asked) {
      // Nothing is said of the second socket, and the dead one is left open.
      this.#tell({ type: 'stale' });
      return this.#reconnect();
    }
    socket.asked = true;
    this.#after(heartbeatMs, () => this.#beat(socket));
    if (socket.dead || this.#world.window('mute')) return;
    this.#world.whenFlowing(() =>
      this.#after(this.#world.latency() * 2, () => {
        if (this.#socket !== socket || socket.dead || this.#world.down === 'reset') return;
        socket.asked = false;
        this.#tell({ type: 'alive' });
      }),
    );
  }

  #closeSocket(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    this.#world.sockets--;
    this.#contact?.subscribers.delete(socket);
  }

  #after(ms: number, task: () => void): void {
    if (this.#state === 'released' || this.#page.state === 'gone') return;
    if (this.#timers.length > 24) this.#timers = this.#timers.filter((timer) => timer.task !== undefined);
    this.#timers.push(this.#world.line.after(ms, task, this.#page));
  }
}
