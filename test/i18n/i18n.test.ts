import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { errorCodes, type ChatErrorCode } from '../../src/core/errors.js';
import { ar } from '../../src/i18n/ar.js';
import { ar as arCall } from '../../src/i18n/call/ar.js';
import { de as deCall } from '../../src/i18n/call/de.js';
import { en as enCall } from '../../src/i18n/call/en.js';
import type { CallStrings } from '../../src/i18n/call/strings.js';
import { de } from '../../src/i18n/de.js';
import { en } from '../../src/i18n/en.js';
import { Formats } from '../../src/i18n/formats.js';
import type { Strings } from '../../src/i18n/strings.js';

const languages: readonly Strings[] = [en, de, ar];
const callLanguages: readonly CallStrings[] = [enCall, deCall, arCall];
const chatCodes = errorCodes.filter((code): code is ChatErrorCode => !code.startsWith('media/'));

/** Every sentence of a language, functions called with a sample. */
function sentences(strings: Strings | CallStrings): readonly string[] {
  const visit = (value: unknown, key: string): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value === 'function') {
      const counts = /launcher|Left|TooMany|newCount|unread|microphone|camera|speaker/.test(key);
      const speak = value as (...given: unknown[]) => string;
      if (key === 'typing') return [['Ana'], ['Ana', 'Bea'], ['Ana', 'Bea', 'Cleo']].map((names) => speak(names));
      if (key === 'said') return [speak('Ana', 'Hello')];
      return counts ? [0, 1, 2, 3, 11, 100].map((count) => speak(count)) : [speak('Ana')];
    }
    if (value instanceof Formats || typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, inside]) => visit(inside, name));
  };
  return visit(strings, '');
}

describe('The words', () => {
  for (const strings of languages) {
    it(`are all there in ${strings.language}, without leftovers of their making`, () => {
      for (const sentence of sentences(strings)) {
        assert.notEqual(sentence.trim(), '');
        assert.doesNotMatch(sentence, /#|undefined|[{}](?<!\{name\})(?!name\})|!/);
      }
      for (const code of chatCodes) assert.ok(strings.errors[code].length > 10, code);
    });

    it(`never show an error code in ${strings.language}, and stay short`, () => {
      for (const sentence of Object.values(strings.errors)) {
        assert.doesNotMatch(sentence, /\w+\/\w+|\d{3}|oops/i);
        assert.ok(sentence.length <= 120, sentence);
      }
    });
  }

  it('name the controls that other software looks for', () => {
    assert.match(en.launcher(0), /^Chat/);
    assert.match(en.launcher(3), /^Chat.*3 unread messages/);
    assert.deepEqual(
      [en.message, en.send, en.conversation, en.closeChat, en.endChat],
      ['Message', 'Send', 'Conversation', 'Close chat', 'End chat'],
    );
  });

  it('count as each language counts', () => {
    assert.equal(en.unread(1), '1 unread message');
    assert.equal(en.unread(2), '2 unread messages');
    assert.equal(de.unread(1), '1 ungelesene Nachricht');
    assert.equal(ar.unread(1), 'رسالة واحدة غير مقروءة');
    assert.equal(ar.unread(2), 'رسالتان غير مقروءتين');
    assert.match(ar.unread(3), /رسائل/);
    assert.match(ar.unread(11), /رسالة/);
  });

  it('say who is typing, by name, up to two', () => {
    assert.equal(en.typing(['Ana']), 'Ana is typing');
    assert.equal(en.typing(['Ana', 'Bea']), 'Ana and Bea are typing');
    assert.equal(en.typing(['Ana', 'Bea', 'Cleo']), 'Several people are typing');
  });

  it('run from right to left in Arabic only', () => {
    assert.deepEqual(
      languages.map(({ direction }) => direction),
      ['ltr', 'ltr', 'rtl'],
    );
  });
});

describe('The words of a call', () => {
  const codes = errorCodes.filter((code) => !/^(message|attachment)\//.test(code)) as (keyof CallStrings['errors'])[];

  for (const strings of callLanguages) {
    it(`are all there in ${strings.language}, without leftovers of their making`, () => {
      for (const sentence of sentences(strings)) {
        assert.notEqual(sentence.trim(), '');
        assert.doesNotMatch(sentence, /#|undefined|[{}](?<!\{name\})(?!name\})|!/);
      }
      for (const code of codes) assert.ok(strings.errors[code].length > 10, code);
    });

    it(`never show an error code in ${strings.language}, and stay within two short lines`, () => {
      const tables: Readonly<Record<string, string>>[] = [strings.errors, ...Object.values(strings.deviceErrors)];
      for (const sentence of tables.flatMap((table) => Object.values(table))) {
        assert.doesNotMatch(sentence, /\w+\/\w+|\d{3}|oops/i);
        assert.ok(sentence.length <= 120, sentence);
      }
    });

    it(`tell in ${strings.language} what to do in every browser and on every system, in up to three steps`, () => {
      for (const steps of [...Object.values(strings.browserHelp), ...Object.values(strings.systemHelp)]) {
        assert.ok(steps.length >= 2 && steps.length <= 3);
        for (const step of steps) assert.ok(step.length <= 100, step);
      }
      assert.match(strings.browserHelp['in-app-ios'].join(' '), /Safari/);
      assert.match(strings.browserHelp['in-app-android'].join(' '), /Chrome/);
    });

    it(`never give two controls of the room before the call one name in ${strings.language}`, () => {
      const { turnCamera, turnMicrophone, ways } = strings;
      const names = [
        strings.join,
        strings.cancel,
        strings.tryAgain,
        strings.testSpeaker,
        strings.devices,
        strings.chatInstead,
        ...[turnCamera, turnMicrophone, ways].flatMap((names) => Object.values(names)),
        ...Object.values(strings.deviceKinds),
      ];
      assert.equal(new Set(names).size, names.length);
    });
  }

  it('name the controls that other software looks for', () => {
    assert.deepEqual(
      [enCall.start.video, enCall.start.audio, enCall.join, enCall.mute, enCall.unmute, enCall.leave],
      ['Start video call', 'Start voice call', 'Join', 'Mute', 'Unmute', 'Leave call'],
    );
    assert.deepEqual(enCall.turnCamera, { on: 'Turn camera on', off: 'Turn camera off' });
  });

  it('are of the same languages as those of a chat', () => {
    assert.deepEqual(
      callLanguages.map(({ language, direction }) => [language, direction]),
      languages.map(({ language, direction }) => [language, direction]),
    );
  });

  it('number the devices that a browser does not name', () => {
    assert.equal(enCall.deviceNumbers.microphone(1), 'Microphone 1');
    assert.equal(deCall.deviceNumbers.speaker(2), 'Lautsprecher 2');
    assert.match(arCall.deviceNumbers.camera(1), /^كاميرا [1١]$/);
  });
});

describe('Dates and times', () => {
  const at = new Date(2026, 10, 21, 10, 42).getTime();
  const day = 86_400_000;

  it('call today and yesterday by their names, and other days by date', () => {
    assert.equal(en.formats.day(at, at), 'Today');
    assert.equal(en.formats.day(at - day, at), 'Yesterday');
    assert.equal(en.formats.day(at - 2 * day, at), 'Thursday, November 19');
    assert.equal(de.formats.day(at, at), 'Heute');
    assert.equal(de.formats.day(at - day, at), 'Gestern');
    assert.equal(ar.formats.day(at, at), 'اليوم');
  });

  it('are written as the language writes them', () => {
    assert.match(en.formats.time(at), /^10:42\sAM$/);
    assert.equal(de.formats.time(at), '10:42');
    assert.match(en.formats.full(at), /Saturday, November 21, 2026/);
  });

  it('make each formatter once', () => {
    const real = Intl.DateTimeFormat;
    let made = 0;
    const counting = new Proxy(real, {
      construct(target, given: [string, Intl.DateTimeFormatOptions]) {
        made++;
        return new target(...given);
      },
    });
    Object.assign(Intl, { DateTimeFormat: counting });
    try {
      const formats = new Formats('en');
      for (let index = 0; index < 100; index++) formats.time(at + index);
    } finally {
      Object.assign(Intl, { DateTimeFormat: real });
    }
    assert.equal(made, 1);
  });
});
