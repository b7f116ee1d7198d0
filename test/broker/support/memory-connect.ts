import { randomUUID } from 'node:crypto';
import { ConnectFailure } from '../../../src/broker/connect-failure.js';
import type { ContactFigures } from '../../../src/broker/connect-metrics.js';
import type { ContactRecord } from '../../../src/broker/contact-record.js';
import type {
  CallStart,
  ChatStart,
  ConnectPort,
  Rejoin,
  StartedCall,
  StartedChat,
} from '../../../src/broker/connect.js';
import type { EmailStart, PersistentAssociation, TaskStart, VoiceStart } from '../../../src/broker/connect-writes.js';
import { MemoryQueues } from './memory-queues.js';

type Operation = keyof ConnectPort;

/** What goes wrong instead of an answer. `after`: it happened all the same. */
export interface Trouble {
  readonly operation: Operation;
  readonly error: string;
  readonly status?: number;
  readonly after?: boolean;
}

const statuses: Readonly<Record<string, number>> = {
  ThrottlingException: 429,
  LimitExceededException: 429,
  ResourceConflictException: 409,
  InvalidRequestException: 400,
  ResourceNotFoundException: 404,
  InternalServiceException: 500,
  DestinationNotAllowedException: 403,
  AccessDeniedException: 403,
};

/** A segment that waits in a queue, with whatever a test changes. */
export const segment = (changes: Partial<ContactRecord> = {}): ContactRecord => ({
  id: randomUUID(),
  initialContactId: undefined,
  previousContactId: undefined,
  associationId: undefined,
  nextContactIds: [],
  channel: 'CHAT',
  initiationMethod: 'API',
  initiatedAt: undefined,
  queueId: 'queue-1',
  enqueuedAt: undefined,
  connectedAt: undefined,
  disconnectedAt: undefined,
  disconnectReason: undefined,
  queueTimeAdjustmentSeconds: 0,
  agentFirstResponseAt: undefined,
  customerAudioIssues: [],
  ...changes,
});

/** Amazon Connect as plain data: what the broker asked of it, and segments a test writes. No network, no clock. */
export class MemoryConnect implements ConnectPort {
  readonly segments = new Map<string, ContactRecord>();
  readonly chats: (ChatStart & { readonly contactId: string })[] = [];
  readonly calls: CallStart[] = [];
  readonly tasks: TaskStart[] = [];
  readonly emails: EmailStart[] = [];
  readonly voices: VoiceStart[] = [];
  readonly credits: (readonly [string, number])[] = [];
  readonly histories: PersistentAssociation[] = [];
  readonly attributes = new Map<string, Readonly<Record<string, string>>>();
  readonly stopped: string[] = [];
  /** Newest first. */
  associated: readonly string[] = [];
  /** Places, by segment; one that is not here is in no queue. */
  readonly places = new Map<string, ContactFigures>();
  readonly asked: Operation[] = [];
  readonly troubles: Trouble[] = [];
  readonly queues = new MemoryQueues();
  readonly queueFigures: ConnectPort['queueFigures'] = this.queues.queueFigures.bind(this.queues);
  readonly effectiveHours: ConnectPort['effectiveHours'] = this.queues.effectiveHours.bind(this.queues);
  readonly describeQueue: ConnectPort['describeQueue'] = this.queues.describeQueue.bind(this.queues);
  readonly #answers = new Map<string, StartedChat>();

  /** Writes over what is known of a segment. */
  change(id: string, changes: Partial<ContactRecord>): void {
    this.segments.set(id, { ...(this.segments.get(id) ?? segment({ id })), ...changes });
  }

  async #meet<T>(operation: Operation, effect: () => T): Promise<T> {
    this.asked.push(operation);
    const index = this.troubles.findIndex((one) => one.operation === operation);
    const [trouble] = index < 0 ? [] : this.troubles.splice(index, 1);
    await Promise.resolve();
    if (!trouble) return effect();
    if (trouble.after) effect();
    const { error: name, status = statuses[name] } = trouble;
    throw new ConnectFailure(operation, { name, $metadata: { httpStatusCode: status } });
  }

  #start(token: string, begin: (answer: StartedChat & { readonly contactId: string }) => void): StartedChat {
    const known = this.#answers.get(token);
    if (known) return known;
    const answer = { contactId: randomUUID(), participantId: randomUUID(), participantToken: `token-${randomUUID()}` };
    this.#answers.set(token, answer);
    begin(answer);
    return answer;
  }

  startChat(start: ChatStart): Promise<StartedChat> {
    return this.#meet('startChat', () =>
      this.#start(start.clientToken, ({ contactId }) => {
        this.chats.push({ ...start, contactId });
        this.segments.set(contactId, segment({ id: contactId }));
      }),
    );
  }

  startCall(start: CallStart): Promise<StartedCall> {
    return this.#meet('startCall', () => ({
      ...this.#start(start.clientToken, () => this.calls.push(start)),
      meeting: { MeetingId: 'm', MediaPlacement: { AudioHostUrl: 'a', SignalingUrl: 's' } },
      attendee: { AttendeeId: 'a', JoinToken: 'j' },
    }));
  }

  rejoinCall({ clientToken }: Rejoin): Promise<StartedChat> {
    return this.#meet('rejoinCall', () => this.#start(clientToken, () => {}));
  }

  stopContact(contactId: string): Promise<void> {
    return this.#meet('stopContact', () => void this.stopped.push(contactId));
  }

  describeContact(contactId: string): Promise<ContactRecord | undefined> {
    return this.#meet('describeContact', () => this.segments.get(contactId));
  }

  associatedContacts(): Promise<readonly string[]> {
    return this.#meet('associatedContacts', () => this.associated);
  }

  contactMetrics(contactId: string): Promise<ContactFigures | undefined> {
    return this.#meet('contactMetrics', () => this.places.get(contactId));
  }

  creditWait(contactId: string, seconds: number): Promise<void> {
    return this.#meet('creditWait', () => void this.credits.push([contactId, seconds]));
  }

  bringHistory(association: PersistentAssociation): Promise<void> {
    return this.#meet('bringHistory', () => void this.histories.push(association));
  }

  setAttributes(contactId: string, attributes: Readonly<Record<string, string>>): Promise<void> {
    return this.#meet('setAttributes', () => void this.attributes.set(contactId, attributes));
  }

  attributesOf(contactId: string): Promise<Readonly<Record<string, string>>> {
    return this.#meet('attributesOf', () => this.attributes.get(contactId) ?? {});
  }

  startTask(start: TaskStart): Promise<string | undefined> {
    return this.#meet('startTask', () => this.#start(start.clientToken, () => this.tasks.push(start)).contactId);
  }

  startEmail(start: EmailStart): Promise<string | undefined> {
    return this.#meet('startEmail', () => this.#start(start.clientToken, () => this.emails.push(start)).contactId);
  }

  startVoice(start: VoiceStart): Promise<string | undefined> {
    return this.#meet('startVoice', () => this.#start(start.clientToken, () => this.voices.push(start)).contactId);
  }
}
