import type { ChatTicket } from '../../core/chat/ports.js';
import type { Link } from '../../core/chat/state.js';
import { backoff, type Chance, type Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import { linkError } from './failure.js';
import type { ChatLink, LinkEvent, LinkFactory, Network, NetworkChange, RawItem } from './ports.js';
import { Timers } from './timers.js';

export interface KeeperPorts {
  readonly links: LinkFactory;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly network: Network;
  readonly logger: Logger;
}

export type KeeperEvent =
  /** Nothing but `up` comes first. Every `up` means: something may have been missed before it. */
  | { readonly type: 'link'; readonly link: Link }
  | { readonly type: 'item'; readonly raw: RawItem }
  /** The service does not accept the ticket, beyond doubt. Nothing follows. */
  | { readonly type: 'refused' };

/** Milliseconds. */
const limits = {
  /** From the first request to the first heartbeat. */
  connecting: 10_000,
  /** What the client gets to mend a lost socket by itself. */
  mending: 8_000,
  /** An open socket counts as up after this, even without a heartbeat. */
  heartbeatGrace: 2_000,
  /** Heartbeats come every 10 s; past this the socket is dead, whatever the client believes. */
  silence: 28_000,
  /** The same when somebody has just come back; without a heartbeat for so long, something may have been missed. */
  silenceOnReturn: 12_000,
  /** How long a link has to hold before the next failure counts as the first one. */
  stable: 30_000,
  /** Least wait before asking again after a refusal. */
  afterRefusal: 300,
} as const;

/** Refusals in a row that are believed. One alone is a rumour: the service has refused chats that went on living. */
const refusalsBelieved = 2;

type Phase =
  /** No link: the next attempt has a timer. */
  | { readonly name: 'waiting' | 'stopped' }
  | { readonly name: 'connecting' | 'up' | 'mending'; readonly link: ChatLink };

/**
 * Keeps a link to one contact. amazon-connect-chatjs 5.0.0 gives up for good after one failed request, and notices
 * neither dead sockets nor upgrades nobody answers; so a link in doubt is thrown away and replaced by a fresh one with
 * the same ticket, after a random wait that doubles with every failure.
 */
export class LinkKeeper {
  #ports: KeeperPorts;
  #ticket: ChatTicket;
  #tell: (event: KeeperEvent) => void;
  #timers: Timers<'retry' | 'connecting' | 'mending' | 'grace' | 'silence' | 'greeting' | 'recent' | 'stable'>;
  #phase: Phase = { name: 'waiting' };
  #stopWatching: () => void;
  /** Told last; undefined before the first `up`. */
  #told: Link | undefined;
  /** Failures in a row. */
  #failures = 0;
  #refusals = 0;

  constructor(ports: KeeperPorts, ticket: ChatTicket, tell: (event: KeeperEvent) => void) {
    this.#ports = ports;
    this.#ticket = ticket;
    this.#tell = tell;
    this.#timers = new Timers(ports.clock);
    this.#stopWatching = ports.network.watch((change) => this.#onNetwork(change));
    this.#connect();
  }

  /** What calls go through, if there is anything. */
  get link(): ChatLink | undefined {
    return 'link' in this.#phase ? this.#phase.link : undefined;
  }

  /** Looks at once whether the link still holds. */
  check(): void {
    this.#onNetwork('visible');
  }

  /** Throws the link away and makes a new one soon. `why` is a name for the log. */
  rebuild(why: string, atLeastMs = 0): void {
    if (this.#phase.name === 'stopped') return;
    this.#drop();
    const { chance, logger } = this.#ports;
    logger.log('info', why, { contactId: this.#ticket.contactId, attempt: this.#failures });
    this.#sayDown();
    this.#timers.set('retry', atLeastMs + backoff(this.#failures++, 500, 30_000, chance), () => this.#connect());
  }

  /** The service did not accept the ticket, or is said not to. Once is doubted, and asked again. */
  refuse(): void {
    if (this.#phase.name === 'stopped') return;
    if (++this.#refusals < refusalsBelieved) return this.rebuild('link.refused', limits.afterRefusal);
    this.stop();
    this.#tell({ type: 'refused' });
  }

  /** Lets go of everything. Nothing is told afterwards. */
  stop(): void {
    this.#drop();
    this.#phase = { name: 'stopped' };
    this.#timers.stopAll();
    this.#stopWatching();
  }

  #connect(): void {
    this.#drop();
    const current = (): boolean => this.link === link;
    const link: ChatLink = this.#ports.links(this.#ticket, (event) => {
      if (current()) this.#onLink(event);
    });
    this.#phase = { name: 'connecting', link };
    this.#timers.set('connecting', limits.connecting, () => this.rebuild('link.connect-timeout'));
    link.connect().catch((error: unknown) => {
      if (!current()) return;
      const { kind } = linkError(error);
      if (kind === 'refused' || kind === 'invalid') this.refuse();
      else this.rebuild('link.connect-failed');
    });
  }

  #onLink(event: LinkEvent): void {
    switch (event.type) {
      case 'established':
        this.#timers.set('grace', limits.heartbeatGrace, () => this.#up());
        break;
      case 'alive':
        if (this.#phase.name !== 'up') this.#up();
        else this.#watch();
        this.#timers.set('recent', limits.silenceOnReturn, () => {});
        break;
      case 'lost':
      case 'stale':
        this.#timers.stop('grace');
        if (this.#phase.name === 'up') this.#mend();
        // Before a socket was ever open there is nothing to mend: it was refused.
        else if (event.type === 'lost' && this.#phase.name === 'connecting') this.rebuild('link.socket-refused');
        break;
      case 'broken':
        this.rebuild('link.broken');
        break;
      case 'item':
        if (this.#phase.name === 'up') this.#watch();
        this.#tell(event);
        break;
    }
  }

  #up(): void {
    const { link } = this;
    if (!link) return;
    this.#phase = { name: 'up', link };
    this.#refusals = 0;
    this.#timers.stop('connecting', 'mending', 'grace');
    this.#timers.set('stable', limits.stable, () => {
      this.#failures = 0;
    });
    this.#watch();
    this.#say('up');
  }

  /** The client is mending its socket. It gets a while, because that is quicker than starting over. */
  #mend(): void {
    this.#unsettle();
    this.#timers.set('mending', limits.mending, () => this.rebuild('link.mend-timeout'));
    this.#sayDown();
  }

  /** The link may still hold: the next heartbeat says so. */
  #unsettle(): void {
    const { link } = this;
    if (link) this.#phase = { name: 'mending', link };
    this.#timers.stop('silence', 'greeting', 'stable', 'grace');
  }

  /** Lets go of the link, with every timer that was about it. */
  #drop(): void {
    const { link } = this;
    this.#phase = { name: 'waiting' };
    this.#timers.stopAll();
    link?.break();
  }

  #onNetwork(change: NetworkChange): void {
    const { name } = this.#phase;
    switch (change) {
      case 'offline':
        // Browsers err: a link that holds goes on, and attempts do, since they cost nobody anything.
        if (name === 'up') {
          this.#unsettle();
          this.#timers.set('mending', limits.silenceOnReturn, () => this.rebuild('link.silent'));
        }
        this.#sayDown();
        break;
      case 'online':
        // The address may be another one now: a new socket is certain, an old one is not.
        this.#failures = 0;
        this.rebuild('link.online');
        break;
      case 'hidden':
        this.#timers.stop('silence', 'greeting');
        break;
      case 'visible':
      case 'resumed':
        if (name === 'waiting') this.#connect();
        else if (name === 'up') this.#greet(change === 'resumed');
        break;
    }
  }

  /** Somebody is back. Where no heartbeat was heard lately, the transcript tells what may have been missed. */
  #greet(slept: boolean): void {
    if (!this.#timers.has('silence')) this.#watch();
    if (this.#timers.has('greeting') || (!slept && this.#timers.has('recent'))) return;
    this.#timers.set('greeting', limits.silenceOnReturn, () => this.rebuild('link.silent'));
    this.#say('up');
  }

  /** Nobody looks at a hidden page, and browsers slow its timers: silence counts only while it is visible. */
  #watch(): void {
    this.#timers.stop('silence', 'greeting');
    if (this.#ports.network.visible) this.#timers.set('silence', limits.silence, () => this.rebuild('link.silent'));
  }

  #sayDown(): void {
    this.#say(this.#ports.network.online ? 'reconnecting' : 'offline');
  }

  #say(link: Link): void {
    if (link !== 'up' && (this.#told === undefined || this.#told === link)) return;
    this.#told = link;
    this.#tell({ type: 'link', link });
  }
}
