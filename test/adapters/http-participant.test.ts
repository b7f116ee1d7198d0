import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { HttpParticipant } from '../../src/adapters/participant/http-participant.js';
import { browserClock } from '../../src/adapters/browser/clock.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { DeskbellError, type ErrorCode } from '../../src/core/errors.js';
import { createBroker } from '../../src/broker/broker.js';
import { acceptContact, createSimulator, type Simulator } from '../../src/simulator/index.js';
import { callBody, callPath, callTicketOf, config, post } from '../broker/support/broker-world.js';
import { connectionData } from '../broker/support/connect-stub.js';

const never = new AbortController().signal;
const { Meeting, Attendee } = connectionData();

interface Seen {
  readonly url: string | undefined;
  readonly bearer: string | undefined;
  readonly headers: readonly string[];
  readonly body: Record<string, unknown>;
}

async function failureOf(asked: Promise<unknown>): Promise<DeskbellError> {
  const error: unknown = await asked.then(
    () => assert.fail('No failure.'),
    (reason: unknown) => reason,
  );
  assert.ok(DeskbellError.is(error), String(error));
  assert.doesNotMatch(error.message, /token-/);
  return error;
}

describe('the participant service as a call meets it', () => {
  let server: Server;
  let clock: ManualClock;
  let participant: HttpParticipant;
  let endpoint: string;
  /** What is answered, oldest first; the usual answers when it is empty. `hang` never answers. */
  let answers: (readonly [number, string] | 'hang')[];
  let expiry: () => unknown;
  const seen: Seen[] = [];

  const usual = ({ url, body }: Seen): string => {
    if (url?.endsWith('/message')) return JSON.stringify({ Id: 'm-1', AbsoluteTime: '2026-01-15T00:00:00Z' });
    return JSON.stringify(
      String(body['Type']) === 'WEBRTC_CONNECTION'
        ? { WebRTCConnection: { Meeting, Attendee } }
        : { ConnectionCredentials: { ConnectionToken: `connection-${seen.length}`, Expiry: expiry() } },
    );
  };

  beforeEach(async () => {
    seen.length = 0;
    answers = [];
    clock = new ManualClock(Date.UTC(2026, 0, 15));
    expiry = () => new Date(clock.now() + 3_600_000).toISOString();
    server = createServer((incoming, outgoing) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        const { url, headers } = incoming;
        const bearer = headers['x-amz-bearer'];
        const body = JSON.parse(text) as Record<string, unknown>;
        const one = { url, bearer: String(bearer), headers: Object.keys(headers), body };
        seen.push(one);
        const next = answers.shift() ?? ([200, usual(one)] as const);
        if (next !== 'hang') outgoing.writeHead(next[0], { 'x-amzn-requestid': 'r-1' }).end(next[1]);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    server.unref();
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    participant = new HttpParticipant(clock);
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const ticket = (participantToken = 'token-1') => ({ participantToken, region: 'eu-central-1', endpoint });
  const press = (digits = '1', key = 'k-1', who = ticket()) => participant.sendDigits(who, digits, key, never);
  const asked = () => seen.map(({ url, bearer }) => `${url?.split('/').at(-1)} ${bearer}`);

  it('opens the way into a meeting, without the address a browser would report to', async () => {
    const way = await participant.connection(ticket(), never);
    const { EventIngestionUrl, ...MediaPlacement } = Meeting.MediaPlacement;
    assert.deepEqual(way, { meeting: { ...Meeting, MediaPlacement }, attendee: Attendee });
    assert.ok(!JSON.stringify(way).includes(EventIngestionUrl));
    assert.equal(seen.length, 1);
    assert.deepEqual([seen[0]?.url, seen[0]?.bearer], ['/participant/connection', 'token-1']);
    assert.deepEqual(seen[0]?.body, { Type: ['WEBRTC_CONNECTION'] });
    assert.ok(!seen[0]?.headers.includes('authorization'));
  });

  it('is Amazon’s own for the region unless the ticket names another', async () => {
    const real = globalThis.fetch;
    const urls: unknown[] = [];
    globalThis.fetch = (url) => {
      urls.push(url);
      return Promise.resolve(new Response(JSON.stringify({ WebRTCConnection: { Meeting, Attendee } })));
    };
    try {
      await participant.connection({ ...ticket(), endpoint: undefined }, never);
      await participant.connection({ ...ticket(), endpoint: 'https://p.example.com/' }, never);
    } finally {
      globalThis.fetch = real;
    }
    assert.deepEqual(urls, [
      'https://participant.connect.eu-central-1.amazonaws.com/participant/connection',
      'https://p.example.com/participant/connection',
    ]);
  });

  it('takes digits with a token that it hands out once', async () => {
    await press('1', 'k-1');
    await press('*', 'k-2');
    await press('20#', 'k-3');
    assert.deepEqual(asked(), [
      'connection token-1',
      'message connection-1',
      'message connection-1',
      'message connection-1',
    ]);
    assert.deepEqual(
      seen.slice(1).map(({ body }) => body),
      [
        { ContentType: 'audio/dtmf', Content: '1', ClientToken: 'k-1' },
        { ContentType: 'audio/dtmf', Content: '*', ClientToken: 'k-2' },
        { ContentType: 'audio/dtmf', Content: '20#', ClientToken: 'k-3' },
      ],
    );
  });

  it('is asked for a new token before the old one expires, and for another participant', async () => {
    expiry = () => new Date(clock.now() + 5 * 60_000).toISOString();
    await press();
    await clock.advance(4 * 60_000 - 1);
    await press();
    assert.equal(asked().length, 3);
    await clock.advance(1);
    await press();
    await press('1', 'k-1', ticket('token-2'));
    assert.deepEqual(asked().slice(3), [
      'connection token-1',
      'message connection-4',
      'connection token-2',
      'message connection-6',
    ]);
  });

  it('is not asked for each digit by a device whose clock is wrong, or when it names no expiry', async () => {
    for (const said of ['2020-01-01T00:00:00Z', undefined, 'soon']) {
      expiry = () => said;
      participant = new HttpParticipant(clock);
      seen.length = 0;
      for (let n = 0; n < 3; n++) await press();
      assert.equal(asked().length, 4, String(said));
    }
  });

  it('takes a digit with a new token, under the same ClientToken, when the kept one has died early', async () => {
    await press('1', 'k-1');
    answers = [[403, '{"Message":"Access denied"}']];
    await press('2', 'k-2');
    assert.deepEqual(asked().slice(2), ['message connection-1', 'connection token-1', 'message connection-4']);
    assert.equal(seen[2]?.body['ClientToken'], seen[4]?.body['ClientToken']);
  });

  it('is believed when it refuses a digit under a fresh token', async () => {
    answers = [
      [200, JSON.stringify({ ConnectionCredentials: { ConnectionToken: 'c', Expiry: expiry() } })],
      [400, '{"Message":"No"}'],
    ];
    const { code, retryable, requestId } = await failureOf(press());
    assert.deepEqual([code, retryable, requestId], ['message/rejected', false, 'r-1']);
    assert.equal(seen.length, 2);
  });

  const failures: readonly (readonly [string, readonly [number, string], ErrorCode, ErrorCode, ErrorCode, boolean])[] =
    [
      ['refuses', [403, '{}'], 'connection/refused', 'message/rejected', 'message/rejected', false],
      ['knows nothing of it', [404, '{}'], 'connection/refused', 'message/rejected', 'message/rejected', false],
      ['is asked too fast', [429, '{}'], 'connection/throttled', 'message/throttled', 'message/throttled', true],
      ['is broken', [500, '{}'], 'connection/lost', 'message/network', 'message/unconfirmed', true],
      [
        'is a page of somebody else',
        [200, '<html>'],
        'connection/lost',
        'message/network',
        'message/unconfirmed',
        true,
      ],
      ['is cut off by a proxy', [502, '<html>'], 'connection/lost', 'message/network', 'message/unconfirmed', true],
    ];
  for (const [what, said, connecting, opening, sending, retryable] of failures) {
    it(`fails in the words of what was asked for when it ${what}`, async () => {
      answers = [said];
      const way = await failureOf(participant.connection(ticket(), never));
      assert.deepEqual([way.code, way.retryable], [connecting, retryable]);
      answers = [said];
      const token = await failureOf(press());
      assert.deepEqual([token.code, token.retryable], [opening, retryable], 'nothing was said yet');
      answers = [[200, JSON.stringify({ ConnectionCredentials: { ConnectionToken: 'c', Expiry: expiry() } })], said];
      const sent = await failureOf(press());
      assert.deepEqual([sent.code, sent.retryable], [sending, retryable]);
    });
  }

  it('has not answered when a meeting lacks what joining takes, or a token is missing', async () => {
    for (const WebRTCConnection of [undefined, null, {}, { Meeting }, { Attendee }, { Meeting: {}, Attendee }]) {
      answers = [[200, JSON.stringify({ WebRTCConnection })]];
      const { code, retryable } = await failureOf(participant.connection(ticket(), never));
      assert.deepEqual([code, retryable], ['connection/lost', true]);
    }
    for (const ConnectionCredentials of [undefined, {}, { ConnectionToken: '' }, { ConnectionToken: 7 }]) {
      answers = [[200, JSON.stringify({ ConnectionCredentials })]];
      assert.equal((await failureOf(press())).code, 'message/network');
    }
  });

  it('is given up after ten seconds, and a digit in doubt stays one', async () => {
    const hanging = async (task: Promise<unknown>, requests: number): Promise<DeskbellError> => {
      const failed = failureOf(task);
      while (seen.length < requests) await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(10_000);
      return failed;
    };
    answers = ['hang'];
    assert.equal((await hanging(participant.connection(ticket(), never), 1)).code, 'connection/timeout');
    await press();
    answers = ['hang'];
    const { code, retryable } = await hanging(press(), 4);
    assert.deepEqual([code, retryable], ['message/unconfirmed', true]);
    assert.equal(clock.pending, 0);
  });

  it('is left alone once the call is over', async () => {
    const signal = AbortSignal.abort(new DeskbellError('connection/lost'));
    assert.equal((await failureOf(participant.connection(ticket(), signal))).code, 'connection/lost');
    assert.equal((await failureOf(participant.sendDigits(ticket(), '1', 'k', signal))).code, 'connection/lost');
    assert.equal(seen.length, 0);
  });
});

describe('the participant service, simulated', () => {
  let simulator: Simulator;
  let origin: string;
  beforeEach(async () => {
    simulator = createSimulator();
    ({ origin } = await simulator.listen());
  });
  afterEach(() => simulator.close());

  it('opens a way into the meeting, takes digits once each, and refuses when the call is over', async () => {
    const { conversation, ticket } = await startCall();
    const participant = new HttpParticipant(browserClock);
    const way = await participant.connection(ticket, never);
    assert.ok('MeetingId' in way.meeting && 'JoinToken' in way.attendee);
    for (const [digits, key] of [
      ['1', 'a'],
      ['1', 'a'],
      ['20#', 'b'],
    ] as const) {
      await participant.sendDigits(ticket, digits, key, never);
    }
    const pressed = conversation.transcript.filter((item) => item.ContentType === 'audio/dtmf');
    assert.deepEqual(
      pressed.map((item) => item.Content),
      ['1', '20#'],
    );
    conversation.over = true;
    assert.equal((await failureOf(participant.sendDigits(ticket, '1', 'c', never))).code, 'message/rejected');
    assert.equal((await failureOf(participant.connection(ticket, never))).code, 'connection/refused');
  });

  async function startCall() {
    const there = simulator.config(origin);
    const broker = createBroker(
      {
        ...config,
        region: there.region,
        instanceId: there.instanceId,
        chatFlowId: there.contactFlowId,
        call: { flowId: there.contactFlowId },
        connectEndpoint: there.endpoint,
        participantEndpoint: there.participantEndpoint,
        credentials: { accessKeyId: there.accessKeyId, secretAccessKey: there.secretAccessKey },
      },
      { logger: { log() {} } },
    );
    const ticket = await callTicketOf(await post({ broker }, callBody(), { path: callPath }));
    const conversation = simulator.world.conversationOf(ticket.contactId);
    assert.ok(conversation);
    acceptContact(simulator.world, conversation, 'Ines');
    return { conversation, ticket: { ...ticket, endpoint: ticket.endpoint } };
  }
});
