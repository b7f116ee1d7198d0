import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  integer,
  lazy,
  list,
  map,
  oneOf,
  required,
  structure,
  text,
  validate,
  type Rule,
} from '../../src/simulator/aws/validate.js';
import { ServiceError } from '../../src/simulator/wire.js';

function problem(rule: Rule<unknown>, value: unknown): string {
  try {
    validate(rule, value);
  } catch (error) {
    assert.ok(error instanceof ServiceError);
    return `${error.type} ${error.status}: ${error.message}`;
  }
  return 'none';
}

const fails = (constraint: string) => `InvalidRequestException 400: 1 validation error detected: ${constraint}`;

test('good members come out as they went in, and unknown ones are ignored', () => {
  const rule = structure({
    Name: required(text({ min: 1, max: 3, pattern: /^[a-z]+$/ })),
    Count: integer({ from: 0, to: 2 }),
    Kinds: list(oneOf(['A', 'B']), { max: 2 }),
    Attributes: map({ min: 1 }, text()),
    Missing: text(),
    Nothing: text(),
  });
  const members = { Name: 'abc', Count: 2, Kinds: ['A', 'A'], Attributes: { k: '' }, Nothing: null, Unknown: 1 };
  assert.deepEqual(validate(rule, members), { Name: 'abc', Count: 2, Kinds: ['A', 'A'], Attributes: { k: '' } });
});

test('limits include their ends and are told in Amazon’s words', () => {
  const rule = structure({ DisplayName: text({ min: 2, max: 3 }), Minutes: integer({ from: 60, to: 61 }) });
  for (const good of ['ab', 'abc']) assert.equal(problem(rule, { DisplayName: good }), 'none');
  for (const good of [60, 61]) assert.equal(problem(rule, { Minutes: good }), 'none');
  const at = (value: string, constraint: string) =>
    fails(`Value '${value}' at 'displayName' failed to satisfy constraint: ${constraint}`);
  assert.equal(problem(rule, { DisplayName: 'a' }), at('a', 'Member must have length greater than or equal to 2'));
  assert.equal(problem(rule, { DisplayName: 'abcd' }), at('abcd', 'Member must have length less than or equal to 3'));
  assert.match(problem(rule, { Minutes: 59 }), /Member must have value greater than or equal to 60$/);
  assert.match(problem(rule, { Minutes: 62 }), /Member must have value less than or equal to 61$/);
});

test('patterns, words and missing members are told in Amazon’s words', () => {
  const rule = structure({
    Token: text({ pattern: /^a+$/ }),
    Role: oneOf(['AGENT', 'CUSTOMER']),
    Details: structure({ Id: required(text()) }),
  });
  assert.match(problem(rule, { Token: 'b' }), /Member must satisfy regular expression pattern: \^a\+\$$/);
  assert.match(problem(rule, { Role: 'BOT' }), /Member must satisfy enum value set: \[AGENT, CUSTOMER\]$/);
  assert.equal(
    problem(rule, { Details: { Id: null } }),
    fails("Value null at 'details.id' failed to satisfy constraint: Member must not be null"),
  );
});

test('everything wrong is told at once, with its place', () => {
  const rule = structure({ Tags: map({ max: 2 }, text({ max: 1 })), Kinds: list(oneOf(['A']), { min: 1, max: 2 }) });
  const told = problem(rule, { Tags: { long: 'xy' }, Kinds: ['A', 'B', 'A'] });
  assert.match(told, /^InvalidRequestException 400: 4 validation errors detected: /);
  assert.match(told, /Map keys must satisfy constraint: \[Member must have length less than or equal to 2\]/);
  assert.match(told, /Value 'xy' at 'tags\.long\.member'/);
  assert.match(told, /at 'kinds\.2\.member'/);
  assert.match(problem(rule, { Kinds: [] }), /Member must have length greater than or equal to 1/);
});

test('what is personal is never repeated, and what is long only in part', () => {
  const rule = structure({ Name: text({ max: 2, sensitive: true }), Note: text({ max: 2 }) });
  assert.ok(!problem(rule, { Name: 'Ada Lovelace' }).includes('Ada'));
  assert.ok(problem(rule, { Note: 'x'.repeat(10_000) }).length < 300);
});

test('another JSON type altogether is a serialization error', () => {
  const rule = structure({
    Name: text(),
    Count: integer(),
    Kinds: list(text()),
    Tags: map({}, text()),
    Role: oneOf(['A']),
  });
  for (const members of [
    { Name: 1 },
    { Count: '1' },
    { Count: 1.5 },
    { Kinds: {} },
    { Tags: [] },
    { Role: true },
    [],
  ]) {
    assert.match(problem(rule, members), /^SerializationException 400: [A-Z]+_VALUE can not be converted to /);
  }
  assert.match(problem(rule, { Tags: { a: null } }), /^SerializationException 400: NULL_VALUE/);
});

test('a rule may refer to itself', () => {
  interface Tree {
    readonly Leaf?: string;
    readonly Branch?: Tree;
  }
  const tree: Rule<Tree> = structure({ Leaf: text({ max: 1 }), Branch: lazy(() => tree) });
  assert.equal(problem(tree, { Branch: { Branch: { Leaf: 'a' } } }), 'none');
  assert.match(problem(tree, { Branch: { Branch: { Leaf: 'ab' } } }), /at 'branch\.branch\.leaf'/);
});
