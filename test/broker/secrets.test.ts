import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { jsonLines, type BrokerLogFields } from '../../src/broker/log.js';
import { faults, type Fault } from './support/connect-stub.js';
import {
  callBody,
  callPath,
  callTicketOf,
  chatBody,
  config,
  post,
  rejoinPath,
  stopPath,
  world,
  type PostOptions,
  type World,
} from './support/broker-world.js';

/** Looked for by its first eight characters: a signature may have six of them by chance. */
const canary = 'Canary7Secret';
const canaries = {
  keys: [{ id: 'k1', secret: `${canary}-signing-key-that-is-long-enough` }],
  credentials: { accessKeyId: `AK${canary}`, secretAccessKey: `${canary}-secret`, sessionToken: `${canary}-session` },
  instanceId: `instance-${canary}`,
  chatFlowId: `flow-${canary}`,
  topics: { billing: `flow-${canary}` },
  call: { flowId: `flow-${canary}`, topics: { billing: `flow-${canary}` } },
  attributes: config.attributes,
  startDeadlineMs: 1_500,
};
const body = () =>
  chatBody({
    displayName: `${canary} name`,
    firstMessage: `${canary} text`,
    attributes: { note: `${canary} attribute` },
    locale: `en-x-${canary.slice(0, 8)}`,
    visitor: `${canary}.${canary}.${canary}`,
  });

describe('secrets and personal words', () => {
  const said = `${canary} arn:aws:iam::1:role/${canary}`;
  const ways: readonly (readonly [string, Fault | undefined])[] = [
    ['a good day', undefined],
    ['a full instance', faults.error('LimitExceededException', 429, {}, said)],
    ['a throttled call', faults.error('ThrottlingException', 429, { 'x-amzn-requestid': canary }, said)],
    ['a refused role', faults.error('AccessDeniedException', 403, {}, said)],
    ['an unknown flow', faults.error('ResourceNotFoundException', 404, {}, said)],
    ['an invalid request', faults.error('InvalidRequestException', 400, {}, said)],
    ['an internal error', faults.error('InternalServiceException', 500, {}, said)],
    ['an error named by a stranger', faults.error(`${canary} 1`, 500, {}, said)],
    ['an HTML page', faults.html(502, said)],
    ['an HTML page as an answer', faults.html(200, said)],
    ['half an answer', faults.cutAfterEffect()],
    ['an empty answer', faults.emptyBody()],
    ['an answer without a token', faults.without('ParticipantToken')],
    ['a broken connection', faults.reset()],
    ['a server that hangs', faults.hang()],
  ];
  for (const [what, fault] of ways) {
    it(`appear in no log line and no answer after ${what}`, async () => {
      const it_ = await world({ ...canaries, ...(what === 'a server that hangs' && { startDeadlineMs: 100 }) });
      if (fault) it_.connect.script(fault, 3);
      const response = await post(it_, body());
      assert.equal(response.status === 200, fault === undefined);
      const text = `${await response.text()}${JSON.stringify([...response.headers])}`;
      assert.doesNotMatch(text, /canary7s/i);
      assert.ok(it_.lines.length >= 2);
      assert.doesNotMatch(it_.lines.join(), /canary7s/i);
      if (!fault) {
        const { participantToken, handle, visitor } = JSON.parse(text.slice(0, text.lastIndexOf('[['))) as Record<
          string,
          string
        >;
        for (const secret of [participantToken, handle, visitor])
          assert.ok(secret && !it_.lines.join().includes(secret));
      }
      assert.doesNotMatch(it_.lines.join(), /203\.0\.113\.7/, 'nor does the whole address');
      await it_.stop();
    });
  }

  /** What a call's answers are made of, every one of them a secret. */
  const secret = (): Record<string, unknown> => ({
    ParticipantToken: `${canary}-participant`,
    ParticipantCredentials: { ParticipantToken: `${canary}-participant`, Expiry: '2026-01-16T00:00:00Z' },
    ConnectionData: {
      Attendee: { AttendeeId: 'a-1', JoinToken: `${canary}-join` },
      Meeting: {
        MeetingId: 'm-1',
        MediaPlacement: {
          AudioHostUrl: 'h',
          SignalingUrl: 'wss://s.example.com',
          EventIngestionUrl: `https://${canary}`,
        },
      },
    },
  });

  const callRoutes: readonly (readonly [string, string, (to: World, handle: string) => Promise<Response>])[] = [
    ['a call that starts', 'StartWebRTCContact', (to) => post(to, calling(), { path: callPath })],
    [
      'a way back into a call',
      'CreateParticipant',
      (to, handle) => post(to, { handle, idempotencyKey: crypto.randomUUID() }, { path: rejoinPath }),
    ],
    ['the end of a call', 'StopContact', (to, handle) => post(to, { handle }, { path: stopPath })],
  ];
  const calling = () =>
    callBody({
      displayName: `${canary} name`,
      attributes: { note: `${canary} attribute` },
      chat: `${canary}.${canary}.${canary}`,
      visitor: `${canary}.${canary}.${canary}`,
    });
  for (const [what, operation, ask] of callRoutes) {
    it(`appear in no log line of ${what}, and in no refusal, however Amazon Connect answers`, async () => {
      const it_ = await world({ ...canaries, startDeadlineMs: 1_500 });
      for (const [, fault] of ways) {
        const { handle } = await callTicketOf(await post(it_, calling(), { path: callPath }));
        it_.connect.script(fault ?? faults.members(secret()), 1, operation);
        const response = await ask(it_, handle);
        const text = await response.text();
        if (response.status >= 400) assert.doesNotMatch(text, /canary7s/i);
        assert.doesNotMatch(JSON.stringify([...response.headers]), /canary7s/i);
        if (!fault && operation !== 'StopContact')
          assert.match(text, /Canary7Secret-participant/, 'the customer gets theirs');
        assert.doesNotMatch(text, /https:\/\/Canary/i);
        assert.ok(!it_.lines.join().includes(handle));
        it_.connect.forget();
        it_.clock.now += 60_000; // The breaker rests.
      }
      assert.ok(it_.lines.length > 2 * ways.length);
      assert.doesNotMatch(it_.lines.join(), /canary|join-token|participant-token/i);
      await it_.stop();
    });
  }

  it('appear in no log line when a handle is none', async () => {
    const it_ = await world(canaries);
    const wrong: readonly (readonly [unknown, PostOptions])[] = [
      [{ handle: canary }, { path: stopPath }],
      [{ handle: { [canary]: canary } }, { path: stopPath }],
      [{ handle: canary, [canary]: 1 }, { path: stopPath }],
      [{ handle: canary, idempotencyKey: canary }, { path: rejoinPath }],
      [{ handle: canary, idempotencyKey: crypto.randomUUID() }, { path: rejoinPath }],
      [callBody({ media: canary }), { path: callPath }],
    ];
    for (const [said, options] of wrong) {
      const response = await post(it_, said, options);
      assert.ok(response.status >= 400);
      assert.doesNotMatch(await response.text(), /canary7s/i);
    }
    assert.equal(it_.logged().length, wrong.length);
    assert.doesNotMatch(it_.lines.join(), /canary7s/i);
    await it_.stop();
  });

  it('appear in no log line when the request itself is refused', async () => {
    const it_ = await world(canaries);
    const bodies: unknown[] = [
      `{"displayName": "${canary}`,
      { [canary]: canary },
      { ...body(), [canary]: canary },
      { ...body(), topic: canary },
      { ...body(), idempotencyKey: canary },
      { ...body(), attributes: { [canary]: canary } },
      { ...body(), capabilities: [canary] },
    ];
    for (const wrong of bodies) {
      const response = await post(it_, wrong);
      assert.equal(response.status, 400);
      assert.doesNotMatch(await response.text(), /canary7s/i);
    }
    const headers: Record<string, string>[] = [
      { origin: `https://${canary}.example` },
      { 'content-type': canary },
      { 'x-forwarded-for': canary },
      { authorization: `Bearer ${canary}` },
      { 'x-request-id': canary },
    ];
    for (const header of headers) await post(it_, body(), { headers: header });
    await post(it_, body(), { path: `/v1/${canary}?${canary}=${canary}` });
    await it_.broker.fetch(new Request('https://b.example.com/v1/chat', { method: canary }));
    assert.equal(it_.logged().length, bodies.length + headers.length + 2);
    assert.doesNotMatch(it_.lines.join(), /canary7s/i);
    await it_.stop();
  });

  it('are dropped by the logger even when the types were gone around', () => {
    const lines: string[] = [];
    const fields = { contactId: 'c-1', participantToken: canary, displayName: canary } as BrokerLogFields;
    jsonLines(
      (line) => lines.push(line),
      () => 0,
    ).log('info', 'request', fields);
    assert.equal(
      lines.join(''),
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","name":"request","contactId":"c-1"}\n',
    );
  });
});
