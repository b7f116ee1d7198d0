import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { CallBroker, CallRequest } from '../../src/core/call/ports.js';
import { DeskbellError } from '../../src/core/errors.js';

type StartRefusal = 'token/busy' | 'token/unavailable' | 'token/misconfigured' | 'token/start-again';

/** A CallBroker, and the hand that guides what it meets. */
export interface CallBrokerWorld {
  readonly broker: CallBroker;
  /** The next call is refused in this way, once. `later` makes room again. */
  refuseNext(code: StartRefusal): void;
  later(): void;
  refuseRejoin(code: 'token/not-found' | 'token/start-again' | 'token/busy'): void;
  refuseStop(code: 'token/unavailable'): void;
  /** Leaves requests for a call without an answer until `release`; resolves when one is waiting. */
  hold(): Promise<void>;
  release(): void;
  stop(): Promise<void>;
}

const request = (changes: Partial<CallRequest> = {}): CallRequest => ({
  idempotencyKey: randomUUID(),
  media: 'video',
  displayName: 'Ada Canary',
  locale: 'en',
  ...changes,
});

/** What every CallBroker does: run it against the double and against the real one. */
export function callBrokerContract(name: string, create: () => Promise<CallBrokerWorld>): void {
  describe(`a broker for calls: ${name}`, () => {
    let it_: CallBrokerWorld;
    const never = new AbortController().signal;
    const start = (asked: CallRequest, signal = never) => it_.broker.startCall(asked, signal);
    const rejoin = (handle: string, key: string = randomUUID(), signal = never) =>
      it_.broker.rejoin(handle, key, signal);
    const failure = async (asked: Promise<unknown>): Promise<DeskbellError> => {
      const error: unknown = await asked.then(
        () => assert.fail('No failure.'),
        (reason: unknown) => reason,
      );
      assert.ok(DeskbellError.is(error), String(error));
      assert.doesNotMatch(`${error.message}${error.requestId}`, /canary/i, 'an error repeats nothing that was said');
      return error;
    };

    beforeEach(async () => {
      it_ = await create();
    });
    afterEach(() => it_.stop());

    it('hands out a ticket with everything a call needs', async () => {
      const ticket = await start(request());
      for (const member of ['contactId', 'participantId', 'participantToken', 'handle', 'region'] as const) {
        assert.ok(ticket[member].length > 0, member);
      }
      assert.ok('endpoint' in ticket);
      assert.ok(ticket.connectWithinMs > 45_000, 'time enough to try a camera first');
      assert.deepEqual(Object.keys(ticket.features).sort(), ['dtmf', 'recorded', 'screenShare', 'video']);
      assert.ok(Object.values(ticket.features).every((feature) => typeof feature === 'boolean'));
      assert.equal(typeof ticket.meeting, 'object');
      assert.equal(typeof ticket.attendee, 'object');
      assert.ok(!JSON.stringify(ticket.meeting).includes('EventIngestionUrl'));
    });

    it('ends a repeated intent in the same call, and another intent in another', async () => {
      const asked = request();
      const first = await start(asked);
      assert.equal((await start(asked)).contactId, first.contactId);
      assert.notEqual((await start(request())).contactId, first.contactId);
    });

    it('makes one call of a double click', async () => {
      const asked = request();
      const [one, two] = await Promise.all([start(asked), start(asked)]);
      assert.equal(one.contactId, two.contactId);
    });

    it('says that it is busy, for how long, and that trying again helps', async () => {
      it_.refuseNext('token/busy');
      const asked = request();
      const { code, retryable, retryAfterMs } = await failure(start(asked));
      assert.deepEqual([code, retryable], ['token/busy', true]);
      assert.ok(retryAfterMs !== undefined && retryAfterMs > 0);
      it_.later();
      assert.ok(await start(asked));
    });

    it('keeps an intent whose outcome nobody knows: the same key finds its one call', async () => {
      it_.refuseNext('token/unavailable');
      const asked = request();
      const { code, retryable } = await failure(start(asked));
      assert.deepEqual([code, retryable], ['token/unavailable', true]);
      const found = await start(asked);
      assert.equal((await start(asked)).contactId, found.contactId);
    });

    it('promises nothing of trying again where the site has to repair something, or a new intent is needed', async () => {
      for (const refusal of ['token/misconfigured', 'token/start-again'] as const) {
        it_.refuseNext(refusal);
        const { code, retryable } = await failure(start(request()));
        assert.deepEqual([code, retryable], [refusal, false]);
      }
      assert.ok(await start(request()));
    });

    it('lets go at once when the customer gives up, and the intent stays good', async () => {
      const waiting = it_.hold();
      const asked = request();
      const giveUp = new AbortController();
      const failed = failure(start(asked, giveUp.signal));
      await waiting;
      giveUp.abort(new DeskbellError('connection/lost'));
      assert.equal((await failed).code, 'connection/lost');
      it_.release();
      assert.ok(await start(asked));
    });

    it('asks nobody for a customer who had given up before', async () => {
      const signal = AbortSignal.abort(new DeskbellError('connection/lost'));
      assert.equal((await failure(start(request(), signal))).code, 'connection/lost');
      assert.equal((await failure(rejoin('a.b.c', randomUUID(), signal))).code, 'connection/lost');
    });

    it('opens a way back into a call: a new participant, and the same one for the same key', async () => {
      const { handle, participantId, participantToken } = await start(request());
      const key = randomUUID();
      const back = await rejoin(handle, key);
      assert.notEqual(back.participantId, participantId);
      assert.notEqual(back.participantToken, participantToken);
      assert.deepEqual(await rejoin(handle, key), back);
      assert.notEqual((await rejoin(handle)).participantId, back.participantId);
    });

    it('says that a call is over, can only be begun anew, or has no room', async () => {
      const { handle } = await start(request());
      for (const refusal of ['token/not-found', 'token/start-again', 'token/busy'] as const) {
        it_.refuseRejoin(refusal);
        const { code, retryable } = await failure(rejoin(handle));
        assert.deepEqual([code, retryable], [refusal, refusal === 'token/busy']);
      }
      assert.ok(await rejoin(handle));
    });

    it('ends a contact, also one that is over already, and also while the page is going away', async () => {
      const { handle } = await start(request());
      for (const leaving of [false, true, false]) assert.equal(await it_.broker.stop(handle, { leaving }), undefined);
    });

    it('says that an end nobody knows of may be asked for again', async () => {
      const { handle } = await start(request());
      it_.refuseStop('token/unavailable');
      const { code, retryable } = await failure(it_.broker.stop(handle, { leaving: false }));
      assert.deepEqual([code, retryable], ['token/unavailable', true]);
      await it_.broker.stop(handle, { leaving: false });
    });
  });
}
