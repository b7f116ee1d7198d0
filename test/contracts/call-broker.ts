import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { CallBroker, CallRequest } from '../../src/core/call/ports.js';
import { DeskbellError } from '../../src/core/errors.js';
import { customer, promisesOfStarting, refusal, type StartWorld } from './starting.js';

/** A CallBroker, and the hand that guides what it meets. */
export interface CallBrokerWorld extends StartWorld {
  readonly broker: CallBroker;
  refuseRejoin(code: 'token/not-found' | 'token/start-again' | 'token/busy'): void;
  refuseStop(code: 'token/unavailable'): void;
}

const request = (): CallRequest => ({ ...customer(), media: 'video' });

/** What every CallBroker does: run it against the double and against the real one. */
export function callBrokerContract(name: string, create: () => Promise<CallBrokerWorld>): void {
  describe(`a broker for calls: ${name}`, () => {
    let it_: CallBrokerWorld;
    const never = new AbortController().signal;
    const start = (asked: CallRequest, signal = never) => it_.broker.startCall(asked, signal);
    const rejoin = (handle: string, key: string = randomUUID(), signal = never) =>
      it_.broker.rejoin(handle, key, signal);

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

    promisesOfStarting(() => it_, request, start);

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
      for (const said of ['token/not-found', 'token/start-again', 'token/busy'] as const) {
        it_.refuseRejoin(said);
        const { code, retryable } = await refusal(rejoin(handle));
        assert.deepEqual([code, retryable], [said, said === 'token/busy']);
      }
      assert.ok(await rejoin(handle));
    });

    it('opens no way back for a customer who had given up before', async () => {
      const signal = AbortSignal.abort(new DeskbellError('connection/lost'));
      assert.equal((await refusal(rejoin('a.b.c', randomUUID(), signal))).code, 'connection/lost');
    });

    it('ends a contact, also one that is over already, and also while the page is going away', async () => {
      const { handle } = await start(request());
      for (const leaving of [false, true, false]) assert.equal(await it_.broker.stop(handle, { leaving }), undefined);
    });

    it('says that an end nobody knows of may be asked for again', async () => {
      const { handle } = await start(request());
      it_.refuseStop('token/unavailable');
      const { code, retryable } = await refusal(it_.broker.stop(handle, { leaving: false }));
      assert.deepEqual([code, retryable], ['token/unavailable', true]);
      await it_.broker.stop(handle, { leaving: false });
    });
  });
}
