import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanDisplayName } from '../../src/broker/display-name.js';

describe('the name an agent sees', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['stays as it is', 'Zoë Müller-Łukasz', 'Zoë Müller-Łukasz'],
    ['is trimmed, and spaces are single', ' \t Ada \n\n Lovelace\u00a0 ', 'Ada Lovelace'],
    ['has no control characters', 'A\u0000d\u001ba\u0085', 'Ada'],
    ['cannot turn the direction of what follows', '\u202eAda\u2066 \u200fX\u061c', 'Ada X'],
    ['keeps the joiners that scripts and emoji need', 'می\u200cخواهم 👩\u200d💻', 'می\u200cخواهم 👩\u200d💻'],
    ['has no halves of characters', 'Ada\ud83d', 'Ada'],
    ['is the fallback when it is empty', '', 'Customer'],
    ['is the fallback when nothing of it can be seen', ' \u200d\u2060\u0301 ', 'Customer'],
  ];
  for (const [what, given, shown] of cases) it(what, () => assert.equal(cleanDisplayName(given, 'Customer'), shown));

  it('is cut at 256, never inside a character', () => {
    assert.equal(cleanDisplayName('x'.repeat(300), 'Customer').length, 256);
    const cut = cleanDisplayName(`x${'😀'.repeat(200)}`, 'Customer');
    assert.equal(cut.length, 255);
    assert.ok(cut.endsWith('😀'));
  });
});
