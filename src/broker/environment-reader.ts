type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables whose names begin with `DESKBELL_`. */
export interface EnvironmentReader {
  /** Undefined also for an empty one. */
  readonly read: (name: string) => string | undefined;
  /** Separated by commas. */
  readonly list: (name: string) => string[];
  readonly number: (name: string) => number | undefined;
  /** A word that is neither yes nor no is kept, so that checking the configuration finds it. */
  readonly flag: (name: string) => boolean | undefined;
  /** JSON. What is none is kept, so that checking the configuration finds it. */
  readonly json: (name: string) => unknown;
  /** `name=value`, separated by commas. */
  readonly map: (name: string) => Record<string, string>;
}

export function environmentReader(environment: Environment): EnvironmentReader {
  const read = (name: string): string | undefined => environment[`DESKBELL_${name}`]?.trim() || undefined;
  const list = (name: string): string[] => (read(name) ?? '').split(',').map(trim).filter(Boolean);
  return {
    read,
    list,
    number: (name) => (read(name) === undefined ? undefined : Number(read(name))),
    flag(name) {
      const word = read(name);
      if (word === undefined) return undefined;
      if (/^(true|1|yes)$/i.test(word)) return true;
      return /^(false|0|no)$/i.test(word) ? false : (word as unknown as boolean);
    },
    json(name) {
      const text = read(name);
      try {
        return text === undefined ? undefined : (JSON.parse(text) as unknown);
      } catch {
        return text;
      }
    },
    map: (name) => Object.fromEntries(list(name).map((entry) => splitAt(entry, '='))),
  };
}

const trim = (text: string): string => text.trim();

/** The parts before and after the first separator. */
export function splitAt(entry: string, separator: string): [string, string] {
  const at = entry.indexOf(separator);
  return at < 0 ? [entry, ''] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
}
