// `npm run faults`: the fault laboratory from the command line. --help says how.
import { parseArgs } from 'node:util';
import { kinds, type Counts } from './check.js';
import { layers, type Layer, type LayerName } from './layer.js';

const help = `The fault laboratory: seeded schedules of faults, each ending with 60 healthy seconds, then counted.

  npm run faults                                     1,000 seeds of L0
  npm run faults -- --layer L0 --seeds 2000000       as many as you have time for
  npm run faults -- --layer L0m                      broken variants of the product: is each of them caught?
  npm run faults -- --from 5000 --seeds 500 --json   one JSON object in the last line, for machines
  SEED=42 npm run faults                             one seed, told step by step

  L0    the product's core over a model of the service, on a virtual clock
  L0m   the same, against deliberately broken variants of it
  L1    the real client against the simulator, over real sockets
  L2    the whole widget in browsers, after npm run build; ENGINES=Chromium,Firefox,WebKit chooses among them

The exit code is 0 when all counts are 0, 1 when one is not, 2 when the arguments make no sense.
`;
const usual: Record<LayerName, number> = { L0: 1_000, L0m: 2_000, L1: 50, L2: 10 };

class BadArguments extends Error {}

interface Wanted {
  readonly layer: LayerName;
  readonly seeds: number;
  readonly from: number;
  readonly json: boolean;
  readonly one: boolean;
}

/** What is asked for; undefined: help. */
function wanted(args: readonly string[], seed: string | undefined): Wanted | undefined {
  let values: { layer?: string; seeds?: string; from?: string; json?: boolean; help?: boolean };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        layer: { type: 'string' },
        seeds: { type: 'string' },
        from: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new BadArguments(error instanceof Error ? error.message.split('\n', 1)[0] : String(error));
  }
  if (values.help) return undefined;
  const layer = layers.find((name) => name === (values.layer ?? 'L0'));
  if (!layer) throw new BadArguments(`There is no layer "${values.layer ?? ''}": it is one of ${layers.join(', ')}.`);
  const whole = (name: string, text: string | undefined, least: number, otherwise: number): number => {
    if (text === undefined) return otherwise;
    const number = /^\d{1,12}$/.test(text) ? Number(text) : NaN;
    if (number >= least) return number;
    throw new BadArguments(`${name} is a whole number from ${least} on, not "${text}".`);
  };
  const json = values.json ?? false;
  if (seed !== undefined) return { layer, seeds: 1, from: whole('SEED', seed, 0, 0), json, one: true };
  const seeds = whole('--seeds', values.seeds, 1, usual[layer]);
  return { layer, seeds, from: whole('--from', values.from, 0, 1), json, one: false };
}

async function load(layer: LayerName): Promise<Layer> {
  try {
    return (await import(`./${layer.toLowerCase()}/run.js`)) as Layer;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new BadArguments(`Layer ${layer} is not here.`);
  }
}

async function main(): Promise<number> {
  const ask = wanted(process.argv.slice(2), process.env['SEED'] || undefined);
  if (!ask) {
    process.stdout.write(help);
    return 0;
  }
  const { from, json, layer, one, seeds } = ask;
  // What people read does not come between machines and their object.
  const say = (line: string): void => void (json ? process.stderr : process.stdout).write(`${line}\n`);
  const { run, tell } = await load(layer);
  const started = performance.now();
  const counts: Counts =
    one && tell && !json
      ? await tell(from, say)
      : await run({
          seeds,
          from,
          onLine: say,
          onStory: ({ findings, seed, story }) => {
            say(`Seed ${seed} (SEED=${seed} npm run faults${layer === 'L0' ? '' : ` -- --layer ${layer}`}):`);
            for (const { kind, what } of findings.slice(0, 5)) say(`  ${kind}: ${what}`);
            for (const line of story) say(`    ${line}`);
          },
        });
  const ms = Math.round(performance.now() - started);
  if (json) process.stdout.write(`${JSON.stringify({ layer, seeds, from, ...counts, ms })}\n`);
  else {
    const speed = Math.round((seeds * 1_000) / Math.max(1, ms));
    say(`${layer}: ${seeds} seeds from ${from} on in ${(ms / 1_000).toFixed(1)} s (${speed} a second)`);
    say(kinds.map((kind) => `${kind} ${counts[kind]}`).join(', '));
  }
  return kinds.every((kind) => counts[kind] === 0) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BadArguments)) throw error;
  process.stderr.write(`${error.message} --help says more.\n`);
  process.exitCode = 2;
}
