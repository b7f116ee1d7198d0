/** Waits until `isSo`. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`${what}: it never came to that.`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
