/**
 * The shortest list that still fails: parts of the list are left out, first halves and then ever smaller ones, as long as
 * `fails` says so of the rest (delta debugging). What is left cannot lose any one of its elements.
 */
export async function shrink<T>(
  list: readonly T[],
  fails: (shorter: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let shortest = list;
  let size = Math.ceil(shortest.length / 2);
  while (size >= 1 && shortest.length > 0) {
    let shorter = false;
    for (let from = 0; from < shortest.length;) {
      const rest = [...shortest.slice(0, from), ...shortest.slice(from + size)];
      if (await fails(rest)) {
        shortest = rest;
        shorter = true;
      } else from += size;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (!shorter) break;
  }
  return shortest;
}
