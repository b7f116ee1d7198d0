import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { suite, test } from 'node:test';

const cli = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const script = join(import.meta.dirname, 'cli.js');
  const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    env: { ...process.env, SEED: '', ...env },
  });
  return { status, stderr, last: stdout.trimEnd().split('\n').at(-1) ?? '' };
};

suite('the fault laboratory from the command line', () => {
  test('machines get one JSON object in the last line', () => {
    const { last, status } = cli(['--layer', 'L0', '--seeds', '300', '--from', '7', '--json']);
    const { ms, ...counts } = JSON.parse(last) as Record<string, unknown>;
    const none = { lost: 0, doubled: 0, misordered: 0, falseStates: 0, silent: 0 };
    assert.deepEqual([status, counts, typeof ms], [0, { layer: 'L0', seeds: 300, from: 7, ...none }, 'number']);
  });

  test('people get a summary, and one seed is told step by step', () => {
    assert.match(cli(['--seeds', '20']).last, /^lost 0, doubled 0/);
    assert.match(cli([], { SEED: '5' }).last, /^lost 0, doubled 0/);
  });

  for (const args of [['--layer', 'L9'], ['--seeds', 'many'], ['--seeds', '0'], ['--from=-1'], ['--fast']]) {
    test(`"${args.join(' ')}" is answered with a sentence and exit code 2`, () => {
      const { last, status, stderr } = cli(args);
      assert.deepEqual([status, last], [2, '']);
      assert.match(stderr, /^[^\n]+\n$/);
    });
  }
});
