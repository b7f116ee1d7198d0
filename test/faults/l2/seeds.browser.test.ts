import { executeServerCommand } from '@web/test-runner-commands';
import { same } from '../../contracts/contract.js';
import { shrink } from '../shrink.js';
import { inLanes } from './lanes.js';
import { Performance, type Outcome } from './performance.js';
import { plan } from './plan.js';

interface Wanted {
  readonly seeds: number;
  readonly from: number;
  readonly shrinks: boolean;
}

const laboratory = (payload: object): Promise<Wanted> => executeServerCommand<Wanted, object>('laboratory', payload);

/** How often a day that fails is played again to make it shorter. */
const triesAtMost = 40;

/** The shortest schedule that still fails, and what is wrong with it. */
async function shortest(failed: Outcome): Promise<Outcome> {
  const story = plan(failed.seed);
  let [last, tries] = [failed, 0];
  await shrink(story.steps, async (steps) => {
    if (++tries > triesAtMost) return false;
    const outcome = await Performance.playPlan({ ...story, steps }, 'shrinking');
    if (outcome.findings.length > 0) last = outcome;
    return outcome.findings.length > 0;
  });
  return last;
}

it('days of anybody: nothing is lost, doubled, out of order or untrue, and nothing is left behind', async function () {
  this.timeout(0);
  const { from, seeds, shrinks } = await laboratory({});
  const all = Array.from({ length: seeds }, (_, index) => from + index);
  const outcomes = await Promise.all(
    inLanes(all, async (seed, lane) => {
      const outcome = await Performance.playPlan(plan(seed), `lane ${lane}`);
      if (outcome.findings.length === 0 || !shrinks) await laboratory({ outcome });
      return outcome;
    }),
  );
  const failed = outcomes.filter(({ findings }) => findings.length > 0);
  if (shrinks) {
    for (const [index, one] of failed.entries()) await laboratory({ outcome: index < 3 ? await shortest(one) : one });
    return;
  }
  same(
    failed.map(({ diary, findings, seed }) => ({ seed, findings, diary })),
    [],
  );
});
