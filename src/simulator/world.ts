import { randomUUID } from 'node:crypto';
import { createClock, type SimulatorClock } from './clock.js';
import {
  contentType,
  currentContact,
  type Channel,
  type Contact,
  type Conversation,
  type Item,
  type Participant,
} from './contact.js';
import { Faults, type Knobs } from './faults.js';
import {
  adjustQueue,
  makeQueue,
  usualQueues,
  type Queue,
  type QueueSeed,
  type QueueSettings,
} from './queue-settings.js';
import { QueueLines, type QueueCourse } from './queue-line.js';
import { openRequests, type WorkRequest } from './work-request.js';
import { Tokens } from './tokens.js';

export interface WorldOptions {
  readonly clock?: SimulatorClock;
  /** Knobs as they stand at first, and after a reset. */
  readonly knobs?: Partial<Knobs>;
  /** Concurrent contacts of the instance. */
  readonly quotas?: Partial<Quotas>;
  readonly queues?: readonly QueueSeed[];
  /** Idle timers per role, in minutes; without them nobody is ever idle. */
  readonly idleTimers?: IdleTimers;
}

export interface Quotas {
  /** Running chats, waiting ones included. */
  chats: number;
  calls: number;
  /** Tasks that are not done. */
  tasks: number;
}

export interface IdleTimers {
  AGENT?: { idleMinutes?: number; disconnectMinutes?: number };
  CUSTOMER?: { idleMinutes?: number; disconnectMinutes?: number };
}

export { account, arn } from './account.js';
export type { Queue, QueueSettings } from './queue-settings.js';

export type WorldEvent =
  /** Something was said; `stored` tells whether the transcript keeps it. `by` never changes who receives it. */
  | { readonly type: 'published'; readonly conversation: Conversation; readonly item: Item; readonly stored: boolean }
  | { readonly type: 'contact'; readonly conversation: Conversation; readonly change: ContactChange }
  /** Something about the media of a call changed; a `message` is what the agent's side says to the customers' pages. */
  | { readonly type: 'call'; readonly conversation: Conversation; readonly message?: CallMessage }
  /** Nothing of the old world is valid any more. */
  | { readonly type: 'reset' }
  /** A task, an e-mail or an outbound contact was recorded, or is over. */
  | { readonly type: 'request'; readonly request: WorkRequest }
  /** Something about a queue changed that is no change of a contact. */
  | { readonly type: 'queue'; readonly queue: Queue };

/** A data message of a call. */
export interface CallMessage {
  readonly topic: string;
  readonly text: string;
}

export type ContactChange =
  'started' | 'connected' | 'queued' | 'routed' | 'accepted' | 'transferred' | 'ending' | 'ended' | 'agent network';

/** What an item needs before it is published; the rest is filled in. */
export type NewItem = Pick<Item, 'Type'> & Partial<Omit<Item, 'Type' | 'InitialContactId'>>;

/**
 * One Amazon Connect instance as plain data and a clock. What happens to it stands beside it, one idea per file:
 * starting (contact-start), segments and queueing (contact-segment), people (contact-people), agents and transfers
 * (contact-agent), ends (contact-end), calls (contact-call), idle timers (contact-idle), figures of queues (queue).
 */
export class World {
  readonly clock: SimulatorClock;
  readonly faults: Faults;
  readonly tokens: Tokens;
  readonly quotas: Quotas;
  idleTimers: IdleTimers;
  /** Every segment by id. */
  readonly contacts = new Map<string, Contact>();
  /** Every conversation by its initial contact id. */
  readonly conversations = new Map<string, Conversation>();
  /** Tasks, e-mails and outbound contacts, by id. */
  readonly requests = new Map<string, WorkRequest>();
  /** By id; the first one is where contacts go that ask for no other. */
  readonly queues = new Map<string, Queue>();
  /** Who waits and talks in each queue. */
  readonly lines = new QueueLines();
  /** The queues that run as a process, by id. */
  readonly courses = new Map<string, QueueCourse>();
  /** Answers given for a ClientToken, by `operation token`. */
  readonly #answers = new Map<string, { readonly answer: unknown; readonly until: number }>();
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.clock = options.clock ?? createClock();
    this.faults = new Faults(options.knobs);
    this.tokens = new Tokens(this.clock);
    this.quotas = { chats: 500, calls: 10, tasks: 2_500, ...options.quotas };
    this.idleTimers = { ...options.idleTimers };
    this.#seedQueues();
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  /** The present as it goes over the participant service's wire: ISO 8601 with milliseconds. */
  isoNow(): string {
    return new Date(this.clock.now()).toISOString();
  }

  newId(): string {
    return randomUUID();
  }

  /** The conversation a segment belongs to. Takes an id or a contact arn. */
  conversationOf(contactId: string): Conversation | undefined {
    const contact = this.contact(contactId);
    return contact && this.conversations.get(contact.initialContactId);
  }

  /** A segment by id or arn. */
  contact(contactId: string): Contact | undefined {
    return this.contacts.get(contactId.slice(contactId.lastIndexOf('/') + 1));
  }

  /** A task, an e-mail or an outbound contact, by id or arn. */
  request(contactId: string): WorkRequest | undefined {
    return this.requests.get(contactId.slice(contactId.lastIndexOf('/') + 1));
  }

  participant(conversation: Conversation, participantId: string): Participant | undefined {
    return conversation.participants.find((one) => one.id === participantId);
  }

  /** Running conversations of a channel, oldest first. */
  running(channel?: Channel): Conversation[] {
    return [...this.conversations.values()].filter((one) => !one.over && (!channel || one.start.channel === channel));
  }

  hasRoomFor(channel: Channel): boolean {
    const active = this.running(channel).length + openRequests(this.requests.values(), channel).length;
    return active < (channel === 'CHAT' ? this.quotas.chats : this.quotas.calls);
  }

  /** The answer given for this ClientToken of this operation within its life, if any. */
  answerFor(operation: string, clientToken: string | undefined): unknown {
    if (clientToken === undefined || clientToken === '') return undefined;
    const known = this.#answers.get(`${operation} ${clientToken}`);
    return known && known.until > this.now() ? known.answer : undefined;
  }

  /** Remembers an answer, so that the same token never does the same thing twice. */
  rememberAnswer(operation: string, clientToken: string | undefined, answer: unknown): void {
    if (clientToken === undefined || clientToken === '') return;
    const until = this.now() + this.faults.knobs.clientTokenHours * 3_600_000;
    this.#answers.set(`${operation} ${clientToken}`, { answer, until });
  }

  /** Says something in a conversation: stores it where the service would, and lets everybody hear it. */
  publish(conversation: Conversation, partial: NewItem, speaker?: Participant): Item {
    const hidden = this.faults.knobs.displayNames === 'missing';
    const item: Item = {
      Id: this.newId(),
      AbsoluteTime: this.isoNow(),
      ...(speaker && { ParticipantId: speaker.id, ParticipantRole: speaker.role }),
      ...(speaker && !hidden && { DisplayName: speaker.displayName }),
      ContactId: currentContact(conversation).id,
      InitialContactId: conversation.id,
      ...partial,
    };
    conversation.agentLog.push({ at: this.now(), item });
    const stored = item.Type !== 'MESSAGEMETADATA' && !unstored.has(item.ContentType ?? '');
    if (stored) keep(conversation, item);
    this.emit({ type: 'published', conversation, item, stored });
    return item;
  }

  emit(event: WorldEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Calls `listener` for everything that happens. Returns the stop. */
  on(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Replaces a running deadline of a conversation by name; `undefined` only stops it. */
  deadline(conversation: Conversation, name: string, ms?: number, task?: () => void): void {
    conversation.deadlines.get(name)?.();
    conversation.deadlines.delete(name);
    if (ms === undefined || !task) return;
    const stop = this.clock.after(ms, () => {
      conversation.deadlines.delete(name);
      task();
    });
    conversation.deadlines.set(name, stop);
  }

  /** Changes a queue found by id or name, or makes one of that name. New `others` count from now. */
  changeQueue(change: { id?: string | undefined; name?: string | undefined } & QueueSettings): Queue {
    const known = [...this.queues.values()].find(
      (one) => one.id === change.id || (change.id === undefined && one.name === change.name),
    );
    const queue = known ?? this.#addQueue({ ...(change.id !== undefined && { id: change.id }) });
    adjustQueue(queue, change, this.now());
    if (change.others !== undefined) this.courses.get(queue.id)?.setOthers(change.others);
    this.emit({ type: 'queue', queue });
    return queue;
  }

  /** Back to the first day: contacts, tokens, queues and faults. The clock keeps its time. */
  reset(): void {
    for (const conversation of this.conversations.values()) for (const stop of conversation.deadlines.values()) stop();
    this.contacts.clear();
    this.requests.clear();
    this.conversations.clear();
    this.queues.clear();
    this.lines.clear();
    this.#answers.clear();
    this.tokens.clear();
    this.faults.reset();
    Object.assign(this.quotas, { chats: 500, calls: 10, tasks: 2_500, ...this.#options.quotas });
    this.idleTimers = { ...this.#options.idleTimers };
    this.#seedQueues();
    this.emit({ type: 'reset' });
  }

  #seedQueues(): void {
    for (const seed of this.#options.queues ?? usualQueues) this.#addQueue(seed);
  }

  #addQueue(seed: QueueSeed): Queue {
    const queue = makeQueue(seed, this.now());
    this.queues.set(queue.id, queue);
    return queue;
  }
}

const unstored = new Set<string>([
  contentType.typing,
  contentType.idle,
  contentType.returned,
  contentType.autodisconnection,
  contentType.delivered,
  contentType.read,
]);

/** A streamed answer and a scanned file come several times under one id: the transcript keeps the last state. */
function keep(conversation: Conversation, item: Item): void {
  if (item.MessageMetadata?.MessageCompleted === false) return;
  const known = conversation.transcript.findIndex((one) => one.Id === item.Id);
  if (known >= 0) conversation.transcript[known] = item;
  else conversation.transcript.push(item);
}
