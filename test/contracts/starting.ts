import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { DeskbellError } from '../../src/core/errors.js';

export type StartRefusal = 'token/busy' | 'token/unavailable' | 'token/misconfigured' | 'token/start-again';

/** The hand that guides what a start meets. */
export interface StartWorld {
  /** The next start is refused in this way, once. `later` makes room again. */
  refuseNext(code: StartRefusal): void;
  later(): void;
  /** Leaves starts without an answer until `release`; resolves when one is waiting. */
  hold(): Promise<void>;
  release(): void;
  stop(): Promise<void>;
}

/** What is common to requests for a chat and for a call. */
export const customer = () => ({ idempotencyKey: randomUUID(), displayName: 'Ada Canary', locale: 'en' });

/** What a request was refused with: an error of ours, which repeats nothing that was said. */
export async function refusal(asked: Promise<unknown>): Promise<DeskbellError> {
  const error: unknown = await asked.then(
    () => assert.fail('No failure.'),
    (reason: unknown) => reason,
  );
  assert.ok(DeskbellError.is(error), String(error));
  assert.doesNotMatch(`${error.message}${error.requestId}`, /canary/i, 'an error repeats nothing the customer said');
  return error;
}

/** What every broker promises of starting a contact, whatever kind it is. */
export function promisesOfStarting<Request>(
  world: () => StartWorld,
  request: () => Request,
  ask: (asked: Request, signal: AbortSignal) => Promise<{ readonly contactId: string }>,
): void {
  const never = new AbortController().signal;
  const start = (asked: Request, signal = never) => ask(asked, signal);

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
    world().refuseNext('token/busy');
    const asked = request();
    const { code, retryable, retryAfterMs } = await refusal(start(asked));
    assert.deepEqual([code, retryable], ['token/busy', true]);
    assert.ok(retryAfterMs !== undefined && retryAfterMs > 0);
    world().later();
    assert.ok(await start(asked));
  });

  it('keeps an intent whose outcome nobody knows: the same key finds its one contact', async () => {
    world().refuseNext('token/unavailable');
    const asked = request();
    const { code, retryable } = await refusal(start(asked));
    assert.deepEqual([code, retryable], ['token/unavailable', true]);
    const found = await start(asked);
    assert.equal((await start(asked)).contactId, found.contactId);
  });

  it('does not promise that trying again helps when the site has to repair something', async () => {
    world().refuseNext('token/misconfigured');
    const { code, retryable } = await refusal(start(request()));
    assert.deepEqual([code, retryable], ['token/misconfigured', false]);
  });

  it('asks for a new intent when nobody can join a contact any more', async () => {
    world().refuseNext('token/start-again');
    const { code, retryable } = await refusal(start(request()));
    assert.deepEqual([code, retryable], ['token/start-again', false]);
    assert.ok(await start(request()));
  });

  it('lets go at once when the customer gives up, and the intent stays good', async () => {
    const waiting = world().hold();
    const asked = request();
    const giveUp = new AbortController();
    const failed = refusal(start(asked, giveUp.signal));
    await waiting;
    giveUp.abort(new DeskbellError('connection/lost'));
    assert.equal((await failed).code, 'connection/lost');
    world().release();
    assert.ok(await start(asked));
  });

  it('asks nobody for a customer who had given up before', async () => {
    const signal = AbortSignal.abort(new DeskbellError('connection/lost'));
    assert.equal((await refusal(start(request(), signal))).code, 'connection/lost');
  });
}
