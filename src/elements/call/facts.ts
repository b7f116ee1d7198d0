import type { CallState } from '../../core/call/state.js';
import type { CallStrings } from '../../i18n/call/strings.js';
import { CallEndedEvent, CallStartedEvent } from '../call-events.js';
import { FailedEvent } from '../events.js';
import { isInCall, nameOf, othersIn } from './people.js';

/** What the page is told about the step from one state to the next. */
export function factsBetween({ phase }: CallState, { phase: before }: CallState): readonly Event[] {
  if (phase.name === before.name) return [];
  if (phase.name === 'ended') return [new CallEndedEvent(phase.contactId, phase.by, phase.lastedMs)];
  if (phase.name === 'failed') return [new FailedEvent(phase.code)];
  return isInCall(phase) && !isInCall(before) && 'contact' in phase && phase.contact
    ? [new CallStartedEvent(phase.contact.contactId)]
    : [];
}

/** Something to be said to those who cannot see it. */
export interface Said {
  readonly text: string;
  readonly urgent?: boolean;
}

/** What is said about the step from one state to the next, each thing once. */
export function saidBetween(now: CallState, before: CallState, strings: CallStrings): readonly Said[] {
  const { phase } = now;
  const said: Said[] = [];
  const say = (text: string, urgent = false): void => void said.push({ text, urgent });
  if (phase.name !== before.phase.name) {
    const away = before.phase.name === 'reconnecting' || before.phase.name === 'rejoining';
    if (phase.name === 'connecting' || phase.name === 'requesting') {
      if (!before.phase.name.endsWith('ing') || before.phase.name === 'preparing') say(strings.connecting);
    } else if (phase.name === 'ringing') say(away ? strings.back : `${strings.ringing}. ${strings.ringingDetail}`);
    else if (phase.name === 'live' && away) say(strings.back);
    else if (phase.name === 'reconnecting') say(strings.reconnecting, true);
    else if (phase.name === 'rejoining') say(strings.rejoining);
    else if (phase.name === 'ended') say(strings.endedBy[phase.by]);
    else if (phase.name === 'failed') say(strings.errors[withSentence(phase.code)], true);
  }
  if (isInCall(phase) && phase.name !== 'reconnecting' && phase.name !== 'rejoining') {
    const [here, there] = [othersIn(now), othersIn(before)];
    const wasIn = isInCall(before.phase) && before.phase.name !== 'reconnecting' && before.phase.name !== 'rejoining';
    for (const one of here) {
      if (!there.some(({ id }) => id === one.id) && (wasIn || !isInCall(before.phase)))
        say(strings.joined(nameOf(one, strings)));
    }
    for (const one of there)
      if (wasIn && !here.some(({ id }) => id === one.id)) say(strings.left(nameOf(one, strings)));
    const by = now.notice?.what === 'muted-by-agent' && now.notice !== before.notice;
    if (now.muted !== before.muted && !by && wasIn) say(now.muted ? strings.muted : strings.unmuted);
    if (now.held !== before.held) say(now.held ? `${strings.held}. ${strings.heldDetail}` : strings.heldNoMore);
    if (now.speakingMuted && !before.speakingMuted) say(strings.speakingMuted, true);
    if (now.soundBlocked && !before.soundBlocked) say(`${strings.soundBlocked} ${strings.tapToHear}`, true);
    if (now.quality !== before.quality && now.quality !== 'good') say(strings.quality[now.quality]);
    if (now.privacy && !before.privacy) say(strings.isPrivate);
    const share = now.tiles.find(({ id, kind }) => kind === 'share' && !before.tiles.some((tile) => tile.id === id));
    const sharer = here.find(({ id }) => id === share?.attendeeId);
    if (sharer) say(strings.shares(nameOf(sharer, strings)));
  }
  const { notice } = now;
  if (notice && notice.key !== before.notice?.key) {
    say(noticeText(now, strings), notice.what.endsWith('-lost') || notice.what.endsWith('-failed'));
  }
  return said;
}

/** The sentence of the newest notice. */
export function noticeText({ notice }: CallState, strings: CallStrings): string {
  if (!notice) return '';
  const [kind] = notice.what.split('-');
  const device =
    kind === 'microphone' || kind === 'camera' || kind === 'speaker' ? strings.deviceKinds[kind] : strings.devices;
  return strings.callNotices[notice.what].replace('{name}', () => notice.label || device);
}

/** A code as a call may show it: what only a message can fail with is unknown to it. */
export const withSentence = (code: string): keyof CallStrings['errors'] =>
  code.startsWith('message/') ? 'unknown' : (code as keyof CallStrings['errors']);
