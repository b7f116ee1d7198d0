import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EffectiveHours, OpenSpan } from '../../src/broker/connect-queues.js';
import { dateIn, openState, stretchesOf } from '../../src/broker/opening.js';

const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const span = (text: string): OpenSpan => ({ start: minutes(text.slice(0, 5)), end: minutes(text.slice(6)) });
const hours = (timeZone: string, dates: Readonly<Record<string, string>>): EffectiveHours => ({
  timeZone,
  dates: Object.entries(dates).map(([date, spans]) => ({ date, spans: spans.split(' ').filter(Boolean).map(span) })),
});

/** What holds at a moment, times in minutes: `open 90` closes in 90, `closed 60` opens in 60. */
function at(when: EffectiveHours, moment: string): string {
  const { stretches, until } = stretchesOf(when);
  const { open, closesInMs, opensInMs } = openState(stretches, until, Date.parse(moment));
  const change = open ? closesInMs : opensInMs;
  return `${open ? 'open' : 'closed'}${change === undefined ? '' : ` ${change / 60_000}`}`;
}

describe('hours of operation', () => {
  const berlin = hours('Europe/Berlin', {
    '2026-12-23': '09:00-18:00',
    '2026-12-24': '09:00-12:00',
    '2026-12-25': '',
    '2026-12-26': '',
    '2026-12-27': '',
    '2026-12-28': '09:00-12:30 13:00-18:00',
    '2026-12-29': '09:00-18:00',
  });
  const cases: readonly (readonly [string, string, string])[] = [
    ['open to the second they say', '2026-12-23T08:00:00Z', 'open 540'],
    ['not a minute early', '2026-12-23T07:59:00Z', 'closed 1'],
    ['closed to the second they say', '2026-12-23T17:00:00Z', 'closed 900'],
    ['shorter on the day before a holiday', '2026-12-24T10:30:00Z', 'open 30'],
    ['closed over the holidays, and say when it goes on', '2026-12-24T11:00:00Z', `closed ${3 * 1440 + 21 * 60}`],
    ['closed for lunch', '2026-12-28T11:45:00Z', 'closed 15'],
    ['closed without a next time, where none is known', '2026-12-29T17:00:00Z', 'closed'],
  ];
  for (const [what, moment, expected] of cases) it(`are ${what}`, () => assert.equal(at(berlin, moment), expected));

  it('around the clock never close, and have no seam at midnight', () => {
    const always = hours('America/New_York', {
      '2026-06-01': '00:00-00:00',
      '2026-06-02': '00:00-00:00',
      '2026-06-03': '00:00-00:00',
    });
    for (const moment of ['2026-06-01T12:00:00Z', '2026-06-02T04:00:00Z', '2026-06-03T23:00:00Z']) {
      assert.equal(at(always, moment), 'open');
    }
  });

  it('that run past midnight belong to the evening they began in', () => {
    const night = hours('Asia/Kolkata', { '2026-06-05': '22:00-02:00', '2026-06-06': '', '2026-06-07': '' });
    assert.equal(at(night, '2026-06-05T16:30:00Z'), 'open 240');
    assert.equal(at(night, '2026-06-05T20:29:00Z'), 'open 1');
    assert.equal(at(night, '2026-06-05T20:30:00Z'), 'closed');
  });

  it('go with the clocks: an hour less in spring, an hour more in autumn', () => {
    const spring = hours('Europe/Berlin', {
      '2026-03-28': '00:00-04:00',
      '2026-03-29': '00:00-04:00',
      '2026-03-30': '',
    });
    assert.equal(at(spring, '2026-03-27T23:00:00Z'), 'open 240');
    assert.equal(at(spring, '2026-03-28T23:00:00Z'), 'open 180');
    const autumn = hours('Europe/Berlin', { '2026-10-25': '00:00-04:00', '2026-10-26': '' });
    assert.equal(at(autumn, '2026-10-24T22:00:00Z'), 'open 300');
  });

  it('that begin in the hour that is left out begin when the clocks have jumped', () => {
    const gap = hours('Europe/Berlin', { '2026-03-29': '02:30-09:00', '2026-03-30': '' });
    assert.equal(at(gap, '2026-03-29T00:59:00Z'), 'closed 1');
    assert.equal(at(gap, '2026-03-29T01:00:00Z'), 'open 360');
  });

  it('that lie in the hour that comes twice hold from its first to its second time', () => {
    const twice = hours('America/New_York', { '2026-11-01': '01:30-01:45', '2026-11-02': '' });
    assert.equal(at(twice, '2026-11-01T05:30:00Z'), 'open 75');
    assert.equal(at(twice, '2026-11-01T06:45:00Z'), 'closed');
  });

  it('hold by the calendar of their zone, wherever the server stands', () => {
    assert.equal(dateIn('Pacific/Kiritimati', Date.parse('2026-06-01T10:00:00Z')), '2026-06-02');
    assert.equal(dateIn('UTC', Date.parse('2026-03-01T10:00:00Z'), -2), '2026-02-27');
    const far = hours('Pacific/Kiritimati', { '2026-06-02': '00:00-01:00', '2026-06-03': '' });
    assert.equal(at(far, '2026-06-01T10:30:00Z'), 'open 30');
  });
});
