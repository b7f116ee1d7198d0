import type { CallSession } from '../core/call/session.js';
import { pickable } from '../core/chat/files.js';
import type { Store } from '../core/store.js';
import type { DeskbellCall } from '../elements/call/call.js';
import type { Attended } from './attended.js';
import type { FilesAttendant } from './files-source.js';
import type { HoursAttendant } from './hours-source.js';
import { once } from './once.js';
import { keepPlace } from './place.js';
import { wasEnded } from './tab.js';
import type { WaitAttendant } from './wait-source.js';

/** What a chat needs beside itself, each loaded when it is needed. */
export interface Attendants {
  /** Waiting and endings. */
  readonly wait: () => Promise<WaitAttendant>;
  /** The view before a contact. */
  readonly hours: () => Promise<HoursAttendant>;
  /** Files. */
  readonly files: () => Promise<FilesAttendant>;
}

/**
 * Brings waiting, endings, hours and files to a chat, as far as its broker knows of them, and its reader to where they
 * were. Returns the stop: what was brought stays.
 */
export function attend(attended: Attended, { wait, hours, files }: Attendants): () => void {
  const { chat, session, broker } = attended;
  const bring = once(async () => (await wait()).chat(chat, session, broker));
  const door = once(async () => (await hours()).door(attended, bring));
  const bringFiles = once(async () => (await files()).chat(chat, session, pickable));

  const look = (): void => {
    const { phase } = session.store.state;
    const waits = phase.name === 'live' && session.ticket?.waiting;
    const over = phase.name === 'ended' && session.former?.ticket.endings;
    const refused = phase.name === 'failed' && (phase.code === 'token/busy' || phase.code === 'token/closed');
    // What cannot be had is done without: the chat has words of its own for where it is.
    if (waits || over || refused || wasEnded(broker)) void bring().catch(() => {});
    if (refused)
      void door()
        .then((it) => it.refused())
        .catch(() => {});
    if (phase.name === 'live' && phase.contact.features.attachments) void bringFiles().catch(() => {});
  };

  if (attended.continues) session.configure({ continues: true });
  if (attended.hours)
    session.gate = () =>
      door()
        .then((it) => it.ask())
        .catch(() => true);
  look();
  const stops = [atEachStep(session.store, look), keepPlace(chat, session, broker)];
  return () => stops.forEach((stop) => stop());
}

/** The same for a call, which has no hours of its own. */
export function attendCall(call: DeskbellCall, session: CallSession, { wait }: Pick<Attendants, 'wait'>): () => void {
  const look = (): void => {
    const { phase } = session.store.state;
    const waits = phase.name === 'ringing' && session.contact?.waiting;
    const over = phase.name === 'ended' && session.former?.endings;
    if (waits || over)
      void wait()
        .then((it) => it.call(call, session, session.broker ?? ''))
        .catch(() => {});
  };
  look();
  return atEachStep(session.store, look);
}

/** Calls `look` once for each step of a life, so that a file that cannot be had is not asked for again and again. */
function atEachStep<State extends { readonly phase: { readonly name: string } }>(
  store: Pick<Store<State, never>, 'subscribe'>,
  look: () => void,
): () => void {
  return store.subscribe(({ phase }, { phase: before }) => {
    if (phase.name !== before.name) look();
  });
}
