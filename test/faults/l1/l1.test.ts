import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinds } from '../check.js';
import { run } from './run.js';

test('500 customers with the real client: nothing lost, nothing doubled, nothing out of order, nothing untrue', async () => {
  const told: string[] = [];
  const counts = await run({
    seeds: 500,
    from: 1,
    onLine: (line) => told.push(line),
    onStory: ({ findings, seed, story }) =>
      told.push(`seed ${seed}`, ...findings.map(({ kind, what }) => `  ${kind}: ${what}`), ...story),
  });
  assert.ok(
    kinds.every((kind) => counts[kind] === 0),
    told.join('\n'),
  );
});
