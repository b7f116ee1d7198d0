import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorCodes } from '../../src/core/errors.js';
import { parseCallTicket, parseMeeting, parseRejoinTicket } from '../../src/protocol/call.js';
import { parseTicket } from '../../src/protocol/chat.js';
import { parseRefusal, refusalStatus } from '../../src/protocol/refusal.js';
import { connectionData } from '../broker/support/connect-stub.js';

const needed = {
  contactId: 'c-1',
  participantId: 'p-1',
  participantToken: 'token',
  region: 'eu-central-1',
  handle: 'a.b.c',
  expiresInMs: 3_600_000,
  connectWithinMs: 300_000,
  features: { attachments: true, markdown: false, typing: true, receipts: false, maxMessageBytes: 16_384 },
};
const ticket = { ...needed, visitor: 'd.e.f' };

describe('a ticket off the wire', () => {
  it('is what the broker said, less what a browser has no use for', () => {
    assert.deepEqual(parseTicket({ ...ticket, more: 'of a newer broker' }), { ...needed, endpoint: undefined });
    assert.equal(parseTicket({ ...ticket, endpoint: 'https://p.example.com' })?.endpoint, 'https://p.example.com');
  });

  it('is none when something a chat cannot do without is missing or of another kind', () => {
    for (const name of ['contactId', 'participantId', 'participantToken', 'region', 'handle', 'connectWithinMs']) {
      for (const wrong of [undefined, null, '', {}, true])
        assert.equal(parseTicket({ ...ticket, [name]: wrong }), undefined, name);
    }
    for (const wrong of [undefined, null, '', '<html>', 5, [], {}]) assert.equal(parseTicket(wrong), undefined);
  });

  it('offers nothing that was not said', () => {
    const none = { attachments: false, markdown: false, typing: false, receipts: false, maxMessageBytes: 1024 };
    assert.deepEqual(parseTicket({ ...ticket, features: undefined })?.features, none);
    assert.deepEqual(parseTicket({ ...ticket, features: { typing: 'yes', maxMessageBytes: '5' } })?.features, none);
  });
});

const { Meeting: meeting, Attendee: attendee } = connectionData();
const callTicket = {
  contactId: 'c-1',
  participantId: 'p-1',
  participantToken: 'token',
  region: 'eu-central-1',
  handle: 'a.b.c',
  connectWithinMs: 60_000,
  features: { video: true, screenShare: true, dtmf: true, recorded: false },
  meeting,
  attendee,
};
/** A copy in which one member, named by its path, is another value. */
const changed = (whole: object, path: string, value: unknown): object => {
  const [name = '', ...rest] = path.split('.');
  const member = (whole as Record<string, object>)[name] ?? {};
  return { ...whole, [name]: rest.length === 0 ? value : changed(member, rest.join('.'), value) };
};

describe('a ticket for a call off the wire', () => {
  const { EventIngestionUrl, ...MediaPlacement } = meeting.MediaPlacement;

  it('is what the broker said, less what a browser has no use for, and less where it would report to', () => {
    const read = parseCallTicket({ ...callTicket, visitor: 'd.e.f', more: 'of a newer broker' });
    assert.deepEqual(read, { ...callTicket, meeting: { ...meeting, MediaPlacement }, endpoint: undefined });
    assert.ok(!JSON.stringify(read).includes(EventIngestionUrl));
    assert.equal(
      parseCallTicket({ ...callTicket, endpoint: 'https://p.example.com' })?.endpoint,
      'https://p.example.com',
    );
    assert.equal(meeting.MediaPlacement.EventIngestionUrl, EventIngestionUrl, 'what was read is left as it was');
  });

  it('is none when something a call cannot do without is missing or of another kind', () => {
    for (const path of [
      'contactId',
      'participantId',
      'participantToken',
      'region',
      'handle',
      'connectWithinMs',
      'meeting',
      'meeting.MeetingId',
      'meeting.MediaPlacement',
      'meeting.MediaPlacement.AudioHostUrl',
      'meeting.MediaPlacement.SignalingUrl',
      'attendee',
      'attendee.AttendeeId',
      'attendee.JoinToken',
    ]) {
      for (const wrong of [undefined, null, '', {}, true, []])
        assert.equal(parseCallTicket(changed(callTicket, path, wrong)), undefined, path);
    }
    for (const wrong of [-1, Number.NaN])
      assert.equal(parseCallTicket({ ...callTicket, connectWithinMs: wrong }), undefined);
    for (const wrong of [undefined, null, '', '<html>', 5, [], {}]) assert.equal(parseCallTicket(wrong), undefined);
  });

  it('is one without what only a first start has: media region and TURN address', () => {
    const { MediaRegion: _region, ...rest } = meeting;
    assert.ok(_region);
    const { TurnControlUrl, ...placement } = MediaPlacement;
    assert.ok(TurnControlUrl);
    assert.ok(parseMeeting({ ...rest, MediaPlacement: placement }, attendee));
  });

  it('offers nothing that was not said, and takes a call for recorded unless that is denied', () => {
    const none = { video: false, screenShare: false, dtmf: false, recorded: true };
    assert.deepEqual(parseCallTicket({ ...callTicket, features: undefined })?.features, none);
    const vague = { video: 'yes', screenShare: 1, dtmf: {}, recorded: 'no' };
    assert.deepEqual(parseCallTicket({ ...callTicket, features: vague })?.features, none);
  });
});

describe('a way back into a call off the wire', () => {
  it('is a participant and their token, or nothing', () => {
    const whole = { participantId: 'p-2', participantToken: 'token' };
    assert.deepEqual(parseRejoinTicket({ ...whole, more: 'of a newer broker' }), whole);
    for (const name of ['participantId', 'participantToken']) {
      for (const wrong of [undefined, null, '', {}, 5])
        assert.equal(parseRejoinTicket({ ...whole, [name]: wrong }), undefined);
    }
    for (const wrong of [undefined, null, '', '<html>', []]) assert.equal(parseRejoinTicket(wrong), undefined);
  });
});

describe('a refusal off the wire', () => {
  it('is one of our codes, with the id support asks for and the time to wait', () => {
    const refusal = { code: 'token/busy', requestId: 'r-1', retryAfterMs: 2_000 } as const;
    assert.deepEqual(parseRefusal(refusal), { ...refusal, opensInMs: undefined });
    assert.deepEqual(parseRefusal({ code: 'token/closed', opensInMs: 60_000 }), {
      code: 'token/closed',
      requestId: '',
      retryAfterMs: undefined,
      opensInMs: 60_000,
    });
    assert.equal(parseRefusal({ code: 'token/closed', opensInMs: 'soon' })?.opensInMs, undefined);
  });

  it('is none when somebody else speaks', () => {
    for (const wrong of [
      undefined,
      null,
      'text',
      [],
      {},
      { code: 5 },
      { code: 'toString' },
      { code: 'token/new' },
      { message: 'Forbidden' },
    ]) {
      assert.equal(parseRefusal(wrong), undefined);
    }
  });

  it('has a status for each code, and every code is in the closed union', () => {
    for (const [code, status] of Object.entries(refusalStatus)) {
      assert.ok((errorCodes as readonly string[]).includes(code), code);
      assert.ok(status >= 400 && status <= 503);
    }
  });
});
