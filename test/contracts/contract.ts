/** One promise of a port. It throws when the promise is broken, and runs under any test runner. */
export interface Promised<Harness> {
  readonly title: string;
  readonly run: (harness: Harness) => Promise<void> | void;
}

const inOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** Throws unless both say the same as JSON, whatever the order of their fields. */
export function same(actual: unknown, expected: unknown, what = 'value'): void {
  const [found, wanted] = [actual, expected].map((each) => JSON.stringify(each, inOrder) ?? 'undefined');
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`);
}

/** What a promise was rejected with. Throws when it was not. */
export async function rejection(promise: Promise<unknown>): Promise<{ readonly code?: unknown }> {
  let error: unknown;
  try {
    await promise;
  } catch (caught) {
    error = caught;
  }
  if (typeof error !== 'object' || error === null) throw new Error(`expected a rejection, found ${String(error)}`);
  return error;
}
