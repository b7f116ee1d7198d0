/**
 * What every layer of the fault laboratory is judged by. It reads the agent's log, what stood on the screens and what the
 * customer was told and when; never the product's own bookkeeping. All times are milliseconds of the true clock.
 */
export interface Counts {
  readonly lost: number;
  readonly doubled: number;
  readonly misordered: number;
  readonly falseStates: number;
  readonly silent: number;
}

export type Kind = keyof Counts;

export const kinds: readonly Kind[] = ['lost', 'doubled', 'misordered', 'falseStates', 'silent'];

/** One broken promise. `what` is a sentence for whoever mends it. */
export interface Finding {
  readonly kind: Kind;
  readonly what: string;
}

/** One line of the agent's log. `text` is what a message says; of anything else, its type. */
export interface Logged {
  readonly id: string;
  readonly text: string;
  /** Written by the customer. */
  readonly own: boolean;
  readonly at: number;
  /** Nobody could have fetched it any more: its contact was over before the network was well again. */
  readonly unreachable?: boolean;
}

/** A contact as the service knows it. */
export interface LoggedContact {
  readonly id: string;
  /** Which wish of the customer's made it. */
  readonly intent: number;
  readonly madeAt: number;
  /** Undefined: it lives. */
  readonly overAt: number | undefined;
  /** The customer gave this one up, or the service itself turned its ticket down. */
  readonly givenUp?: boolean;
  /** The customer ended it before they were connected: that is told at once, and the contact is stopped soon after. */
  readonly calledOff?: boolean;
  /** In some tab it was, which did not know that another one was connected: it said so at once. */
  readonly wasCalledOff?: boolean;
  /** The customer asked to end it, and saw that it was. */
  readonly endAsked?: boolean;
  /** In the service's order. */
  readonly log: readonly Logged[];
}

/** What the customer wrote. The same text may be written twice. */
export interface Writing {
  readonly text: string;
  /** The tab it was written in. */
  readonly by: string;
  /** `refused`: it was told to have failed at least once. `forgotten`: gone with what the page had said it cannot keep. */
  readonly fate: 'open' | 'refused' | 'taken-back' | 'forgotten';
}

/** A row of the transcript, drafts included. */
export interface Row {
  /** The service's id, once it is confirmed. */
  readonly id?: string | undefined;
  readonly contactId?: string | undefined;
  readonly text: string;
  readonly own: boolean;
  readonly says: 'sent' | 'pending' | 'failed';
  /** Of a failed one: whether it is said that nobody knows if it arrived. */
  readonly unsure?: boolean;
  /** It is said that the file itself is gone, and nothing was wrong with what keeps it. */
  readonly vanished?: boolean;
}

/** What one tab shows at the end, with all earlier pages fetched. */
export interface Screen {
  readonly tab: string;
  readonly phase: 'idle' | 'requesting' | 'connecting' | 'live' | 'ended' | 'failed';
  readonly up: boolean;
  readonly contactId: string | undefined;
  readonly rows: readonly Row[];
  readonly typed: string;
  readonly unread: number;
  /** The contact ended before its older pages were read, and they cannot be had any more. */
  readonly isCut?: boolean;
}

/** What the customer was told at a moment, and what could be known then. */
export type Moment =
  | { readonly at: number; readonly tab: string; readonly is: 'sent'; readonly id: string }
  | { readonly at: number; readonly tab: string; readonly is: 'ended'; readonly contactId: string }
  /** This text stood there more often than it was written. */
  | { readonly at: number; readonly tab: string; readonly is: 'twice'; readonly text: string }
  /** The tab shows a link that is up, or not. */
  | { readonly at: number; readonly tab: string; readonly is: 'shows-up'; readonly yes: boolean }
  /** The tab can know that its link is down, or cannot. A tab that is gone or frozen can know nothing. */
  | { readonly at: number; readonly tab: string; readonly is: 'knows-down'; readonly yes: boolean }
  | { readonly at: number; readonly tab: string; readonly is: 'shows-keeps'; readonly yes: boolean }
  | { readonly at: number; readonly tab: string; readonly is: 'knows-unkept'; readonly yes: boolean };

export interface Evidence {
  readonly contacts: readonly LoggedContact[];
  /** In the order of writing. */
  readonly writings: readonly Writing[];
  readonly screens: readonly Screen[];
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** Receipts told once more although their first telling was answered. */
  readonly receiptsRepeated?: number;
  /** How often no tab led a second after the one that did had gone, although another was there. */
  readonly leaderless?: number;
  /** Tabs that lead at the end, where one has to. */
  readonly leaders?: number;
  /** The device has lost something it kept: of a contact that was made then, nobody may know. */
  readonly forgets?: boolean;
  readonly endedAt: number;
  /** How long a screen may take to show what its page says, in milliseconds; where there is one. */
  readonly drawsWithinMs?: number;
  /** What is left once everything is closed, and what nobody caught: a name and how many. */
  readonly loose: Readonly<Record<string, number>>;
}

/** How long trouble may stay untold, in milliseconds. */
export const tellWithinMs = 2_000;

export function count(findings: readonly Finding[]): Counts {
  const counts = { lost: 0, doubled: 0, misordered: 0, falseStates: 0, silent: 0 };
  for (const { kind } of findings) counts[kind]++;
  return counts;
}

/** Everything that is wrong. */
export function check(evidence: Evidence): readonly Finding[] {
  const findings: Finding[] = [];
  const found = (kind: Kind, what: string): void => void findings.push({ kind, what });
  const logged = new Map<string, Logged>();
  for (const contact of evidence.contacts) for (const line of contact.log) logged.set(line.id, line);
  checkContacts(evidence, found);
  checkOrderOfWriting(evidence, found);
  // What was taken back in a tab that is gone may stand in another one that was away, without its bytes.
  const takenBack = new Set(evidence.writings.filter(({ fate }) => fate === 'taken-back').map(({ text }) => text));
  for (const screen of evidence.screens) {
    checkPhase(screen, evidence.contacts, found);
    checkWritings(screen, evidence, found);
    for (const contact of evidence.contacts) checkRows(screen, contact, found);
    for (const { text, vanished } of screen.rows) {
      if (vanished && !takenBack.has(text)) found('lost', `${screen.tab}: the bytes of "${text}" vanished`);
    }
    const strange = screen.rows.find(({ id, says }) => says === 'sent' && (id === undefined || !logged.has(id)));
    if (strange) found('lost', `${screen.tab}: "${strange.text}" is shown as sent and is in no log`);
  }
  checkTabs(evidence.screens, found);
  checkMoments(evidence, logged, found);
  const { leaderless = 0, leaders = 1, receiptsRepeated = 0 } = evidence;
  if (leaderless > 0) found('falseStates', `no tab led a second after the one that did had gone, ${leaderless} times`);
  if (leaders !== 1) found('falseStates', `${leaders} tabs lead`);
  if (receiptsRepeated > 0) found('doubled', `${receiptsRepeated} receipts were told again`);
  for (const [name, number] of Object.entries(evidence.loose)) {
    if (number !== 0) found('silent', `${number} ${name} left`);
  }
  return findings;
}

type Found = (kind: Kind, what: string) => void;

/** One intent, one contact: a second one is a second only while the first lives. */
function checkContacts({ contacts, forgets = false, screens }: Evidence, found: Found): void {
  for (const [index, later] of contacts.entries()) {
    const isWanted = later.overAt === undefined && !later.givenUp && !later.calledOff;
    // Of two that tabs began which could not know of each other, one is enough.
    const shown = contacts.filter(({ givenUp, id, overAt }) => {
      const isShown = screens.some(({ contactId }) => contactId === id);
      return isShown && (id === later.id || (givenUp && overAt === undefined));
    });
    if (isWanted && !forgets && shown.length === 0) found('silent', `${later.id} lives, and nobody is shown it`);
    if (later.endAsked && later.overAt === undefined && !later.givenUp)
      found('silent', `${later.id} was to end, and lives`);
    if (later.calledOff && later.overAt === undefined && !later.givenUp)
      found('silent', `${later.id} was called off, and lives`);
    for (const earlier of contacts.slice(0, index)) {
      const lived = earlier.overAt === undefined || earlier.overAt > later.madeAt;
      const isWanted = !earlier.givenUp && !earlier.calledOff && !later.calledOff;
      if (lived && isWanted && earlier.intent === later.intent) {
        found('doubled', `contact ${later.id} was made while ${earlier.id} lived`);
      }
    }
    const ids = new Set(later.log.map(({ id }) => id));
    if (ids.size < later.log.length) found('doubled', `an id is twice in the log of ${later.id}`);
  }
}

/** What was never refused reaches the agent in the order it was written; between two tabs there is none. */
function checkOrderOfWriting({ contacts, writings }: Evidence, found: Found): void {
  const written = new Map<string, { readonly by: string; readonly place: number } | undefined>();
  for (const [place, { by, fate, text }] of writings.entries()) {
    // Of a text written twice nobody can say which one this is.
    written.set(text, written.has(text) || fate !== 'open' ? undefined : { by, place });
  }
  for (const { id, log } of contacts) {
    const last = new Map<string, number>();
    for (const { own, text } of log) {
      const writing = own ? written.get(text) : undefined;
      if (!writing) continue;
      const { by, place } = writing;
      const before = last.get(by) ?? -1;
      if (place < before) found('misordered', `"${text}" reached the log of ${id} after what was written later`);
      last.set(by, Math.max(before, place));
    }
  }
}

function checkPhase(screen: Screen, contacts: readonly LoggedContact[], found: Found): void {
  const { contactId, phase, tab, up } = screen;
  const contact = contacts.find(({ id }) => id === contactId);
  const over = contact?.overAt !== undefined;
  if (phase === 'requesting' || phase === 'connecting') found('silent', `${tab}: still ${phase} at the end`);
  if (phase === 'live' && over) found('falseStates', `${tab}: shows a contact that is over as live`);
  if (phase === 'live' && !over && !up) found('falseStates', `${tab}: not up although everything is healthy`);
  if (phase === 'ended' && contact && !over && !contact.givenUp) {
    found('falseStates', `${tab}: shows a contact that lives as ended`);
  }
}

/** Counts by text, so that it holds for every screen: written, in the log, shown as sent, as failed, as under way. */
function checkWritings({ contactId, phase, rows, tab }: Screen, { contacts, writings }: Evidence, found: Found): void {
  /** `there`: in the log of a contact this screen is about, where it could still be had. */
  type Tally = Record<'written' | 'owed' | 'logged' | 'there' | 'sent' | 'failed' | 'unsure' | 'pending', number>;
  const tally = new Map<string, Tally>();
  const of = (text: string) => {
    const known = tally.get(text);
    if (known) return known;
    const fresh = { written: 0, owed: 0, logged: 0, there: 0, sent: 0, failed: 0, unsure: 0, pending: 0 };
    tally.set(text, fresh);
    return fresh;
  };
  for (const { text, fate } of writings) {
    of(text).written++;
    if (fate === 'open' || fate === 'refused') of(text).owed++;
  }
  for (const { givenUp, id, log } of contacts) {
    const isHere = phase !== 'idle' && phase !== 'failed' && id === contactId && !givenUp;
    for (const { own, text, unreachable } of log) {
      if (own) of(text).logged++;
      if (own && !unreachable && isHere) of(text).there++;
    }
  }
  for (const row of rows) {
    if (row.own) of(row.text)[row.says === 'failed' && row.unsure ? 'unsure' : row.says]++;
  }
  for (const [text, { written, owed, logged, there, sent, failed, unsure, pending }] of tally) {
    if (logged > written) found('doubled', `"${text}" was written ${written} times and is ${logged} times in the log`);
    else if (logged + failed > written) found('falseStates', `${tab}: "${text}" is told not sent, and is in the log`);
    if (sent + pending + failed > written)
      found('doubled', `${tab}: "${text}" is on the screen more often than written`);
    if (pending > 0) found('silent', `${tab}: "${text}" is neither sent nor refused at the end`);
    if (Math.max(sent, logged) + failed + unsure + pending < owed) found('lost', `${tab}: "${text}" vanished`);
    if (sent + unsure + pending < there) found('lost', `${tab}: "${text}" was sent and is not shown`);
  }
}

/** All that the log of a contact has is on the screen, once, in its order. */
function checkRows(screen: Screen, contact: LoggedContact, found: Found): void {
  const shown = screen.rows.filter((row) => row.contactId === contact.id && row.id !== undefined);
  // A tab that came later, or forgot, need not know of a contact that is over.
  if (shown.length === 0 && screen.contactId !== contact.id) return;
  const places = new Map(contact.log.map(({ id }, index) => [id, index]));
  const seen = new Set<string>();
  let last = -1;
  for (const { id = '', text } of shown) {
    if (seen.has(id)) found('doubled', `${screen.tab}: "${text}" stands there twice`);
    seen.add(id);
    const place = places.get(id) ?? last;
    if (place < last) found('misordered', `${screen.tab}: "${text}" stands after what came later`);
    last = Math.max(last, place);
  }
  if (contact.givenUp || screen.phase === 'failed' || screen.phase === 'idle') return;
  const oldest = places.get(shown[0]?.id ?? '') ?? 0;
  for (const { id, own, text, unreachable } of screen.isCut ? contact.log.slice(oldest) : contact.log) {
    if (!own && !unreachable && !seen.has(id)) found('lost', `${screen.tab}: "${text}" is not on the screen`);
  }
}

/** At rest all tabs show the same. */
function checkTabs(screens: readonly Screen[], found: Found): void {
  const [first, ...others] = screens;
  if (!first) return;
  const said = ({ rows }: Screen): string => rows.map(({ id, says, text }) => `${id ?? ''} ${says} ${text}`).join('\n');
  for (const other of others) {
    const differs =
      first.phase !== other.phase || first.contactId !== other.contactId
        ? 'conversation'
        : said(first) !== said(other)
          ? 'messages'
          : first.typed !== other.typed
            ? 'typed text'
            : first.unread !== other.unread
              ? 'unread'
              : undefined;
    if (differs) found('falseStates', `${first.tab} and ${other.tab} differ in their ${differs}`);
  }
}

/** At any moment what was told was true, and trouble was told soon after it could be known. */
function checkMoments(evidence: Evidence, logged: ReadonlyMap<string, Logged>, found: Found): void {
  const tabs = new Map<
    string,
    Record<'shows-up' | 'knows-down' | 'shows-keeps' | 'knows-unkept', number | undefined>
  >();
  const end = (
    tab: string,
    says: 'shows-up' | 'shows-keeps',
    knows: 'knows-down' | 'knows-unkept',
    at: number,
  ): void => {
    const since = tabs.get(tab);
    const [told, known] = [since?.[says], since?.[knows]];
    if (told === undefined || known === undefined) return;
    const ms = at - Math.max(told, known);
    const lie = says === 'shows-up' ? 'up' : 'kept';
    if (ms > tellWithinMs + (evidence.drawsWithinMs ?? 0))
      found('falseStates', `${tab}: shown as ${lie} for ${ms} ms after it could know better`);
  };
  for (const moment of evidence.moments) {
    const { at, tab } = moment;
    if (moment.is === 'twice') found('doubled', `${tab}: "${moment.text}" stood there more often than written`);
    else if (moment.is === 'sent') {
      const line = logged.get(moment.id);
      if (line && line.at > at) found('falseStates', `${tab}: "${line.text}" was told sent before it was`);
    } else if (moment.is === 'ended') {
      const contact = evidence.contacts.find(({ id }) => id === moment.contactId);
      const lived =
        contact && !contact.givenUp && !contact.calledOff && !contact.wasCalledOff && (contact.overAt ?? Infinity) > at;
      if (lived) found('falseStates', `${tab}: ${contact.id} was told over while it lived`);
    } else {
      const [says, knows] =
        moment.is === 'shows-up' || moment.is === 'knows-down'
          ? (['shows-up', 'knows-down'] as const)
          : (['shows-keeps', 'knows-unkept'] as const);
      const since = tabs.get(tab) ?? {
        'shows-up': undefined,
        'knows-down': undefined,
        'shows-keeps': undefined,
        'knows-unkept': undefined,
      };
      tabs.set(tab, since);
      if (!moment.yes) {
        end(tab, says, knows, at);
        since[moment.is] = undefined;
      } else since[moment.is] ??= at;
    }
  }
  for (const tab of tabs.keys()) {
    end(tab, 'shows-up', 'knows-down', evidence.endedAt);
    end(tab, 'shows-keeps', 'knows-unkept', evidence.endedAt);
  }
}
