import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ChatRequest, ContactBroker } from '../../src/core/chat/ports.js';
import { DeskbellError } from '../../src/core/errors.js';

/** A ContactBroker, and the hand that guides what it meets. */
export interface ContactBrokerWorld {
  readonly broker: ContactBroker;
  /** The next request is refused in this way, once. `later` makes room again. */
  refuseNext(code: 'token/busy' | 'token/unavailable' | 'token/misconfigured' | 'token/start-again'): void;
  later(): void;
  /** Leaves requests without an answer until `release`; resolves when one is waiting. */
  hold(): Promise<void>;
  release(): void;
  stop(): Promise<void>;
}

const request = (changes: Partial<ChatRequest> = {}): ChatRequest => ({
  idempotencyKey: randomUUID(),
  displayName: 'Ada Canary',
  locale: 'en',
  ...changes,
});

/** What every ContactBroker does: run it against the double and against the real one. */
export function contactBrokerContract(name: string, create: () => Promise<ContactBrokerWorld>): void {
  describe(`a contact broker: ${name}`, () => {
    let it_: ContactBrokerWorld;
    const never = new AbortController().signal;
    const start = (asked: ChatRequest, signal = never) => it_.broker.startChat(asked, signal);
    const failure = async (asked: ChatRequest, signal = never): Promise<DeskbellError> => {
      const error: unknown = await start(asked, signal).then(
        () => assert.fail('No failure.'),
        (reason: unknown) => reason,
      );
      assert.ok(DeskbellError.is(error), String(error));
      assert.doesNotMatch(
        `${error.message}${error.requestId}`,
        /canary/i,
        'an error repeats nothing the customer said',
      );
      return error;
    };

    beforeEach(async () => {
      it_ = await create();
    });
    afterEach(() => it_.stop());

    it('hands out a ticket with everything a chat needs', async () => {
      const ticket = await start(request());
      for (const member of ['contactId', 'participantId', 'participantToken', 'handle', 'region'] as const) {
        assert.ok(ticket[member].length > 0, member);
      }
      assert.ok('endpoint' in ticket);
      assert.equal(ticket.connectWithinMs, 300_000);
      assert.deepEqual(Object.keys(ticket.features).sort(), [
        'attachments',
        'markdown',
        'maxMessageBytes',
        'receipts',
        'typing',
      ]);
    });

    it('ends a repeated intent in the same contact, and another intent in another', async () => {
      const asked = request();
      const first = await start(asked);
      assert.equal((await start(asked)).contactId, first.contactId);
      assert.notEqual((await start(request())).contactId, first.contactId);
    });

    it('makes one contact of a double click', async () => {
      const asked = request();
      const [one, two] = await Promise.all([start(asked), start(asked)]);
      assert.equal(one.contactId, two.contactId);
    });

    it('says that it is busy, for how long, and that trying again helps', async () => {
      it_.refuseNext('token/busy');
      const asked = request();
      const { code, retryable, retryAfterMs } = await failure(asked);
      assert.deepEqual([code, retryable], ['token/busy', true]);
      assert.ok(retryAfterMs !== undefined && retryAfterMs > 0);
      it_.later();
      assert.ok(await start(asked));
    });

    it('keeps an intent whose outcome nobody knows: the same key finds its one contact', async () => {
      it_.refuseNext('token/unavailable');
      const asked = request();
      const { code, retryable } = await failure(asked);
      assert.deepEqual([code, retryable], ['token/unavailable', true]);
      const found = await start(asked);
      assert.equal((await start(asked)).contactId, found.contactId);
    });

    it('does not promise that trying again helps when the site has to repair something', async () => {
      it_.refuseNext('token/misconfigured');
      const { code, retryable } = await failure(request());
      assert.deepEqual([code, retryable], ['token/misconfigured', false]);
    });

    it('asks for a new intent when a contact has no token left to give', async () => {
      it_.refuseNext('token/start-again');
      const { code, retryable } = await failure(request());
      assert.deepEqual([code, retryable], ['token/start-again', false]);
      assert.ok(await start(request()));
    });

    it('lets go at once when the customer gives up, and the intent stays good', async () => {
      const waiting = it_.hold();
      const asked = request();
      const giveUp = new AbortController();
      const failed = failure(asked, giveUp.signal);
      await waiting;
      giveUp.abort(new DeskbellError('connection/lost'));
      assert.equal((await failed).code, 'connection/lost');
      it_.release();
      assert.ok(await start(asked));
    });

    it('asks nobody for a customer who had given up before', async () => {
      const signal = AbortSignal.abort(new DeskbellError('connection/lost'));
      assert.equal((await failure(request(), signal)).code, 'connection/lost');
    });
  });
}
