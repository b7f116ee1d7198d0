import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createBroker } from '../../src/broker/broker.js';
import { faults } from './support/connect-stub.js';
import {
  call,
  callBody,
  callPath,
  callTicketOf,
  chatBody,
  config,
  post,
  refusalOf,
  rejoinPath,
  stopPath,
  ticketOf,
  world,
  type PostOptions,
  type World,
} from './support/broker-world.js';

const other = 'https://shop.example.com';

describe('a contact of one’s own', () => {
  let it_: World;
  before(async () => {
    it_ = await world({ call, origins: [...config.origins, other] });
  });
  after(() => it_.stop());
  beforeEach(() => {
    it_.connect.calls.length = 0;
    it_.connect.stopped.length = 0;
    it_.connect.records.clear();
    it_.lines.length = 0;
  });

  const startCall = async () => callTicketOf(await post(it_, callBody(), { path: callPath }));
  const startChat = async () => ticketOf(await post(it_, chatBody()));
  const rejoin = (handle: unknown, changes: Record<string, unknown> = {}, options: PostOptions = {}) =>
    post(it_, { handle, idempotencyKey: randomUUID(), ...changes }, { path: rejoinPath, ...options });
  const stop = (handle: unknown, changes: Record<string, unknown> = {}, options: PostOptions = {}) =>
    post(it_, { handle, ...changes }, { path: stopPath, ...options });

  const routes = [
    ['rejoining', 'CreateParticipant', rejoin],
    ['stopping', 'StopContact', stop],
  ] as const;
  for (const [what, operation, ask] of routes) {
    describe(what, () => {
      const asked = () => it_.connect.of(operation);

      it('is refused to whoever holds no handle of this broker, whatever else they hold', async () => {
        const ticket = await startCall();
        const { handle } = ticket;
        const [head = '', claims = '', signature = ''] = handle.split('.');
        const forged = Buffer.from(
          JSON.stringify({ ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), cid: randomUUID() }),
        ).toString('base64url');
        const none = [
          '',
          'a.b.c',
          ticket.visitor,
          ticket.participantToken,
          ticket.contactId,
          handle.slice(0, -1),
          `${handle}A`,
          [head, forged, signature].join('.'),
          [Buffer.from('{"alg":"none","kid":"k1"}').toString('base64url'), claims, ''].join('.'),
        ];
        for (const wrong of none) {
          const { status, code } = await refusalOf(await ask(wrong));
          assert.deepEqual([status, code], [404, 'token/not-found'], wrong);
        }
        assert.equal(asked().length, 0);
      });

      it('is refused for a handle that was given to another site, and for one whose time or key is over', async () => {
        const { handle } = await startCall();
        const elsewhere = await refusalOf(await ask(handle, {}, { headers: { origin: other } }));
        assert.deepEqual([elsewhere.status, elsewhere.code], [404, 'token/not-found']);
        const rotated = createBroker(
          { ...config, call, keys: [{ id: 'k2', secret: 'another secret that is long enough' }] },
          { logger: { log() {} } },
        );
        const body = { handle, ...(ask === rejoin && { idempotencyKey: randomUUID() }) };
        const path = ask === rejoin ? rejoinPath : stopPath;
        assert.equal((await refusalOf(await post({ broker: rotated }, body, { path }))).code, 'token/expired');
        it_.clock.now += 8 * 3_600_000 + 1_000;
        const late = await refusalOf(await ask(handle));
        assert.deepEqual([late.status, late.code], [401, 'token/expired']);
        assert.equal(asked().length, 0);
      });

      it('takes the contact from the handle alone', async () => {
        const { handle } = await startCall();
        for (const name of ['contactId', 'ContactId', 'participantId', 'displayName', 'toString']) {
          assert.equal((await refusalOf(await ask(handle, { [name]: randomUUID() }))).code, 'token/bad-request', name);
        }
        for (const wrong of [undefined, null, 5, {}, [handle], 'x'.repeat(1025)]) {
          assert.equal((await refusalOf(await ask(wrong))).code, 'token/bad-request');
        }
        assert.equal(asked().length, 0);
      });

      it('asks for the same door as everything else', async () => {
        const { handle } = await startCall();
        const closed: Record<string, string | undefined>[] = [
          { origin: undefined },
          { origin: 'https://evil.example' },
          { 'sec-fetch-mode': 'no-cors', 'sec-fetch-site': 'cross-site' },
          { 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'same-origin' },
        ];
        for (const headers of closed) {
          assert.equal((await refusalOf(await ask(handle, {}, { headers }))).code, 'token/forbidden');
        }
        const typed = await ask(handle, {}, { headers: { 'content-type': 'application/x-www-form-urlencoded' } });
        assert.equal(typed.status, 415);
        const path = ask === rejoin ? rejoinPath : stopPath;
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const request = new Request(`https://b.example.com${path}`, { method, headers: { origin: other } });
          assert.equal((await it_.broker.fetch(request)).status, 405);
        }
        assert.equal(asked().length, 0);
      });

      it('says that somebody has to repair something, or that it is busy, in the broker’s own words', async () => {
        const failures = [
          ['AccessDeniedException', 403, 'token/misconfigured'],
          ['ThrottlingException', 429, 'token/busy'],
          ['InternalServiceException', 500, 'token/unavailable'],
        ] as const;
        for (const [name, status, code] of failures) {
          const { handle, contactId } = await startCall();
          it_.connect.script(faults.error(name, status), code === 'token/misconfigured' ? 1 : 3, operation);
          assert.equal((await refusalOf(await ask(handle))).code, code);
          const line = it_.logged().at(-1);
          assert.deepEqual([line?.['operation'], line?.['error'], line?.['contactId']], [operation, name, contactId]);
          assert.equal(line?.level, code === 'token/misconfigured' ? 'error' : 'warn');
          assert.doesNotMatch(it_.lines.join(), new RegExp(handle.slice(-40)));
        }
      });
    });
  }

  describe('rejoining', () => {
    const participants = () => it_.connect.of('CreateParticipant').map(({ body }) => body);

    it('makes one more customer in the same call, with what the site allows', async () => {
      const { handle, contactId } = await startCall();
      const answer = await rejoin(handle);
      const ticket = (await answer.json()) as Record<string, string>;
      assert.deepEqual(Object.keys(ticket).sort(), ['participantId', 'participantToken']);
      const [{ ClientToken, ...body } = {}] = participants();
      assert.match(String(ClientToken), /^[\w-]{43}$/);
      assert.deepEqual(body, {
        InstanceId: 'instance-1',
        ContactId: contactId,
        ParticipantDetails: {
          ParticipantRole: 'CUSTOMER',
          DisplayName: 'Customer',
          ParticipantCapabilities: { Video: 'SEND', ScreenShare: 'SEND' },
        },
      });
      assert.ok(ticket['participantToken'] && !it_.lines.join().includes(ticket['participantToken']));
    });

    it('makes one participant of a repeated key, and another of another key or in another call', async () => {
      const [mine, theirs] = [await startCall(), await startCall()];
      const idempotencyKey = randomUUID();
      const ids = [];
      for (const [handle, key] of [
        [mine.handle, idempotencyKey],
        [mine.handle, idempotencyKey.toUpperCase()],
        [mine.handle, randomUUID()],
        [theirs.handle, idempotencyKey],
      ]) {
        const answer = await rejoin(handle, { idempotencyKey: key });
        ids.push(((await answer.json()) as { participantId: string }).participantId);
      }
      assert.equal(ids[0], ids[1]);
      assert.equal(new Set(ids).size, 3);
    });

    it('is not for a chat', async () => {
      const { handle } = await startChat();
      assert.equal((await refusalOf(await rejoin(handle))).code, 'token/not-found');
      assert.equal(participants().length, 0);
    });

    const answers = [
      ['before an agent came: begin anew', 'InvalidRequestException', 400, 'token/start-again', 409],
      ['into a call that is over', 'ConflictException', 409, 'token/not-found', 404],
      ['into a call that is gone', 'ContactNotFoundException', 410, 'token/not-found', 404],
      ['into a call nobody knows', 'ResourceNotFoundException', 404, 'token/not-found', 404],
      ['into a call that is full', 'ServiceQuotaExceededException', 402, 'token/busy', 503],
    ] as const;
    for (const [what, name, from, code, status] of answers) {
      it(`is refused ${what}`, async () => {
        const { handle } = await startCall();
        it_.connect.script(faults.error(name, from), 1, 'CreateParticipant');
        const refusal = await refusalOf(await rejoin(handle));
        assert.deepEqual([refusal.code, refusal.status], [code, status]);
        assert.equal(refusal.retryAfterMs, code === 'token/busy' ? 3_500 : undefined);
        await startCall(); // A call that is full is no instance that is full.
      });
    }

    it('says that it may be had in a moment when an answer lacks what a browser needs', async () => {
      const { handle } = await startCall();
      for (const fault of [
        faults.without('ParticipantId'),
        faults.without('ParticipantCredentials'),
        faults.members({ ParticipantCredentials: { Expiry: '2026-01-16T00:00:00Z' } }),
        faults.emptyBody(),
      ]) {
        it_.connect.script(fault, 1, 'CreateParticipant');
        assert.equal((await refusalOf(await rejoin(handle))).code, 'token/unavailable');
      }
    });

    it('has a limit of its own for each call, which a repeat does not use up', async () => {
      const limited = await world({ call, limits: { ...config.limits, rejoinsPerCall: { burst: 2, perMinute: 1 } } });
      const start = async () => (await callTicketOf(await post(limited, callBody(), { path: callPath }))).handle;
      const ask = (handle: string, idempotencyKey: string = randomUUID()) =>
        post(limited, { handle, idempotencyKey }, { path: rejoinPath });
      const [mine, theirs] = [await start(), await start()];
      const idempotencyKey = randomUUID();
      for (let n = 0; n < 4; n++) assert.equal((await ask(mine, idempotencyKey)).status, 200);
      assert.equal((await ask(mine)).status, 200);
      const { code, retryAfterMs } = await refusalOf(await ask(mine));
      assert.deepEqual([code, retryAfterMs], ['token/rate-limited', 60_000]);
      assert.equal((await ask(theirs)).status, 200);
      await limited.stop();
    });
  });

  describe('stopping', () => {
    it('ends the handle’s own contact, a call or a chat', async () => {
      for (const { handle, contactId } of [await startCall(), await startChat()]) {
        const answer = await stop(handle);
        assert.deepEqual([answer.status, await answer.text()], [204, '']);
        assert.deepEqual(it_.connect.stopped.splice(0), [contactId]);
      }
    });

    it('is done when it was done already', async () => {
      const { handle } = await startCall();
      it_.connect.script(faults.error('ContactNotFoundException', 410), 1, 'StopContact');
      assert.equal((await stop(handle)).status, 204);
      assert.equal((await stop(handle)).status, 204);
    });

    const transferredTo = (next: string) => ({
      DisconnectTimestamp: 1_768_000_000,
      NextContacts: [{ Type: 'QUICK_CONNECT', NextContactMetadata: { QuickConnectContactData: { ContactId: next } } }],
    });

    it('ends a chat where it has gone on after transfers, whatever StopContact says of what is over', async () => {
      for (const says of ['gone', 'nothing']) {
        const { handle, contactId } = await startChat();
        it_.connect.records.set(contactId, transferredTo('second'));
        it_.connect.records.set('second', transferredTo('third'));
        if (says === 'gone') it_.connect.script(faults.error('ContactNotFoundException', 410), 1, 'StopContact');
        assert.equal((await stop(handle)).status, 204);
        assert.deepEqual(it_.connect.stopped.splice(0), says === 'gone' ? ['third'] : [contactId, 'third']);
      }
    });

    it('asks to be asked again while it cannot be read where a chat has gone on', async () => {
      const { handle, contactId } = await startChat();
      it_.connect.records.set(contactId, transferredTo('second'));
      it_.connect.script(faults.error('ThrottlingException', 429), 3, 'DescribeContact');
      assert.equal((await refusalOf(await stop(handle))).code, 'token/busy');
      assert.equal((await stop(handle)).status, 204);
      assert.deepEqual(it_.connect.stopped, [contactId, contactId, 'second']);
    });

    it('ends what it can where its role may not read contacts, and says that somebody has to repair something', async () => {
      const { handle, contactId } = await startChat();
      it_.connect.script(faults.error('AccessDeniedException', 403), 1, 'DescribeContact');
      assert.equal((await refusalOf(await stop(handle))).code, 'token/misconfigured');
      assert.deepEqual(it_.connect.stopped, [contactId]);
      const line = it_.logged().at(-1);
      assert.deepEqual([line?.['operation'], line?.level], ['DescribeContact', 'error']);
    });

    it('leaves alone what follows a call, which nobody can stop', async () => {
      const { handle, contactId } = await startCall();
      it_.connect.records.set(contactId, { ...transferredTo('second'), Channel: 'VOICE' });
      it_.connect.records.set('second', { Channel: 'VOICE' });
      assert.equal((await stop(handle)).status, 204);
      assert.deepEqual(it_.connect.stopped, [contactId]);
    });

    it('takes the last words of a page that is going away: a script’s request that outlives it', async () => {
      const { handle, contactId } = await startCall();
      const headers = { 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' };
      assert.equal((await stop(handle, {}, { headers })).status, 204);
      assert.deepEqual(it_.connect.stopped, [contactId]);
    });

    it('works also where the site has no calls any more', async () => {
      const { handle, contactId } = await startCall();
      const without = createBroker(
        { ...config, connectEndpoint: it_.connect.endpoint },
        { logger: { log() {} }, now: () => it_.clock.now },
      );
      assert.equal((await post({ broker: without }, { handle }, { path: stopPath })).status, 204);
      assert.deepEqual(it_.connect.stopped, [contactId]);
    });
  });
});
