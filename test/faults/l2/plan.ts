import { plan as wholePlan, type Deed, type Story } from '../l1/plan.js';

/** A whole widget takes longer than a session: its days are short, and so is what lasts in them. */
const stepsAtMost = 8;
const gapAtMost = 4_000;
const lastsAtMost = 9_000;
const textsAtMost = 4;

/** The schedule of a seed: the same seed is the same schedule, for ever. It begins like that of layer 1. */
export function plan(seed: number): Story {
  const whole = wholePlan(seed);
  let [at, before] = [0, 0];
  const steps = whole.steps.slice(0, stepsAtMost).map((step) => {
    at += Math.min(step.at - before, gapAtMost);
    before = step.at;
    return { ...shortened(step), at };
  });
  return { ...whole, steps };
}

function shortened(deed: Deed): Deed {
  if (deed.do === 'say') return { ...deed, texts: deed.texts.slice(0, textsAtMost) };
  return 'ms' in deed && deed.ms !== Infinity ? { ...deed, ms: Math.min(deed.ms, lastsAtMost) } : deed;
}
