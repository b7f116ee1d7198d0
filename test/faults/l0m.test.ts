import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catches } from './l0m/run.js';
import { mutants } from './l0m/mutants.js';

test('every deliberately broken variant of the product is caught within 2,000 seeds', async () => {
  const survivors: string[] = [];
  for await (const { name, seeds } of catches(2_000, 1)) if (seeds === undefined) survivors.push(name);
  assert.deepEqual(survivors, []);
  assert.ok(mutants.length >= 16);
});
