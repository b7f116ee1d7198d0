/** How many stories are played at a time. More of them only get in each other's way. */
const lanes = 5;

/** Does `task` with each of these, a few at a time and in this order, from now on. What becomes of each. */
export function inLanes<Job, Result>(
  jobs: readonly Job[],
  task: (job: Job, lane: number) => Promise<Result>,
): readonly Promise<Result>[] {
  const free = Array.from({ length: lanes }, (_, lane) => lane);
  const waiting: ((lane: number) => void)[] = [];
  const take = async (): Promise<number> => free.pop() ?? new Promise((resolve) => waiting.push(resolve));
  const results = jobs.map(async (job) => {
    const lane = await take();
    try {
      return await task(job, lane);
    } finally {
      const next = waiting.shift();
      if (next) next(lane);
      else free.push(lane);
    }
  });
  // Whoever asks hears of what failed; nobody has to ask at once.
  for (const result of results) result.catch(() => undefined);
  return results;
}
