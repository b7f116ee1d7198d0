import { plan as wholePlan, type Circumstances, type Deed } from '../l1/plan.js';
import { Dice } from '../random.js';
import type { TabDeed } from './script.js';

/** A day in a browser: `at` is milliseconds of the story. */
export interface Plan {
  readonly seed: number;
  readonly circumstances: Circumstances;
  readonly steps: readonly ((Deed | TabDeed) & { readonly at: number })[];
}

/** A whole widget takes longer than a session: its days are short, and so is what lasts in them. */
const stepsAtMost = 8;
const gapAtMost = 4_000;
const lastsAtMost = 9_000;
const textsAtMost = 4;

/** The schedule of a seed: the same seed is the same schedule, for ever. It begins like that of layer 1. */
export function plan(seed: number): Plan {
  const whole = wholePlan(seed);
  let [at, before] = [0, 0];
  const steps = whole.steps.slice(0, stepsAtMost).map((step) => {
    at += Math.min(step.at - before, gapAtMost);
    before = step.at;
    return { ...shortened(step), at };
  });
  return { ...whole, steps: withTabs(new Dice(~seed), steps) };
}

function shortened(deed: Deed): Deed {
  if (deed.do === 'say') return { ...deed, texts: deed.texts.slice(0, textsAtMost) };
  return 'ms' in deed && deed.ms !== Infinity ? { ...deed, ms: Math.min(deed.ms, lastsAtMost) } : deed;
}

/** Every other day has several tabs, or a device that sleeps or errs about the time, between its other steps. */
function withTabs(dice: Dice, steps: Plan['steps']): Plan['steps'] {
  if (dice.happens(0.5)) return steps;
  const whole = [...steps];
  const add = (place: number, deed: TabDeed): number => {
    whole.splice(place, 0, { ...deed, at: whole[place - 1]?.at ?? 0 });
    return place;
  };
  let place = add(dice.below(3), { do: 'new-tab' });
  for (let left = dice.between(1, 4); left > 0; left--) {
    place = Math.min(whole.length, place + dice.between(1, 3));
    add(place, tabDeed(dice));
  }
  return whole;
}

function tabDeed(dice: Dice): TabDeed {
  const which = dice.pick(['connected', 'seen'] as const);
  const kind = dice.below(10);
  if (kind < 2) return { do: 'new-tab' };
  if (kind < 4) return { do: 'next-tab' };
  if (kind < 7) return { do: 'lose-tab', which, how: dice.pick(['closed', 'crashed']) };
  if (kind < 9) return { do: 'freeze', which, ms: dice.pick([3_000, 9_000, 120_000]) };
  return { do: 'clock', ms: dice.pick([-86_400_000, -60_000, 60_000, 86_400_000]) };
}
