import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose } from '../../src/app/languages.js';

const known = ['en', 'de', 'ar', 'pt-br'];

for (const [wanted, chosen, why] of [
  [['de'], 'de', 'A language we speak is spoken'],
  [['de-AT'], 'de', 'A dialect finds its language'],
  [['pt-BR', 'de'], 'pt-br', 'A dialect we know is preferred to its language'],
  [['fr', 'ar-EG', 'en'], 'ar', 'The first known of several is taken'],
  [['', null, undefined, 'de'], 'de', 'What is not said is skipped'],
  [['fr'], 'en', 'Unknown languages end in English'],
  [[], 'en', 'Nothing said ends in English'],
  [['DE'], 'de', 'Capitals make no difference'],
] as const) {
  test(`${why}: ${JSON.stringify(wanted)} is ${chosen}`, () => assert.equal(choose(wanted, known), chosen));
}
