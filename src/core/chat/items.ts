import type { ChatEvent } from './events.js';
import type { ChatState, Content, Draft, FileInfo, Item, Message } from './state.js';

type FileContent = Extract<Content, { readonly kind: 'file' }>;

/** The service's order: AbsoluteTime, then id. Negative when `a` comes first. */
export const inServiceOrder = (a: Item, b: Item): number => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const sameContent = (a: Content, b: Content): boolean =>
  a.kind === b.kind && a.text === b.text && (a.kind !== 'file' || b.kind !== 'file' || a.status === b.status);

const fileIn = (item: Item | undefined): FileContent | undefined =>
  item?.kind === 'message' && item.content.kind === 'file' ? item.content : undefined;

/** Whether this is the file the service calls so. */
export const isFile = (item: Item, attachmentId: string | undefined): boolean =>
  attachmentId !== undefined && fileIn(item)?.attachmentId === attachmentId;

/** What a later copy of a known item changes: a bot's growing text, a name that was missing, what was found in a file. */
function merge(known: Item, copy: Item): Item {
  if (known.kind !== 'message' || copy.kind !== 'message') return known;
  const [was, is] = [fileIn(known), fileIn(copy)];
  // What has been found stays found, whichever copy comes last.
  if (was && is) return was.status === is.status || is.status === 'scanning' ? known : withFile(known, is, was.file);
  if (known.own) return known;
  if (sameContent(known.content, copy.content) && known.from.name === copy.from.name) return known;
  return { ...known, content: copy.content, from: copy.from };
}

/** The service does not say how large a file is; whoever sent it knows. */
const withFile = (message: Message, content: FileContent, { size }: FileInfo): Message => ({
  ...message,
  content: { ...content, file: { ...content.file, size: content.file.size ?? size } },
});

/** Where an id stands. Few look-ups scan from the end, where news is; many are worth an index. */
function finder(items: readonly Item[], lookUps: number): (id: string) => number {
  if (lookUps < 8) return (id) => items.findLastIndex((item) => item.id === id);
  const places = new Map(items.map((item, index) => [item.id, index]));
  return (id) => places.get(id) ?? -1;
}

/** `items` with `more` put in: unique by id, in the service's order. The same array when nothing is new. */
export function insert(items: readonly Item[], more: readonly Item[]): readonly Item[] {
  const place = finder(items, more.length);
  // Whether what is found in a file comes under the file's own id is not documented.
  const placeOf = (item: Item): number => {
    const [index, file] = [place(item.id), fileIn(item)];
    return index >= 0 || !file ? index : items.findLastIndex((it) => isFile(it, file.attachmentId));
  };
  const fresh = new Map<string, Item>();
  const updated = new Map<number, Item>();
  for (const item of more) {
    const index = placeOf(item);
    const known = updated.get(index) ?? items[index] ?? fresh.get(item.id);
    const next = known ? merge(known, item) : item;
    if (next === known) continue;
    if (index < 0) fresh.set(item.id, next);
    else updated.set(index, next);
  }
  if (fresh.size === 0 && updated.size === 0) return items;
  const next = [...items, ...[...fresh.values()].sort(inServiceOrder)];
  for (const [index, item] of updated) next[index] = item;
  const [last, first] = [items[items.length - 1], next[items.length]];
  return !last || !first || inServiceOrder(last, first) <= 0 ? next : next.sort(inServiceOrder);
}

/** A text whose sending nobody has answered for certain: its echo may arrive, or may have. A file is known by its id. */
export const isOpen = ({ file, state: { name } }: Draft): boolean =>
  !file && (name === 'sending' || name === 'unknown');

/**
 * Takes in items from the socket or the transcript. An own message that is new may be the echo of an open send: it is
 * held until the answer tells, never shown beside its draft and never dropped. `areOlder`: than the oldest one known, so
 * that most of them are nobody's echo.
 */
export function takeIn(state: ChatState, heard: readonly Item[], areOlder = false): ChatState {
  const open = state.drafts.filter(isOpen);
  const saysSo = ({ content }: Message): boolean => open.some(({ text }) => text === content.text);
  const shown: Item[] = [];
  const held = [...state.held];
  for (const item of heard) {
    const echo =
      open.length > 0 &&
      item.kind === 'message' &&
      item.own &&
      !fileIn(item) &&
      (!areOlder || saysSo(item)) &&
      !state.items.some((known) => known.id === item.id);
    if (!echo) shown.push(item);
    else if (!held.some((known) => known.id === item.id)) held.push(item);
  }
  const items = insert(state.items, shown);
  const next = held.length === state.held.length ? state : { ...state, held };
  if (items === state.items) return claimUnknown(next);
  return claimUnknown(claimFiles(claimLate({ ...next, items }, state.items)));
}

/** Settles files whose items are here, however far they had come. */
export function claimFiles(state: ChatState): ChatState {
  let { drafts, items } = state;
  for (const draft of state.drafts) {
    const { attachmentId, file, localId: key } = draft;
    const index = file ? items.findLastIndex((it) => isFile(it, attachmentId)) : -1;
    const [item, content] = [items[index], fileIn(items[index])];
    if (!file || !content || item?.kind !== 'message') continue;
    const own = { ...withFile(item, content, file), key };
    items = items.map((it) => (it === item ? own : it));
    drafts = drafts.filter((other) => other !== draft);
  }
  return drafts === state.drafts ? state : { ...state, drafts, items };
}

/** Turns a draft into the confirmed message `as`, under the draft's key. */
export function confirm(state: ChatState, localId: string, as: Message): ChatState {
  const message: Message = { ...as, key: localId };
  return release({
    ...state,
    drafts: state.drafts.filter((draft) => draft.localId !== localId),
    held: state.held.filter((item) => item.id !== as.id),
    items: insert(state.items, [message]),
  });
}

/** Own messages that were sent, under the names they had as drafts. */
export const sentOf = (items: readonly Item[]): readonly Message[] =>
  items.filter((item) => item.kind === 'message').filter(({ own }) => own);

/** The contact a snapshot is about, while it runs and when it is over. */
export const contactIdOf = ({ phase }: ChatState): string | undefined =>
  phase.name === 'ended' ? phase.contactId : 'contact' in phase ? phase.contact?.contactId : undefined;

/** Those of `items` that `state` lacks, and that the transcript is not about to tell. */
export function lacking(state: ChatState, items: readonly Item[]): readonly Item[] {
  const { items: known, phase } = state;
  const told = phase.name === 'live' && phase.link === 'up' ? phase.contact.contactId : undefined;
  const ids = new Set(known.map(({ id }) => id));
  return items.filter(({ contactId, id }) => !ids.has(id) && contactId !== told);
}

/**
 * Takes in what another tab knows: which drafts were sent, and what is lacking. Where they have no contact in common, it
 * may be what somebody else said on this device before everything was forgotten.
 */
export function recall(
  state: ChatState,
  { contactId, items, syncedTo }: Pick<Extract<ChatEvent, { type: 'recalled' }>, 'contactId' | 'items' | 'syncedTo'>,
): ChatState {
  const now = contactIdOf(state);
  const waits = new Set(state.drafts.map(({ localId }) => localId));
  const known = new Set([now, ...state.items.map((item) => item.contactId)]);
  const sent = sentOf(items).filter(({ key }) => waits.has(key));
  const isOurs = [contactId, ...items.map((item) => item.contactId)].some((id) => id !== undefined && known.has(id));
  const next = sent.reduce((before, item) => confirm(before, item.key, item), state);
  const more = isOurs ? lacking(next, items) : [];
  if (more.length === 0) return next;
  const [here, before] = [more.filter((item) => item.contactId === now), more.filter((item) => item.contactId !== now)];
  const whole = { ...next, items: insert(next.items, before) };
  // As if an earlier life of this page had kept it: what is missing after that is read.
  return here.length > 0 ? takeIn({ ...whole, syncedTo: next.syncedTo ?? syncedTo }, here) : whole;
}

/** Shows held messages once no send is open: nobody here wrote them, so another tab did. */
export function release(state: ChatState): ChatState {
  const claimed = claimUnknown(state);
  if (claimed !== state || state.held.length === 0 || state.drafts.some(isOpen)) return claimed;
  return claimLate({ ...state, held: [], items: insert(state.items, state.held) }, state.items);
}

/** The one of `heard` that says what `draft` says and is not older than it. */
function findEcho({ items }: ChatState, heard: readonly Item[], draft: Draft): Message | undefined {
  if (draft.file) return undefined;
  const anchor = draft.after === undefined ? undefined : items.find((item) => item.id === draft.after);
  return heard.find(
    (item): item is Message =>
      item.kind === 'message' &&
      item.own &&
      item.content.kind === 'text' &&
      item.content.text === draft.text &&
      (anchor === undefined || inServiceOrder(item, anchor) > 0),
  );
}

/**
 * The one of the held messages that `draft` claims. None while another send is out that says the same: it may be of that
 * one, whose answer tells.
 */
export function heldEcho(state: ChatState, draft: Draft): Message | undefined {
  const isOutToo = ({ file, state: { name }, text }: Draft): boolean =>
    name === 'sending' && !file && text === draft.text;
  if (state.drafts.some((other) => other !== draft && isOutToo(other))) return undefined;
  return findEcho(state, state.held, draft);
}

/** Settles sends of unknown outcome whose echo is here: they did get through. */
function claimUnknown(state: ChatState): ChatState {
  for (const draft of state.drafts) {
    const echo = draft.state.name === 'unknown' ? heldEcho(state, draft) : undefined;
    if (echo) return confirm(state, draft.localId, echo);
  }
  return state;
}

/**
 * Settles sends that were given up, and did get through after all: also one that was refused here, and that a tab which
 * slept sent when it woke. `known`: what was here before.
 */
function claimLate(state: ChatState, known: readonly Item[]): ChatState {
  const given = state.drafts.filter(({ file, state }) => state.name === 'failed' && !file);
  if (given.length === 0) return state;
  const before = new Set(known.map(({ id }) => id));
  const { phase } = state;
  const contactId = 'contact' in phase ? phase.contact?.contactId : undefined;
  return given.reduce((next, draft) => {
    const { state: was } = draft;
    // What was refused was refused here: what an earlier contact heard is something else.
    const isDoubtful = was.name === 'failed' && was.code === 'message/unconfirmed';
    const fresh = next.items.filter(
      (item) => item.key === item.id && !before.has(item.id) && (isDoubtful || item.contactId === contactId),
    );
    const echo = findEcho(next, fresh, draft);
    if (!echo) return next;
    const { localId } = draft;
    return {
      ...next,
      drafts: next.drafts.filter((other) => other !== draft),
      items: next.items.map((item) => (item === echo ? { ...echo, key: localId } : item)),
    };
  }, state);
}
