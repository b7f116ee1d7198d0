import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudness } from '../../../src/adapters/browser/level.js';
import { mediaError, mediaErrorCode, type PermissionFacts } from '../../../src/adapters/browser/media-error.js';
import { DeskbellError } from '../../../src/core/errors.js';

const thrown = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

/** What each engine rejects with, and what it means to a customer. */
const refusals: readonly (readonly [string, unknown, PermissionFacts, string])[] = [
  ['Chromium, the customer said no', thrown('NotAllowedError', 'Permission denied'), {}, 'media/denied'],
  ['Chromium, the question was closed', thrown('NotAllowedError', 'Permission dismissed'), {}, 'media/denied'],
  [
    'Chromium, the system keeps it from the browser',
    thrown('NotAllowedError', 'Permission denied by system'),
    { permission: 'granted' },
    'media/denied-by-system',
  ],
  [
    'Firefox, the system keeps it from the browser',
    thrown('NotAllowedError', 'The request is not allowed by the user agent or the platform in the current context.'),
    { permission: 'granted' },
    'media/denied-by-system',
  ],
  [
    'Safari, the customer said no',
    thrown(
      'NotAllowedError',
      'The request is not allowed by the user agent or the platform in the current context, possibly because the user denied permission.',
    ),
    { permission: 'prompt' },
    'media/denied',
  ],
  [
    'the page around this one does not pass it on',
    thrown('NotAllowedError', 'Permission denied'),
    { permission: 'denied', allowedByPage: false },
    'media/blocked-by-page',
  ],
  [
    'the page lets it be asked for, the customer does not',
    thrown('NotAllowedError', 'Permission denied'),
    { permission: 'denied', allowedByPage: true },
    'media/denied',
  ],
  ['the document may not use media at all', thrown('SecurityError'), {}, 'media/blocked-by-page'],
  ['another program has it, in Chromium', thrown('NotReadableError', 'Could not start video source'), {}, 'media/busy'],
  ['another program has it, in Firefox', thrown('AbortError', 'Starting videoinput failed'), {}, 'media/busy'],
  ['none is plugged in', thrown('NotFoundError', 'Requested device not found'), {}, 'media/not-found'],
  ['the one that was chosen is gone', thrown('OverconstrainedError'), {}, 'media/not-found'],
  ['a name of the future', thrown('SomethingError'), {}, 'media/failed'],
  ['no error at all', 'a string', {}, 'media/failed'],
  ['nothing', undefined, {}, 'media/failed'],
];

for (const [what, error, facts, code] of refusals) {
  test(`A device that is refused says why: ${what}`, () => assert.equal(mediaErrorCode(error, facts), code));
}

test('What is busy may work the next time, what is denied needs somebody to change a setting', () => {
  assert.equal(mediaError(thrown('NotReadableError')).retryable, true);
  assert.equal(mediaError(thrown('NotAllowedError')).retryable, false);
});

test('An error that is ours already keeps its code', () => {
  assert.equal(mediaError(new DeskbellError('media/insecure')).code, 'media/insecure');
});

test('Silence is 0, full scale is nearly 1, and a normal voice is well in between', () => {
  const tone = (peak: number): Float32Array => Float32Array.from({ length: 1024 }, (_, at) => peak * Math.sin(at / 4));
  assert.equal(loudness(new Float32Array(1024)), 0);
  assert.equal(loudness(new Float32Array(0)), 0);
  assert.ok(loudness(tone(1)) > 0.9);
  const voice = loudness(tone(0.1));
  assert.ok(voice > 0.4 && voice < 0.8, `${voice}`);
  assert.ok(loudness(tone(0.01)) < voice);
});
