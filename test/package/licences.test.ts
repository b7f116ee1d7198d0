import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

const permissive = new Set(
  'Apache-2.0 MIT BSD-2-Clause BSD-3-Clause ISC 0BSD CC0-1.0 Python-2.0 BlueOak-1.0.0 Zlib Unlicense'.split(' '),
);
/** Weak copyleft, and licences of data: fine for a tool that is never published with us. */
const forTools = new Set([...permissive, 'MPL-2.0', 'CC-BY-3.0']);
/** `only` says in its readme, and nowhere else, that it is MIT. */
const saidElsewhere: Readonly<Record<string, string>> = { 'node_modules/only': 'MIT' };

/** Whether one way of reading an SPDX expression is allowed: any side of an OR, every side of an AND. */
const allowed = (expression: string, licences: ReadonlySet<string>): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((side) => side.split(' AND ').every((licence) => licences.has(licence)));

for (const [what, isIt, licences] of [
  ['Everything that reaches a customer or a server', (entry: Locked) => !entry.dev, permissive],
  ['Everything we build and test with', (entry: Locked) => entry.dev === true, forTools],
] as const) {
  test(`${what} is under a licence that allows it`, () => {
    const refused = Object.entries(packages)
      .filter(([path, entry]) => path !== '' && entry.link !== true && isIt(entry))
      .filter(([path, { license }]) => !allowed(license ?? saidElsewhere[path] ?? 'none', licences))
      .map(([path, { license }]) => `${path}: ${license}`);
    assert.deepEqual(refused, []);
  });
}
