import { Pace } from './waiting-pace.js';

/** What Amazon Connect said of a place, and when (milliseconds since 1970). */
export interface Place {
  /** 1 is next. */
  readonly position: number;
  readonly at: number;
}

interface Member {
  readonly id: string;
  /** Since when it waits. */
  readonly since: number;
  /** Its own last measurement. */
  measure: Place | undefined;
  /** What was last told of it. */
  told: Place | undefined;
}

/** How well one member's place is known. */
interface Derived {
  readonly place: Place;
  /** Seconds of age, and of distance to what was measured: the more, the less is known. */
  readonly doubt: number;
}

interface Anchor {
  readonly index: number;
  readonly doubt: number;
}

/** How old measurements should be when they are replaced, in seconds: they are spread over the line so that it comes true. */
const aimSeconds = 9;
/** A rise of a derived place that is no bigger is an error of deriving: who came first is served first. */
const heldRise = 2;
/** Measurements that are older, in milliseconds, say nothing about who stands where. */
const orderMs = 15_000;
/** Places a line may lose in a second beyond what is expected of it. */
const usualPace = 0.5;
/** How long a table of places is good, in milliseconds. */
const tableMs = 500;

/**
 * Contacts that wait in one queue, next one first, as far as this broker knows them. Few of them can be measured at any
 * time, so the others' places are derived: who came first is served first, so whoever leaves ahead of a measured contact
 * leaves ahead of everybody behind it. A place between two measured contacts lies between theirs in the proportion of
 * those we know between them; one behind the last is as far behind it as those we know. A measurement moves on at the
 * pace of the line while it grows older.
 */
export class Line {
  readonly #perSecond: number;
  /** In the order in which they came. */
  readonly #members: Member[] = [];
  /** Those who do not stand where they came: with another priority, say. Nothing is derived from them, or for them. */
  readonly #strays = new Set<Member>();
  readonly #byId = new Map<string, Member>();
  readonly #pace = new Pace();
  #table: ReadonlyMap<string, Derived> | undefined;
  #tableAt = -Infinity;

  /** `perSecond`: measurements this line may count on. */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** `since`: when it began to wait, credits included, milliseconds since 1970. */
  add(id: string, since: number): void {
    if (this.#byId.has(id)) return;
    const member: Member = { id, since, measure: undefined, told: undefined };
    this.#byId.set(id, member);
    this.#insert(member);
  }

  remove(id: string): void {
    const member = this.#byId.get(id);
    if (!member) return;
    this.#byId.delete(id);
    this.#takeOut(member);
  }

  /** The service told a member's place. */
  measured(id: string, place: Place): void {
    const member = this.#byId.get(id);
    if (!member) return;
    const { measure } = member;
    const wasStray = this.#strays.has(member);
    this.#takeOut(member);
    if (this.#isElsewhere(member, place)) this.#strays.add(member);
    else {
      this.#insert(member);
      if (measure && !wasStray) {
        this.#pace.observe(measure.position, place.position, place.at - measure.at, place.at);
      }
    }
    member.measure = place;
    member.told = place;
    this.#table = undefined;
  }

  /** Where a member stands; undefined when nothing is known. `end`: how long the line was, when it was counted. */
  place(id: string, now: number, end?: Place): Place | undefined {
    const member = this.#byId.get(id);
    const derived = this.#derive(now).get(id)?.place;
    if (!member || !derived) return undefined;
    const { told, measure } = member;
    // Whoever was measured after the count may know better.
    const counts = end !== undefined && !(measure && derived.at === measure.at && measure.at > end.at);
    const most = counts ? Math.max(1, end.position) : Infinity;
    const position = Math.max(1, Math.min(Math.round(derived.position), most));
    const rise = told ? position - told.position : 0;
    const held = told !== undefined && rise > 0 && rise <= Math.max(heldRise, told.position / 10);
    member.told = { position: held ? told.position : position, at: derived.at };
    return member.told;
  }

  /** Who is to be measured next: the eligible member whose place is known worst, most of all in front. */
  neediest(now: number, eligible: (id: string) => boolean): { readonly id: string; readonly need: number } | undefined {
    const table = this.#derive(now);
    let best: { id: string; need: number } | undefined;
    for (const { id, measure } of [...this.#members, ...this.#strays]) {
      const derived = table.get(id);
      const need = derived ? derived.doubt * weight(derived.place.position, measure) : Infinity;
      if (need > (best?.need ?? 0) && !isFresh(measure, derived, now) && eligible(id)) best = { id, need };
    }
    return best;
  }

  #insert(member: Member): void {
    this.#members.splice(this.#indexFor(member), 0, member);
    this.#table = undefined;
  }

  #takeOut(member: Member): void {
    if (!this.#strays.delete(member)) this.#members.splice(this.#members.indexOf(member), 1);
    this.#table = undefined;
  }

  /** Where it belongs by the time at which it came. */
  #indexFor({ since }: Member): number {
    let [low, high] = [0, this.#members.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#members[middle]?.since ?? since) <= since) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a place contradicts two of those that were measured just now on one side of it. */
  #isElsewhere(member: Member, { position, at }: Place): boolean {
    const index = this.#indexFor(member);
    const contradicting = (side: readonly Member[], sign: 1 | -1): boolean => {
      const fresh = side.flatMap(({ measure }) => (measure && at - measure.at <= orderMs ? [measure] : [])).slice(0, 2);
      return (
        fresh.length === 2 &&
        fresh.every((one) => {
          const age = at - one.at;
          const slack = 3 + position / 20 + (age / 1000) * usualPace;
          return sign * (position - this.#pace.moved(one.position, age)) > slack;
        })
      );
    };
    return contradicting(this.#members.slice(0, index).reverse(), -1) || contradicting(this.#members.slice(index), 1);
  }

  #derive(now: number): ReadonlyMap<string, Derived> {
    if (this.#table && now - this.#tableAt < tableMs && now >= this.#tableAt) return this.#table;
    const members = this.#members;
    const step = (2 * this.#perSecond * aimSeconds * aimSeconds) / Math.max(1, members.length);
    const ahead = nearest(members, now, step);
    const behind = nearest(members.toReversed(), now, step)
      .toReversed()
      .map((anchor) => anchor && { ...anchor, index: members.length - 1 - anchor.index });
    const density = this.#density(now);
    const table = new Map<string, Derived>();
    for (const [index, { id, measure }] of members.entries()) {
      const [front, back] = [ahead[index], behind[index]];
      const place = this.#between(index, front?.index, back?.index, density, now);
      if (!place) continue;
      const position = measure ? Math.min(place.position, measure.position) : place.position;
      table.set(id, {
        place: { ...place, position },
        doubt: Math.min(front?.doubt ?? Infinity, back?.doubt ?? Infinity),
      });
    }
    for (const { id, measure } of this.#strays) {
      if (!measure) continue;
      const position = this.#pace.moved(measure.position, now - measure.at);
      table.set(id, { place: { position, at: measure.at }, doubt: (now - measure.at) / 1000 });
    }
    this.#table = table;
    this.#tableAt = now;
    return table;
  }

  #between(
    index: number,
    front: number | undefined,
    back: number | undefined,
    density: number,
    now: number,
  ): Place | undefined {
    const [first, last] = [this.#anchor(front, now), this.#anchor(back, now)];
    if (front === index && back === index) return first;
    // One's own old measurement tells less than a new one nearby, unless nobody else was measured.
    if (front === index) return last ? this.#beyond(last, index - (back ?? index), density) : first;
    if (back === index) return first ? this.#beyond(first, index - (front ?? index), density) : last;
    if (first && last && front !== undefined && back !== undefined) {
      const share = (index - front) / (back - front);
      const position = first.position + Math.max(0, last.position - first.position) * share;
      return { position, at: first.at + (last.at - first.at) * share };
    }
    if (first && front !== undefined) return this.#beyond(first, index - front, density);
    return last && back !== undefined ? this.#beyond(last, index - back, density) : undefined;
  }

  /** So many members further back than somebody who was measured, or further in front. */
  #beyond({ position, at }: Place, members: number, density: number): Place {
    return { position: position + members * density, at };
  }

  #anchor(index: number | undefined, now: number): Place | undefined {
    const measure = index === undefined ? undefined : this.#members[index]?.measure;
    return measure && { position: this.#pace.moved(measure.position, now - measure.at), at: measure.at };
  }

  /** How many stand in the line for each one we know, at least 1: as the last measured one shows. */
  #density(now: number): number {
    const last = this.#members.findLastIndex(({ measure }) => measure !== undefined && now - measure.at < 60_000);
    const place = last < 0 ? undefined : this.#anchor(last, now);
    return place ? Math.max(1, place.position / (last + 1)) : 1;
  }
}

/** For each member, who at or before it tells most of it. `step`: seconds of doubt that one member of distance is. */
function nearest(members: readonly Member[], now: number, step: number): (Anchor | undefined)[] {
  let best: Anchor | undefined;
  return members.map(({ measure }, index) => {
    const carried = best && { index: best.index, doubt: best.doubt + step };
    const own = measure && { index, doubt: (now - measure.at) / 1000 };
    best = own && own.doubt <= (carried?.doubt ?? Infinity) ? own : carried;
    return best;
  });
}

/** Places count most where the next thing happens, and where a customer has seen no measured one yet. */
function weight(position: number, measure: Place | undefined): number {
  if (position <= 3) return 4;
  return (position <= 10 ? 1.5 : 1) * (measure ? 1 : 2);
}

/** Nothing new is to be expected of a contact that was measured just now. */
function isFresh(measure: Place | undefined, derived: Derived | undefined, now: number): boolean {
  return measure !== undefined && now - measure.at < ((derived?.place.position ?? Infinity) <= 3 ? 5_000 : 10_000);
}
