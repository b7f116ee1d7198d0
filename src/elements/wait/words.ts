import type { ErrorCode } from '../../core/errors.js';
import type { Offer } from '../../core/wait/offers.js';
import type { Ending, Line } from '../../core/wait/state.js';
import { inLanguage } from '../../i18n/words.js';
import type { WaitStrings, WaitTrouble } from '../../i18n/wait/strings.js';

export type Waiting = Extract<Line, { readonly name: 'waiting' }>;
export type Returned = Extract<Ending, { readonly name: 'returned' }>;

/** What is known of a wait, for those who cannot see it: place, time, and whether that has changed for the worse. */
export function spokenWait({ figures }: Waiting, strings: WaitStrings): string {
  const { position, range, trend = 'steady' } = figures ?? {};
  const known = [
    position === undefined ? strings.waitingForSomeone : strings.place(position),
    range && strings.range[range],
    trend === 'steady' ? undefined : strings.trend[trend],
  ];
  return known
    .map((words) => (words && !/[.…]$/.test(words) ? `${words}.` : words))
    .join(' ')
    .trim();
}

/** Why the customer waits again, and what became of their place; no more than is known. */
export function backWords(
  { why, placeKept }: Returned,
  line: Line,
  who: string | undefined,
  strings: WaitStrings,
): string {
  const front = placeKept && line.name === 'waiting' && line.figures?.position === 1;
  const cut = strings.cutOff[why === 'agent-network' ? why : 'other'](who);
  return `${cut} ${strings.backInLine[front ? 'front' : placeKept ? 'kept' : 'lost']}`;
}

/** What an offer is called on its button. */
export function offerName(offer: Offer, strings: WaitStrings): string {
  if (offer.kind === 'article') return inLanguage(offer.title, strings.language);
  if (offer.kind !== 'queue') return strings.offer[offer.kind];
  const label = inLanguage(offer.label, strings.language);
  if (offer.automated) return label ? strings.assistant(label) : strings.assistantUnnamed;
  return label ? strings.otherQueue(label) : strings.otherQueueUnnamed;
}

/** What it means to take it. `waiting`: there is a place to be kept or lost. */
export function offerDetail(offer: Offer, strings: WaitStrings, waiting: boolean): string {
  if (offer.kind === 'callback') return waiting ? strings[offer.keepsPlace ? 'keepsPlace' : 'leavesLine'] : '';
  if (offer.kind === 'message') return strings.messageDetail[offer.by];
  if (offer.kind === 'article') return strings.articleDetail;
  if (offer.kind === 'queue' && offer.automated) return strings.assistantDetail;
  if (offer.waitSeconds === undefined) return '';
  return offer.waitSeconds < 60 ? strings.answersSoon : strings.answersIn(Math.ceil(offer.waitSeconds / 60));
}

/** Failures by what they mean to somebody who waits. What is not here is trouble on our side. */
const troubles: Partial<Record<ErrorCode, WaitTrouble>> = {
  'token/network': 'unreachable',
  'token/timeout': 'unreachable',
  'connection/load-failed': 'unreachable',
  'connection/lost': 'unreachable',
  'connection/timeout': 'unreachable',
  'token/rate-limited': 'busy',
  'token/busy': 'busy',
  'connection/throttled': 'busy',
  'token/closed': 'closed',
  'token/expired': 'gone',
  'token/not-found': 'gone',
  'token/start-again': 'gone',
  'connection/refused': 'gone',
  'connection/expired': 'gone',
  'config/broker-missing': 'unavailable',
  'config/broker-invalid': 'unavailable',
  'token/forbidden': 'unavailable',
  'token/misconfigured': 'unavailable',
};

/** The sentence for a failure. */
export const troubleWords = (code: ErrorCode, strings: WaitStrings): string =>
  strings.trouble[troubles[code] ?? 'trouble'];
