import { contactOf, isRunning, liveSince } from './phases.js';
import type { Attendee, CallState, Caption, Quality, Share, Tile } from './state.js';

/** Who and what is in the meeting, in our words. */
export type MeetingEvent =
  | {
      readonly type: 'present';
      readonly attendeeId: string;
      readonly role: Attendee['role'];
      readonly name: string | undefined;
      readonly at: number;
    }
  | { readonly type: 'absent'; readonly attendeeId: string }
  /** A new way in has told of everybody it will tell of: whoever is not among them left meanwhile. */
  | { readonly type: 'all-told'; readonly attendeeIds: readonly string[] }
  | { readonly type: 'attendee-muted'; readonly attendeeId: string; readonly muted: boolean }
  | { readonly type: 'named'; readonly attendeeId: string; readonly name: string }
  | { readonly type: 'tile'; readonly tile: Tile }
  | { readonly type: 'tile-gone'; readonly tileId: string }
  | { readonly type: 'speaking'; readonly attendeeIds: readonly string[] }
  | { readonly type: 'quality'; readonly quality: Quality }
  | { readonly type: 'share'; readonly share: Share }
  | { readonly type: 'held'; readonly on: boolean }
  | { readonly type: 'sound'; readonly blocked: boolean }
  | { readonly type: 'caption'; readonly caption: Caption };

/** Captions kept at most. */
const newest = 20;

export function changeMeeting(state: CallState, event: MeetingEvent): CallState {
  if (event.type === 'caption') return addCaption(state, event.caption);
  if (event.type === 'named') return change(state, event.attendeeId, { name: event.name });
  if (!isRunning(state)) return state;
  switch (event.type) {
    case 'present':
      return present(state, event);
    case 'absent':
      return keep(state, ({ id }) => id !== event.attendeeId);
    case 'all-told':
      return keep(state, ({ id }) => event.attendeeIds.includes(id));
    case 'attendee-muted':
      return change(state, event.attendeeId, { muted: event.muted });
    case 'tile':
      return addTile(state, event.tile);
    case 'tile-gone': {
      const tiles = state.tiles.filter(({ id }) => id !== event.tileId);
      return tiles.length === state.tiles.length ? state : { ...state, tiles };
    }
    case 'speaking':
      return sameList(state.speaking, event.attendeeIds) ? state : { ...state, speaking: event.attendeeIds };
    case 'quality':
      return state.quality === event.quality ? state : { ...state, quality: event.quality };
    case 'share':
      if (state.share === event.share) return state;
      return event.share === 'forbidden' || contactOf(state)?.features.screenShare
        ? { ...state, share: event.share }
        : state;
    case 'held':
      return state.held === event.on ? state : { ...state, held: event.on };
    case 'sound':
      return state.soundBlocked === event.blocked ? state : { ...state, soundBlocked: event.blocked };
  }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

function present(state: CallState, event: Extract<MeetingEvent, { type: 'present' }>): CallState {
  const { attendeeId: id, role, at } = event;
  const known = state.attendees.find((attendee) => attendee.id === id);
  const name = event.name ?? known?.name;
  let next = state;
  // A new way in makes the customer a new attendee.
  const others = role === 'own' ? state.attendees.filter((attendee) => attendee.role !== 'own') : state.attendees;
  if (!known) next = { ...state, attendees: [...others, { id, role, name, muted: false }] };
  else if (known.role !== role || known.name !== name) next = change(state, id, { role, name });
  const { phase } = next;
  if (role !== 'agent' || phase.name !== 'ringing') return next;
  return { ...next, phase: { name: 'live', contact: phase.contact, since: liveSince(state) ?? at } };
}

/** Keeps whom `stays` says. Their tiles have an end of their own. */
function keep(state: CallState, stays: (attendee: Attendee) => boolean): CallState {
  const gone = new Set(state.attendees.filter((attendee) => !stays(attendee)).map(({ id }) => id));
  if (gone.size === 0) return state;
  return {
    ...state,
    attendees: state.attendees.filter(({ id }) => !gone.has(id)),
    speaking: state.speaking.filter((id) => !gone.has(id)),
  };
}

function change(state: CallState, id: string, fields: Partial<Attendee>): CallState {
  const attendees = state.attendees.map((attendee) => {
    const same = Object.entries(fields).every(([key, value]) => attendee[key as keyof Attendee] === value);
    return attendee.id !== id || same ? attendee : { ...attendee, ...fields };
  });
  return attendees.every((attendee, index) => attendee === state.attendees[index]) ? state : { ...state, attendees };
}

function addTile(state: CallState, tile: Tile): CallState {
  const known = state.tiles.find(({ id }) => id === tile.id);
  if (known && known.kind === tile.kind && known.attendeeId === tile.attendeeId) return state;
  const tiles = known ? state.tiles.map((each) => (each === known ? tile : each)) : [...state.tiles, tile];
  return { ...state, tiles };
}

function addCaption(state: CallState, caption: Caption): CallState {
  const known = state.captions.find(({ id }) => id === caption.id);
  if (known && known.text === caption.text && known.attendeeId === caption.attendeeId) return state;
  const captions = known
    ? state.captions.map((each) => (each === known ? caption : each))
    : [...state.captions, caption].slice(-newest);
  return { ...state, captions };
}
