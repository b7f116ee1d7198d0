/** How answers off the wire are read: what is of another kind than it must be is not there. */
export type Json = Readonly<Partial<Record<string, unknown>>>;

/** Every member is there, some of them undefined. */
export type Full<T> = { readonly [Key in keyof Required<T>]: T[Key] };

export const json = (value: unknown): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;

export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A finite number that is not below `least`. */
export const number = (value: unknown, least = 0): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= least ? value : undefined;

export const oneOf = <Known extends string>(value: unknown, known: readonly Known[]): Known | undefined =>
  known.find((each) => each === value);

/** What `read` makes of the elements; those it can make nothing of are left out. */
export const list = <T>(value: unknown, read: (element: unknown) => T | undefined): readonly T[] =>
  Array.isArray(value) ? value.map(read).filter((each) => each !== undefined) : [];

/** What `read` makes of the members; those it can make nothing of are left out. */
export const members = <T>(value: unknown, read: (member: unknown) => T | undefined): Readonly<Record<string, T>> =>
  Object.fromEntries(
    Object.entries(json(value) ?? {}).flatMap(([name, member]) => {
      const made = read(member);
      return made === undefined ? [] : [[name, made]];
    }),
  );
