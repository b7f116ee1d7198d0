import type { RawItem } from '../../../src/adapters/chatjs/ports.js';
import type { Logged, LoggedContact } from '../check.js';
import type { Circumstances } from './plan.js';
import type { Timeline } from './timeline.js';

const eventPrefix = 'application/vnd.amazonaws.connect.event.';
/** The service's clock at the beginning of every story, milliseconds since 1970. */
export const epoch = Date.UTC(2027, 2, 8, 9);
/** How long a contact waits for somebody to join it, in milliseconds. */
export const joinWithinMs = 300_000;
/** How long a contact lives at most, in milliseconds. */
const lifeMs = 1_500 * 60_000;
/** How long everything has to be healthy before a message counts as one that could be had, in milliseconds. */
const healthyMs = 60_000;

/** A status the service answers with instead of what was asked for. */
export class Refusal {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** What a socket needs to be, for a contact to reach it. */
export interface Subscriber {
  deliver(raw: RawItem): void;
}

/** What CreateParticipantConnection hands out. */
export interface Credentials {
  readonly contact: Contact;
  readonly expiresAt: number;
  /** Of which life of the client. */
  readonly life: number;
}

const refusals = [403, 400, 402, 409].map((status) => new Refusal(status));
const [forbidden, invalid, quota, conflict] = refusals as [Refusal, Refusal, Refusal, Refusal];
/** How long the address of a file is good for, in milliseconds. */
const urlMs = 300_000;

/** A file that was announced. */
interface StoredFile {
  readonly name: string;
  /** When the address of its bytes runs out. */
  readonly until: number;
  state: 'announced' | 'put' | 'taken';
}

/** One contact, with the log an agent reads. */
export class Contact {
  readonly id: string;
  /** Under which it was asked for. */
  readonly key: string;
  readonly intent: number;
  readonly madeAt: number;
  readonly subscribers = new Set<Subscriber>();
  /** ClientTokens that were taken, each with its message. */
  readonly taken = new Map<string, RawItem>();
  /** The transcript. */
  readonly log: RawItem[] = [];
  /** Files by their ids. */
  readonly files = new Map<string, StoredFile>();
  overAt: number | undefined;
  joined = false;
  givenUp = false;
  /** The device has lost its key before anybody was connected. */
  isLost = false;
  /** Ended by the customer before they were connected; and whether the broker will not hear of it. */
  calledOff = false;
  wasCalledOff = false;
  unstoppable = false;
  /** What it was asked for: a wish that nobody answered goes on under the same key. */
  readonly wishes = new Set<number>();
  /** The customer wants it to end, and whether the service was told. */
  endWanted = false;
  endAsked = false;
  /** How often its ticket was turned down while it lived. */
  turnedDown = 0;
  /** Until when what was logged could be had, on the true clock. */
  reachableUntil = 0;
  /** Everything that was ever published, kept or not. */
  readonly #lines: { readonly raw: RawItem; readonly at: number; readonly kept: boolean }[] = [];

  constructor(id: string, key: string, intent: number, madeAt: number) {
    this.id = id;
    this.key = key;
    this.intent = intent;
    this.madeAt = madeAt;
  }

  /** What is known of an item has changed. */
  replace(raw: RawItem): void {
    const place = this.log.findIndex((known) => known['Id'] === raw['Id']);
    if (place >= 0) this.log[place] = raw;
  }

  add(raw: RawItem, at: number, kept: boolean): void {
    if (kept) this.log.push(raw);
    this.#lines.push({ raw, at, kept });
  }

  /** What the checker reads. */
  get logged(): LoggedContact {
    const { calledOff, endWanted, id, intent, madeAt, overAt, reachableUntil, wasCalledOff } = this;
    const log = this.#lines.map(({ raw, at, kept }): Logged => {
      const own = raw['ParticipantRole'] === 'CUSTOMER' && raw['Type'] !== 'EVENT';
      const says = raw['Content'] ?? raw['ContentType'] ?? nameIn(raw);
      const text = typeof says === 'string' ? says : '';
      return {
        id: raw['Id'] as string,
        text,
        own,
        at,
        unreachable: !kept || (overAt !== undefined && at > reachableUntil),
      };
    });
    const givenUp = this.givenUp || this.isLost || this.turnedDown > 1 || (calledOff && this.unstoppable);
    return { id, intent, madeAt, overAt, givenUp, calledOff, wasCalledOff, endAsked: endWanted, log };
  }
}

/** Amazon Connect as far as one customer's chats see it: contacts, their logs, and what may be asked about them. */
export class Service {
  readonly contacts: Contact[] = [];
  /** Made under each idempotency key. */
  readonly #byKey = new Map<string, Contact>();
  readonly #line: Timeline;
  readonly #circumstances: Circumstances;
  #count = 0;
  #lastAt = 0;
  /** Since when everything is well; undefined while it is not. */
  #healthySince: number | undefined = 0;
  /** Raised when all connection tokens are void. */
  #tokensFrom = 0;

  constructor(line: Timeline, circumstances: Circumstances) {
    this.#line = line;
    this.#circumstances = circumstances;
  }

  /** The newest contact that lives. */
  get living(): Contact | undefined {
    return this.contacts.findLast(({ overAt }) => overAt === undefined);
  }

  /** StartChatContact: one contact under one key. */
  start(key: string, intent: number): Contact {
    const known = this.#byKey.get(key);
    if (known) return known;
    const contact = new Contact(`c-${this.contacts.length + 1}`, key, intent, this.#line.now);
    this.#byKey.set(key, contact);
    this.contacts.push(contact);
    this.#line.after(joinWithinMs, () => {
      if (!contact.joined) this.finish(contact);
    });
    this.#line.after(lifeMs, () => this.finish(contact));
    return contact;
  }

  connect(contact: Contact, life: number): Credentials | Refusal {
    if (contact.overAt !== undefined) return forbidden;
    contact.joined = true;
    return { contact, expiresAt: this.#line.now + this.#circumstances.tokenMs, life };
  }

  send({ contact, ...credentials }: Credentials, token: string, text: string): RawItem | Refusal {
    const known = contact.taken.get(token);
    if (!this.#valid({ contact, ...credentials })) return forbidden;
    if (known) return known;
    if (new TextEncoder().encode(text).length > this.#circumstances.maxMessageBytes) return invalid;
    const raw = this.publish(contact, message(text, customer));
    contact.taken.set(token, raw);
    return raw;
  }

  /** A page of the transcript, oldest first, and where the one before it ends. */
  page(
    credentials: Credentials,
    { page, before, limit }: { page?: string | undefined; before?: string | undefined; limit: number },
  ): { readonly items: readonly RawItem[]; readonly older: string | undefined } | Refusal {
    if (!this.#valid(credentials)) return forbidden;
    const { log } = credentials.contact;
    let end = log.length;
    if (page !== undefined) {
      const [place = '', issued = ''] = page.split('@');
      if (!this.#circumstances.pagesOutlive && Number(issued) !== credentials.life) return invalid;
      end = Number(place);
    } else if (before !== undefined) {
      end = log.findIndex((raw) => raw['Id'] === before);
      if (end < 0) return invalid;
      if (this.#circumstances.startInclusive) end++;
    }
    const start = Math.max(0, end - Math.min(limit, this.#circumstances.pageItems));
    return { items: log.slice(start, end), older: start > 0 ? `${start}@${credentials.life}` : undefined };
  }

  /** StartAttachmentUpload: one file under one ClientToken. */
  announce(credentials: Credentials, token: string, name: string): string | Refusal {
    if (!this.#valid(credentials)) return forbidden;
    const { files } = credentials.contact;
    const id = `f-${token}`;
    if (files.has(id)) return id;
    let taken = 0;
    for (const { state } of files.values()) if (state === 'taken') taken++;
    if (taken >= this.#circumstances.filesAtMost) return quota;
    files.set(id, { name, until: this.#line.now + urlMs, state: 'announced' });
    return id;
  }

  /** PUT of the bytes, which no contact's end is in the way of. */
  put(id: string): true | Refusal {
    const file = this.contacts.map(({ files }) => files.get(id)).find((found) => found !== undefined);
    if (!file || file.until < this.#line.now) return forbidden;
    if (file.state === 'announced') file.state = 'put';
    return true;
  }

  /** CompleteAttachmentUpload: in a while it is an item, and in a while it is known what is in it. */
  complete(credentials: Credentials, id: string): true | Refusal {
    if (!this.#valid(credentials)) return forbidden;
    const { contact } = credentials;
    const file = contact.files.get(id);
    if (!file || file.state === 'announced') return invalid;
    if (file.state === 'taken') return conflict;
    file.state = 'taken';
    const { scan, scanMs } = this.#circumstances;
    const content = (Status: string): RawItem => attachment(id, file.name, Status);
    if (scan === 'shown') {
      const raw = this.publish(contact, content('IN_PROGRESS'));
      this.#line.after(scanMs, () => this.#change(contact, { ...raw, ...content('APPROVED') }));
    } else
      this.#line.after(scan === 'late' ? scanMs : 0, () => {
        if (contact.overAt === undefined) this.publish(contact, content(scan === 'rejected' ? 'REJECTED' : 'APPROVED'));
      });
    return true;
  }

  #change(contact: Contact, raw: RawItem): void {
    if (contact.overAt !== undefined) return;
    contact.replace(raw);
    for (const subscriber of [...contact.subscribers]) subscriber.deliver(raw);
  }

  /** SendEvent with a receipt. */
  receipt(credentials: Credentials): true | Refusal {
    return this.#valid(credentials) ? true : forbidden;
  }

  /** DisconnectParticipant: the service ends the contact in its own time, and says so. */
  disconnect(credentials: Credentials): true | Refusal {
    if (!this.#valid(credentials)) return forbidden;
    const { contact } = credentials;
    if (!contact.endAsked) this.#line.after(this.#circumstances.endingMs, () => this.finish(contact));
    contact.endAsked = true;
    return true;
  }

  /** Puts something into the log, and tells whoever is subscribed. `kept`: whether the transcript has it. */
  publish(contact: Contact, fields: RawItem, kept = true): RawItem {
    this.#lastAt = Math.max(this.#lastAt + 1, epoch + this.#line.now);
    const count = ++this.#count;
    const raw = {
      // Ids say nothing about order.
      Id: `${(Math.imul(count, 0x9e3779b1) >>> 0).toString(36)}-${count}`,
      AbsoluteTime: new Date(this.#lastAt).toISOString(),
      ContactId: contact.id,
      InitialContactId: contact.id,
      ...fields,
    };
    contact.add(raw, this.#line.now, kept);
    for (const subscriber of [...contact.subscribers]) subscriber.deliver(raw);
    return raw;
  }

  /** Something about people that becomes a line, or an event nobody keeps. */
  tell(contact: Contact, event: string, kept = true): void {
    const about = event === 'chat.ended' ? {} : agent;
    this.publish(contact, { Type: 'EVENT', ContentType: `${eventPrefix}${event}`, ...about }, kept);
  }

  finish(contact: Contact): void {
    if (contact.overAt !== undefined) return;
    this.tell(contact, 'participant.left');
    this.tell(contact, 'chat.ended');
    this.#noteReachable(contact);
    contact.overAt = this.#line.now;
    contact.subscribers.clear();
  }

  /** From now on everything is well, or not. */
  health(isWell: boolean): void {
    if (!isWell) for (const contact of this.contacts) this.#noteReachable(contact);
    this.#healthySince = isWell ? this.#line.now : undefined;
  }

  voidTokens(): void {
    this.#tokensFrom = this.#line.now + this.#circumstances.tokenMs;
  }

  #valid({ contact, expiresAt }: Credentials): boolean {
    return contact.overAt === undefined && expiresAt > this.#line.now && expiresAt > this.#tokensFrom;
  }

  #noteReachable(contact: Contact): void {
    if (contact.overAt !== undefined || this.#healthySince === undefined) return;
    const { now } = this.#line;
    if (now - this.#healthySince >= healthyMs)
      contact.reachableUntil = Math.max(contact.reachableUntil, now - healthyMs);
  }
}

export const agent = { ParticipantId: 'p-agent', ParticipantRole: 'AGENT', DisplayName: 'Ines' };
export const customer = { ParticipantId: 'p-customer', ParticipantRole: 'CUSTOMER', DisplayName: 'Ada' };

export const message = (text: string, by: RawItem): RawItem => ({
  Type: 'MESSAGE',
  ContentType: 'text/plain',
  Content: text,
  ...by,
});

const attachment = (AttachmentId: string, AttachmentName: string, Status: string): RawItem => ({
  Type: 'ATTACHMENT',
  Attachments: [{ AttachmentId, AttachmentName, ContentType: 'image/png', Status }],
  ...customer,
});

/** What a file is called. */
const nameIn = ({ Attachments }: RawItem): unknown =>
  Array.isArray(Attachments) ? (Attachments[0] as RawItem)['AttachmentName'] : undefined;
