import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { DeskbellError } from '../../src/core/errors.js';
import type { CallbackWish, WaitBroker } from '../../src/core/wait/ports.js';
import { refusal } from './starting.js';

/** A WaitBroker, and the hand that guides what it meets. */
export interface WaitBrokerWorld {
  readonly broker: WaitBroker;
  /** Starts a chat that waits in a queue. Resolves with its handle. */
  queued(): Promise<string>;
  /** Ends that chat as a lost agent does. */
  loseAgent(handle: string): Promise<void>;
  stop(): Promise<void>;
}

/** What every WaitBroker does: run it against the double and against the real one. */
export function waitBrokerContract(
  name: string,
  create: () => Promise<WaitBrokerWorld>,
  /** Whether it says where a contact stands. */
  { waits = true }: { readonly waits?: boolean } = {},
): void {
  describe(`a broker of waiting and endings: ${name}`, () => {
    let it_: WaitBrokerWorld;
    const never = new AbortController().signal;
    const wish = (handle?: string): CallbackWish => ({
      idempotencyKey: randomUUID(),
      handle,
      displayName: 'Ada Canary',
      topic: undefined,
      locale: 'en',
      phone: '+4930123456',
      inMs: 0,
      note: undefined,
      waitOn: true,
    });

    beforeEach(async () => {
      it_ = await create();
    });
    afterEach(() => it_.stop());

    it('says what is open, and for how long that is good', async () => {
      const { general, ttlMs } = await it_.broker.availability(never);
      assert.equal(typeof general.chat?.open, 'boolean');
      assert.ok(ttlMs > 0);
    });

    if (waits) {
      it('says where a contact stands, and when to ask again', async () => {
        const { state, nextPollMs, offers } = await it_.broker.wait(await it_.queued(), never);
        assert.equal(state, 'queued');
        assert.ok(nextPollMs >= 1_000);
        assert.ok(Array.isArray(offers));
      });
    } else {
      it('says at once that it does not say where a contact stands, so that nobody asks again', async () => {
        const { code, retryable } = await refusal(it_.broker.wait(await it_.queued(), never));
        assert.deepEqual([code, retryable], ['token/not-found', false]);
      });
    }

    it('says why a contact ended, or that it is to be asked again', async () => {
      const handle = await it_.queued();
      await it_.loseAgent(handle);
      const answer = await it_.broker.after(handle, undefined, never);
      if ('retryAfterMs' in answer) assert.ok(answer.retryAfterMs > 0);
      else assert.deepEqual([answer.class, answer.next], ['agent-network', 'requeue']);
    });

    it('has one way back for one end, however often and by whom it is asked for', async () => {
      const handle = await it_.queued();
      await it_.loseAgent(handle);
      const ask = () => it_.broker.requeue(handle, undefined, never);
      const answers = [...(await Promise.all([ask(), ask()])), await ask()];
      const ids = answers.map((answer) => ('contactId' in answer ? answer.contactId : assert.fail('Not yet.')));
      assert.equal(new Set(ids).size, 1);
    });

    it('takes one wish for a callback once, and names it', async () => {
      const asked = wish();
      const [one, two] = [await it_.broker.callback(asked, never), await it_.broker.callback(asked, never)];
      assert.ok(one.reference.length > 0);
      assert.equal(one.reference, two.reference);
    });

    it('ends a contact, also one that is over already', async () => {
      const handle = await it_.queued();
      for (let time = 0; time < 2; time++) assert.equal(await it_.broker.stop(handle), undefined);
    });

    it('asks nobody for a customer who had given up before', async () => {
      const signal = AbortSignal.abort(new DeskbellError('connection/lost'));
      assert.equal((await refusal(it_.broker.wait('a.b.c', signal))).code, 'connection/lost');
    });
  });
}
