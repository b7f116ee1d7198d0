import { assert } from '@open-wc/testing';

import { likelyRegion, regionOf, regions, toE164 } from '../../src/elements/callback-form/phone.js';
import { callTimes } from '../../src/elements/callback-form/times.js';
import { hoursLine, openWords, waitWords } from '../../src/elements/define-hours.js';
import { errorCodes } from '../../src/core/errors.js';
import { troubleWords } from '../../src/elements/wait/words.js';
import { ar as hoursAr } from '../../src/i18n/hours/ar.js';
import { de as hoursDe } from '../../src/i18n/hours/de.js';
import { en as hoursEn } from '../../src/i18n/hours/en.js';
import { ar } from '../../src/i18n/wait/ar.js';
import { de } from '../../src/i18n/wait/de.js';
import { en } from '../../src/i18n/wait/en.js';
import { inLanguage } from '../../src/i18n/words.js';
import { availability, way } from '../support/wait-builders.js';

const hour = 3_600_000;
/** A Saturday, in whichever zone this runs. */
const saturday = (hours: number, minutes = 0): number => new Date(2026, 10, 21, hours, minutes).getTime();
/** What is between the words may be a space that does not break. */
const plainly = (text: string): string => text.replace(/\s/g, ' ');

describe('A phone number', () => {
  const read = (typed: string, region = 'DE'): string => {
    const result = toE164(typed, region);
    return 'phone' in result ? result.phone : result.problem;
  };

  it('is read as somebody in that country would dial it', () => {
    assert.equal(read('030 901820'), '+4930901820');
    assert.equal(read('(030) 90 18-20'), '+4930901820');
    assert.equal(read('020 7946 0958', 'GB'), '+442079460958');
    assert.equal(read('(212) 555-0123', 'US'), '+12125550123');
    assert.equal(read('1 212 555 0123', 'US'), '+12125550123');
    assert.equal(read('06 1 234 5678', 'HU'), '+3612345678');
    assert.equal(read('06 698 12345', 'IT'), '+390669812345');
    assert.equal(read('912 345 678', 'ES'), '+34912345678');
  });

  it('is read as the world would dial it where it brings its country', () => {
    for (const typed of ['+49 30 901820', '0049 30 901820', '+49 (0)30 901820', 'tel:+49-30-901820', '+49.30.901820']) {
      assert.equal(read(typed, 'US'), '+4930901820', typed);
    }
    assert.equal(read('\u202a+49 30 901820\u202c', 'US'), '+4930901820');
    assert.equal(read('٠١٠ ١٢٣٤ ٥٦٧٨', 'EG'), '+201012345678');
  });

  it('is refused with the reason, and only where it cannot be one anywhere', () => {
    assert.equal(read(''), 'missing');
    assert.equal(read(' + '), 'missing');
    assert.equal(read('030 abc'), 'letters');
    assert.equal(read('030+90'), 'letters');
    assert.equal(read('12'), 'short');
    assert.equal(read('+49 1'), 'short');
    assert.equal(read('123456789012345'), 'long');
    assert.equal(read('+0 30 901820'), 'country');
    assert.equal(read('+999 123456'), 'country');
  });

  it('chooses its country, and the longest code wins', () => {
    assert.equal(regionOf('+49 30'), 'DE');
    assert.equal(regionOf('00423 1'), 'LI');
    assert.equal(regionOf('+1 212'), 'US');
    assert.isUndefined(regionOf('030 90'));
  });

  it('starts from the country of the customer’s languages, also where a browser spells them its own way', () => {
    assert.equal(likelyRegion(['de', 'de-AT', 'en-US'], 'de'), 'AT');
    assert.equal(likelyRegion(['en-US@posix'], 'en'), 'US');
    assert.equal(likelyRegion(['zh-Hans-CN'], 'en'), 'CN');
    assert.equal(likelyRegion(['de'], 'de'), 'DE');
    assert.equal(likelyRegion(['ar'], 'ar'), 'EG');
    assert.equal(likelyRegion(['xx-ZZ'], 'en'), 'US');
  });

  it('knows each country once, and each has a name in every language', () => {
    assert.equal(new Set(regions.map(({ region }) => region)).size, regions.length);
    for (const language of ['en', 'de', 'ar']) {
      const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
      for (const { region } of regions) assert.ok(names.of(region), region);
    }
    for (const { code } of regions) assert.equal(read(`+${code}123456789`), `+${code}123456789`);
  });
});

describe('The time of a callback', () => {
  it('is offered in the customer’s own day, and never further than six days away', () => {
    const names = (now: number): string[] => callTimes(now, en).map(({ name }) => name);
    assert.deepEqual(names(saturday(10)), [
      'As soon as possible',
      'In about an hour',
      'This afternoon',
      'Tomorrow morning',
      'Tomorrow afternoon',
      'Monday morning',
      'Monday afternoon',
      'Tuesday morning',
      'Tuesday afternoon',
    ]);
    assert.notInclude(names(saturday(13)), 'This afternoon');
    for (const now of [saturday(0), saturday(23, 59)]) {
      for (const { at } of callTimes(now, en)) {
        if (at !== undefined) assert.isTrue(at > now && at - now < 6 * 24 * hour);
      }
    }
  });

  it('is a time of day there, whatever the clocks are put to in between', () => {
    const times = callTimes(saturday(10), de).filter(({ at }) => at !== undefined);
    assert.deepEqual(
      times.slice(1).map(({ at }) => new Date(at ?? 0).getHours()),
      [14, 9, 14, 9, 14, 9, 14],
    );
  });
});

describe('The hours', () => {
  const said = (fields: Parameters<typeof way>[0], now = saturday(10), strings = hoursEn, at = now): string =>
    plainly(openWords(way(fields), at, now, strings));

  it('are said in the customer’s language and by their clock', () => {
    assert.equal(said({ closesInMs: 8 * hour }), 'Open until 6:00 PM');
    assert.equal(said({ closesInMs: 8 * hour }, saturday(10), hoursDe), 'Bis 18:00 Uhr geöffnet');
    assert.match(said({ closesInMs: 8 * hour }, saturday(10), hoursAr), /متاحون حتى الساعة (6:00|٦:٠٠) م/);
    assert.equal(said({}), 'Open now');
    assert.equal(said({ closesInMs: 100 * hour }), 'Open now');
  });

  it('name the day they begin on as one would: today, tomorrow, by weekday, by date', () => {
    const opens = (inHours: number, strings = hoursEn): string =>
      said({ open: false, opensInMs: inHours * hour }, saturday(10), strings);
    assert.equal(opens(4), 'Closed. Opens at 2:00 PM');
    assert.equal(opens(23), 'Closed. Opens tomorrow at 9:00 AM');
    assert.equal(opens(47), 'Closed. Opens Monday at 9:00 AM');
    assert.match(opens(14 * 24), /Closed\. Opens Saturday, December 5 at 10:00 AM/);
    assert.match(opens(47, hoursDe), /^Geschlossen\. Wir öffnen Montag um 0?9:00 Uhr$/);
    assert.match(opens(23, hoursDe), /^Geschlossen\. Wir öffnen morgen um 0?9:00 Uhr$/);
  });

  it('promise nothing that has passed since they were asked for, and nothing that nobody knows', () => {
    const [now, at] = [saturday(18, 1), saturday(10)];
    assert.equal(said({ closesInMs: 8 * hour }, now, hoursEn, at), hoursEn.closed);
    assert.equal(said({ open: false, opensInMs: hour }, now, hoursEn, at), hoursEn.closed);
    assert.equal(said({ open: false }), hoursEn.closed);
  });

  it('say a wait as roughly as it is known', () => {
    const wait = (waitSeconds: number | undefined): string => waitWords(way({ waitSeconds }), hoursEn);
    assert.deepEqual([undefined, 0, 59, 60, 230, 1200, 1201].map(wait), [
      '',
      'Usually under a minute',
      'Usually under a minute',
      'Usually about a minute',
      'Usually about 4 minutes',
      'Usually about 20 minutes',
      'Usually more than 20 minutes',
    ]);
  });

  it('fit one line beside the launcher: of what is open, else of what opens first', () => {
    const at = saturday(10);
    const line = (general: Partial<ReturnType<typeof availability>['general']>, topics = {}): string =>
      plainly(
        hoursLine(
          {
            name: 'known',
            at,
            availability: availability({
              general: { label: undefined, chat: undefined, call: undefined, ...general },
              topics,
            }),
          },
          at,
          hoursEn,
        ),
      );
    assert.equal(
      line({ chat: way({ open: false, opensInMs: hour }), call: way({ closesInMs: 8 * hour, waitSeconds: 200 }) }),
      'Open until 6:00 PM · Usually about 4 minutes',
    );
    const later = way({ open: false, opensInMs: 47 * hour });
    const sooner = way({ open: false, opensInMs: 23 * hour });
    const none = way({ open: false });
    assert.equal(
      line({ chat: none }, { a: { chat: later }, b: { call: sooner } }),
      'Closed. Opens tomorrow at 9:00 AM',
    );
    assert.equal(line({}), '');
  });
});

describe('The words of waiting and endings', () => {
  /** What a sentence can be asked about, where that is not a number. */
  const samples: Readonly<Record<string, readonly (readonly (string | undefined)[])[]>> = {
    openUntil: [['18:00']],
    opens: [
      ['Monday', '9:00'],
      [undefined, '9:00'],
    ],
    'agent-network': [['Ana'], [undefined]],
    other: [[]],
    otherQueue: [['Returns']],
    assistant: [['Returns']],
    notThis: [['Returns']],
    tomorrow: [['morning'], ['afternoon']],
    onDay: [
      ['Monday', 'morning'],
      ['Monday', 'afternoon'],
    ],
  };
  /** Every sentence of a language, functions called with samples. */
  const sentences = (value: unknown, key = ''): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') {
      const speak = value as (...given: unknown[]) => string;
      return (samples[key] ?? [[1], [2], [3], [11], [100]]).map((given) => speak(...given));
    }
    if (typeof value !== 'object' || value === null || 'full' in value) return [];
    return Object.entries(value).flatMap(([name, inside]) => sentences(inside, name));
  };

  for (const strings of [en, de, ar, hoursEn, hoursDe, hoursAr]) {
    it(`are all there in ${strings.language}, short, and without leftovers of their making`, () => {
      for (const sentence of sentences({
        ...strings,
        next: { ...('next' in strings && strings.next), goodbye: '-' },
      })) {
        assert.notEqual(sentence.trim(), '');
        assert.notMatch(sentence, /#|undefined|[{}]|!|oops/i);
        assert.isAtMost(sentence.length, 120, sentence);
      }
    });
  }

  it('have a sentence for every way something can fail, and no code in it', () => {
    for (const strings of [en, de, ar]) {
      for (const code of errorCodes) assert.notInclude(troubleWords(code, strings), code);
    }
  });

  it('call what a site names in the language that comes nearest', () => {
    const words = { en: 'Returns', de: 'Rücksendungen', 'pt-BR': 'Devoluções' };
    assert.equal(inLanguage(words, 'de-AT'), 'Rücksendungen');
    assert.equal(inLanguage(words, 'pt-BR'), 'Devoluções');
    assert.equal(inLanguage(words, 'ar'), 'Returns');
    assert.equal(inLanguage({ fr: 'Retours' }, 'ar'), 'Retours');
    assert.equal(inLanguage(undefined, 'en'), '');
  });
});
