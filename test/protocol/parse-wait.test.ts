import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseEnd, parseLater, parseRequeueTicket } from '../../src/protocol/after.js';
import { parseAvailability } from '../../src/protocol/availability.js';
import { parseTicket } from '../../src/protocol/chat.js';
import { parseReceipt } from '../../src/protocol/leave.js';
import { parseWait } from '../../src/protocol/wait.js';

/** What no answer of the broker looks like. */
const nonsense = [undefined, null, '', '<html>', 5, true, [], {}];

describe('what is open, off the wire', () => {
  const open = { open: true, congested: false };
  const unknown = { closesInMs: undefined, opensInMs: undefined, waitSeconds: undefined };

  it('is what the broker said, with everything that was not said left open', () => {
    const read = parseAvailability({
      general: { chat: { ...open, waitSeconds: 240, closesInMs: 3_600_000, more: 'of a newer broker' } },
      topics: { billing: { label: { en: 'Billing', de: 7 }, call: { open: false, opensInMs: 60_000 } }, odd: 'x' },
      callback: true,
      articles: [{ title: { en: 'Returns' }, url: '/returns' }],
      ttlMs: 20_000,
    });
    assert.deepEqual(read, {
      general: {
        label: undefined,
        chat: { ...open, ...unknown, waitSeconds: 240, closesInMs: 3_600_000 },
        call: undefined,
      },
      topics: {
        billing: {
          label: { en: 'Billing' },
          chat: undefined,
          call: { open: false, congested: false, ...unknown, opensInMs: 60_000 },
        },
      },
      callback: true,
      message: false,
      articles: [{ title: { en: 'Returns' }, url: '/returns' }],
      ttlMs: 20_000,
    });
  });

  it('has no way that does not say whether it is open, and no article that leads anywhere but to a page', () => {
    const articles = ['javascript:alert(1)', '//elsewhere.example', '/\\elsewhere.example', 'returns', ''].map(
      (url) => ({ title: { en: 'Read' }, url }),
    );
    const read = parseAvailability({ general: { chat: { waitSeconds: 5 } }, articles, ttlMs: -1 });
    assert.equal(read?.general.chat, undefined);
    assert.deepEqual([read?.articles, read?.ttlMs], [[], 15_000]);
    assert.equal(parseAvailability({ general: {}, articles: [{ title: {}, url: '/x' }] })?.articles.length, 0);
  });

  it('is nothing where nothing is said', () => {
    for (const wrong of nonsense) assert.equal(parseAvailability(wrong), undefined);
  });
});

describe('where a contact stands, off the wire', () => {
  const bare = { state: 'queued', nextPollMs: 10_000 };

  it('has the figures that make sense, and none that do not', () => {
    const read = parseWait({ ...bare, position: 3, etaSeconds: 0, etaBasis: 'queue', ageMs: 8_000, waitedMs: 1 });
    assert.deepEqual(
      [read?.position, read?.etaSeconds, read?.etaBasis, read?.ageMs, read?.waitedMs],
      [3, 0, 'queue', 8_000, 1],
    );
    for (const [position, etaSeconds] of [
      [0, -1],
      ['3', '240'],
      [Number.NaN, Infinity],
      [null, {}],
    ]) {
      const none = parseWait({ ...bare, position, etaSeconds });
      assert.deepEqual([none?.position, none?.etaSeconds], [undefined, undefined]);
    }
    assert.equal(parseWait({ nextPollMs: 5, state: 'of a newer broker' })?.state, 'unknown');
  });

  it('keeps the offers we know, and drops those that are new or lack what makes them one', () => {
    const offers = [
      { kind: 'callback', keepsPlace: true },
      { kind: 'queue', queue: 'billing', waitSeconds: 60, automated: false, label: { en: 'Billing' } },
      { kind: 'queue' },
      { kind: 'carrier-pigeon' },
      { kind: 'call' },
      { kind: 'article', title: { en: 'Returns' }, url: 'https://shop.example/returns' },
      { kind: 'article', title: { en: 'Returns' }, url: 'javascript:0' },
      { kind: 'message', by: 'email' },
      null,
    ];
    assert.deepEqual(parseWait({ ...bare, offers })?.offers, [
      { kind: 'callback', keepsPlace: true },
      { kind: 'queue', queue: 'billing', label: { en: 'Billing' }, waitSeconds: 60, automated: false },
      { kind: 'call', waitSeconds: undefined },
      { kind: 'article', title: { en: 'Returns' }, url: 'https://shop.example/returns' },
      { kind: 'message', by: 'email' },
    ]);
  });

  it('is no answer when it does not say when to ask again', () => {
    for (const wrong of [...nonsense, { state: 'queued' }, { ...bare, nextPollMs: 0 }, { ...bare, nextPollMs: '5' }]) {
      assert.equal(parseWait(wrong), undefined);
    }
  });
});

describe('why a contact ended, off the wire', () => {
  it('is the class and the step the broker said; what is new is something nobody knows, and can be begun again', () => {
    const figures = { durationSeconds: 90, qualityIssues: ['jitter', 'ghosts'] };
    assert.deepEqual(
      parseEnd({ class: 'agent-network', next: 'requeue', automaticAfterMs: 5_000, rating: true, figures }),
      {
        class: 'agent-network',
        next: 'requeue',
        automaticAfterMs: 5_000,
        rating: true,
        figures: { durationSeconds: 90, firstResponseSeconds: undefined, qualityIssues: ['jitter'] },
      },
    );
    assert.deepEqual(parseEnd({ class: 'abducted', next: 'sing', rating: 'yes' }), {
      class: 'other',
      next: 'start',
      automaticAfterMs: undefined,
      rating: false,
      figures: undefined,
    });
    for (const wrong of nonsense) assert.equal(parseEnd(wrong), undefined);
  });

  it('may come later', () => {
    assert.deepEqual(parseLater({ retryAfterMs: 2_000 }), { retryAfterMs: 2_000 });
    for (const wrong of [...nonsense, { retryAfterMs: '5' }, { retryAfterMs: -1 }])
      assert.equal(parseLater(wrong), undefined);
  });

  it('may lead to a ticket back into line, which is a ticket', () => {
    const ticket = {
      contactId: 'c-2',
      participantId: 'p-2',
      participantToken: 'token',
      region: 'eu-central-1',
      handle: 'a.b.c',
      connectWithinMs: 300_000,
    };
    const read = parseRequeueTicket({ ...ticket, requeuedFrom: 'c-1', mode: 'continuous', placeKept: true });
    assert.deepEqual(
      [read?.contactId, read?.requeuedFrom, read?.mode, read?.placeKept],
      ['c-2', 'c-1', 'continuous', true],
    );
    assert.equal(parseRequeueTicket({ ...ticket, handle: '' }), undefined);
    for (const wrong of nonsense) assert.equal(parseRequeueTicket(wrong), undefined);
  });
});

describe('a receipt off the wire', () => {
  it('is what somebody can name it by, or nothing', () => {
    assert.deepEqual(parseReceipt({ reference: 'CB-7', kind: 'voice', leftQueue: true, more: 1 }), {
      reference: 'CB-7',
      kind: 'voice',
      leftQueue: true,
    });
    for (const wrong of [...nonsense, { reference: '' }]) assert.equal(parseReceipt(wrong), undefined);
  });
});

describe('what a ticket tells of waiting and endings', () => {
  it('is told only where it was said', () => {
    const ticket = {
      contactId: 'c-1',
      participantId: 'p-1',
      participantToken: 'token',
      region: 'eu-central-1',
      handle: 'a.b.c',
      connectWithinMs: 300_000,
    };
    const silent = parseTicket(ticket);
    assert.deepEqual([silent?.waiting, silent?.endings, silent?.memory], [undefined, undefined, undefined]);
    const telling = parseTicket({ ...ticket, waiting: true, endings: true, memory: 'd.e.f' });
    assert.deepEqual([telling?.waiting, telling?.endings, telling?.memory], [true, true, 'd.e.f']);
  });
});
