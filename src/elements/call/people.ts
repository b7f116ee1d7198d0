import type { Attendee, CallContact, CallPhase, CallState } from '../../core/call/state.js';
import type { CallStrings } from '../../i18n/call/strings.js';

/** Phases in which something of a call is going on, the room before it included. */
const quietPhases: readonly CallPhase['name'][] = ['idle', 'ended', 'failed'];

export const isRunning = ({ name }: CallPhase): boolean => !quietPhases.includes(name);

/** Whether the customer is in a meeting, or on the way back into it. */
export const isInCall = ({ name }: CallPhase): boolean =>
  name === 'ringing' || name === 'live' || name === 'reconnecting' || name === 'rejoining';

/** The contact a phase is about, where it knows one. */
export const contactOf = (phase: CallPhase): CallContact | undefined =>
  'contact' in phase ? phase.contact : undefined;

/** When the agent came, if one did, in milliseconds since 1970. */
export const liveSince = (phase: CallPhase): number | undefined =>
  phase.name === 'live' ? phase.since : 'liveSince' in phase ? phase.liveSince : undefined;

/** Everybody but the customer. */
export const othersIn = ({ attendees }: CallState): readonly Attendee[] =>
  attendees.filter(({ role }) => role !== 'own');

export const nameOf = (attendee: Attendee | undefined, strings: CallStrings): string =>
  attendee?.name || strings.roles[attendee?.role ?? 'agent'];

/** A running time as clocks write it: 4:07, 1:04:07. */
export function clockTime(ms: number, language: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  const one = new Intl.NumberFormat(language);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = two.format(seconds % 60);
  return hours ? `${one.format(hours)}:${two.format(minutes)}:${rest}` : `${one.format(minutes)}:${rest}`;
}
