import type { ChatTicket } from '../../core/chat/ports.js';
import type { Link } from '../../core/chat/state.js';
import type { Chance, Clock } from '../../core/clock.js';
import type { Logger } from '../../core/log.js';
import { Doubts, type DoubtPorts } from './doubts.js';
import { linkError, type FailureKind } from './failure.js';
import type { ChatLink, LinkEvent, LinkFactory, Network, NetworkChange, RawItem } from './ports.js';
import { Patience, type Account } from './patience.js';
import { Timers } from './timers.js';

export interface KeeperPorts extends DoubtPorts {
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
  /** Heartbeats come every 10 s; past this one is missing, and something else may be. */
  doubt: 12_500,
  /** Past this the socket is dead, whatever the client believes. */
  silence: 28_000,
  /** The same when somebody has just come back; without a heartbeat for so long, something may have been missed. */
  silenceOnReturn: 12_000,
  /** How long a link has to hold before the next failure counts as the first one. */
  stable: 30_000,
  /** Least wait before asking again after a refusal. */
  afterRefusal: 300,
  /** Least wait before asking again when the contact is known to live, or nobody can say. */
  afterDoubt: 2_000,
  /** Attempts that are brought forward keep this distance from one that reached the service. */
  hurry: 1_000,
} as const;

/** Refusals in a row that are believed. One alone is a rumour: the service has refused chats that went on living. */
const refusalsBelieved = 2;

type Phase =
  /** No link: the next attempt has a timer, unless the page is frozen or somebody is asked whether it makes sense. */
  | { readonly name: 'waiting' | 'frozen' | 'stopped' }
  | { readonly name: 'connecting' | 'up' | 'mending'; readonly link: ChatLink };

/**
 * Keeps a link to one contact. amazon-connect-chatjs 5.0.0 gives up for good after one failed request, and notices
 * neither dead sockets nor upgrades nobody answers; so a link in doubt is thrown away and replaced by a fresh one with
 * the same ticket, after a random wait that depends on whose fault it seems to be.
 */
export class LinkKeeper {
  #ports: KeeperPorts;
  #ticket: ChatTicket;
  #tell: (event: KeeperEvent) => void;
  #timers: Timers<
    'retry' | 'connecting' | 'mending' | 'grace' | 'doubt' | 'silence' | 'greeting' | 'recent' | 'stable'
  >;
  #pace: Timers<'hurry'>;
  #doubts: Doubts;
  #phase: Phase = { name: 'waiting' };
  #stopWatching: () => void;
  /** Told last; undefined before the first `up`. */
  #told: Link | undefined;
  #patience: Patience;
  #refusals = 0;

  constructor(ports: KeeperPorts, ticket: ChatTicket, tell: (event: KeeperEvent) => void) {
    this.#ports = ports;
    this.#ticket = ticket;
    this.#tell = tell;
    this.#timers = new Timers(ports.clock);
    this.#pace = new Timers(ports.clock);
    this.#doubts = new Doubts(ports, ticket);
    this.#patience = new Patience(ports);
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
  rebuild(why: string, account: Account = 'unknown', atLeastMs = 0): void {
    if (this.#phase.name === 'stopped') return;
    this.#drop();
    const { logger, network } = this.#ports;
    const ms = this.#patience.begin(account, network.online, atLeastMs);
    logger.log('info', why, { contactId: this.#ticket.contactId, ms });
    this.#sayDown();
    // Whoever cannot be told from a crowd of others asks for a turn, and does not hurry before there is an answer.
    const answerMs = account === 'service' || account === 'crowd' ? this.#askTurn(account, atLeastMs) : 0;
    this.#timers.set('retry', Math.max(ms, answerMs), () => this.#connect());
  }

  /** The service did not accept the ticket, or is said not to. Once is doubted, and asked again. */
  refuse(): void {
    if (this.#phase.name === 'stopped') return;
    if (++this.#refusals < refusalsBelieved) return this.rebuild('link.refused', 'unknown', limits.afterRefusal);
    const worked = this.#told !== undefined || this.#ticket.connected === true;
    if (!worked || !this.#doubts.canAsk) return this.#believe();
    this.#drop();
    this.#sayDown();
    void this.#doubts.isOver().then((answer) => {
      if (this.#phase.name !== 'waiting' || answer === undefined) return;
      if (answer === 'over') this.#believe();
      else this.rebuild(`link.refused-${answer}`, 'service', limits.afterDoubt);
    });
  }

  /** Lets go of everything. Nothing is told afterwards. */
  stop(): void {
    this.#drop();
    this.#phase = { name: 'stopped' };
    this.#pace.stopAll();
    this.#doubts.drop();
    this.#stopWatching();
  }

  /** Returns how long the answer may take, in milliseconds. */
  #askTurn(account: Account, leastMs: number): number {
    return this.#doubts.askTurn((turnMs) => {
      if (this.#phase.name !== 'waiting' || !this.#timers.has('retry')) return;
      const ms = this.#patience.turn(account, turnMs, leastMs);
      this.#ports.logger.log('info', 'link.turn', { contactId: this.#ticket.contactId, ms });
      this.#timers.set('retry', ms, () => this.#connect());
    });
  }

  #believe(): void {
    this.stop();
    this.#tell({ type: 'refused' });
  }

  #connect(): void {
    this.#drop();
    this.#patience.end();
    const current = (): boolean => this.link === link;
    const link: ChatLink = this.#ports.links(this.#ticket, (event) => {
      if (current()) this.#onLink(event);
    });
    this.#phase = { name: 'connecting', link };
    this.#timers.set('connecting', limits.connecting, () => this.#fail('late', 'link.connect-timeout'));
    const reached = (): void => {
      if (this.#phase.name !== 'stopped') this.#pace.set('hurry', limits.hurry, () => {});
    };
    link.connect().then(reached, (error: unknown) => {
      if (!current()) return;
      const { kind } = linkError(error);
      if (kind !== 'unreached') reached();
      if (kind === 'refused' || kind === 'invalid') this.refuse();
      else this.#fail(kind, 'link.connect-failed');
    });
  }

  /** An attempt came to nothing. */
  #fail(kind: FailureKind, why: string): void {
    const account = this.#doubts.accountOf(kind, () => {
      // Somebody else answers: then it is not this device's network, and the next attempt can wait.
      if (this.#phase.name === 'waiting' && this.#timers.has('retry')) this.rebuild('link.service-down', 'service');
    });
    this.rebuild(why, account);
  }

  #onLink(event: LinkEvent): void {
    const { name } = this.#phase;
    switch (event.type) {
      case 'established':
        this.#timers.set('grace', limits.heartbeatGrace, () => this.#up());
        break;
      case 'alive':
        if (name !== 'up') this.#up();
        else this.#watch();
        this.#timers.set('recent', limits.silenceOnReturn, () => {});
        break;
      case 'lost':
      case 'stale':
        this.#timers.stop('grace');
        if (name === 'up') this.#mend();
        // Before the link was up there is nothing to mend.
        else if (event.type === 'lost' && name === 'connecting') this.#fail('failed', 'link.socket-lost');
        break;
      case 'broken':
        if (event.why) this.#fail(event.why, 'link.broken');
        else this.rebuild('link.broken');
        break;
      case 'item':
        if (name === 'up') this.#watch();
        this.#tell(event);
        break;
    }
  }

  #up(): void {
    const { link } = this;
    if (!link) return;
    this.#phase = { name: 'up', link };
    this.#refusals = 0;
    this.#patience.admitted();
    this.#doubts.drop();
    this.#timers.stop('connecting', 'mending', 'grace');
    this.#timers.set('stable', limits.stable, () => this.#patience.forgive());
    this.#watch();
    this.#say('up');
  }

  /** The client is mending its socket. It gets a while, because that is quicker than starting over. */
  #mend(): void {
    this.#unsettle();
    this.#timers.set('mending', limits.mending, () => this.#fail('late', 'link.mend-timeout'));
    this.#sayDown();
  }

  /** The link may still hold: the next heartbeat says so. */
  #unsettle(): void {
    const { link } = this;
    if (link) this.#phase = { name: 'mending', link };
    this.#timers.stop('doubt', 'silence', 'greeting', 'stable', 'grace');
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
    if (name === 'frozen' && change !== 'visible' && change !== 'resumed') return;
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
        this.#patience.forgive();
        this.#doubts.drop();
        this.rebuild('link.online', 'unknown', this.#pace.has('hurry') ? limits.hurry : 0);
        break;
      case 'hidden':
        this.#timers.stop('doubt', 'silence', 'greeting');
        break;
      case 'frozen':
        // The browser closes sockets of a page it puts aside, and keeps no page with an open one.
        this.#drop();
        this.#phase = { name: 'frozen' };
        this.#sayDown();
        break;
      case 'visible':
      case 'resumed':
        if (name === 'frozen' || (name === 'waiting' && !this.#pace.has('hurry'))) this.#connect();
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
    this.#timers.stop('doubt', 'silence', 'greeting');
    if (!this.#ports.network.visible) return;
    // A look at the transcript costs little, and a new link may be one too many where the service itself has stalled.
    this.#timers.set('doubt', limits.doubt, () => this.#say('up'));
    this.#timers.set('silence', limits.silence, () => this.rebuild('link.silent'));
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
