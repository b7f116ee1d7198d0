import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatjsSession } from '../../../src/adapters/chatjs/chatjs-types.js';
import { createLink } from '../../../src/adapters/chatjs/connection.js';
import { callError, LinkError, linkError, sendError } from '../../../src/adapters/chatjs/failure.js';
import type { LinkEvent } from '../../../src/adapters/chatjs/ports.js';
import { FixedChance, ManualClock } from '../../../src/adapters/memory/clock.js';
import { MemoryLogger } from '../../../src/adapters/memory/logger.js';
import { sampleTicket } from '../../../src/adapters/memory/samples.js';
import { FakeService } from '../../support/fake-chatjs.js';

function link(make: (service: FakeService) => ChatjsSession = (service) => service.session()) {
  const clock = new ManualClock();
  const logger = new MemoryLogger();
  const service = new FakeService(clock);
  const events: LinkEvent[] = [];
  const ports = { clock, logger, chance: new FixedChance() };
  const made = createLink(
    () => make(service),
    sampleTicket(),
    (event) => events.push(event),
    ports,
  );
  return { clock, logger, service, events, link: made };
}

const kind = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (error: unknown) => linkError(error).kind,
  );

describe('One session of the client', () => {
  it('tells of the socket, not of the HTTP answer before it', async () => {
    const { clock, events, link: made } = link();
    await made.connect();
    await clock.settle();
    assert.deepEqual(
      events.map(({ type }) => type),
      ['established', 'alive'],
    );
  });

  it('is left without a word to anybody, also when the client has changed inside', async () => {
    const withoutInside = (service: FakeService) => {
      const session = service.session();
      Object.assign(session, { controller: undefined });
      return session;
    };
    const { clock, events, link: made, service } = link(withoutInside);
    await made.connect();
    await clock.settle();
    const told = events.length;
    assert.doesNotThrow(() => made.break());
    service.say('Nobody listens');
    await clock.settle();
    assert.equal(events.length, told);
  });

  it('reports it when leaving fails, and does not fail itself', async () => {
    const failing = (service: FakeService) => {
      const session = service.session();
      session.controller.breakConnection = () => {
        throw new Error('inside the client');
      };
      return session;
    };
    const { link: made, logger } = link(failing);
    await made.connect();
    assert.doesNotThrow(() => made.break());
    assert.equal(logger.count('chatjs.break-failed'), 1);
  });

  it('rejects in one way what the client throws at once, rejects as a string, or leaves undefined', async () => {
    const throwing = link(() => {
      throw new TypeError("Cannot read properties of undefined (reading 'subscribe')");
    });
    assert.equal(await kind(throwing.link.connect()), 'unsent');
    const odd = link((service) =>
      Object.assign(service.session(), {
        sendMessage: () => {
          throw new Error('IllegalArgumentException');
        },
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the client does
        disconnectParticipant: () => Promise.reject('Failed to call disconnectParticipant, No active connection'),
        getTranscript: () => Promise.resolve({ data: undefined }),
      }),
    );
    assert.equal(await kind(odd.link.send('before connect', 't')), 'unsent');
    await odd.link.connect();
    assert.equal(await kind(odd.link.send('x', 't')), 'unsent');
    assert.equal(await kind(odd.link.disconnect()), 'unsent');
    assert.equal(await kind(odd.link.transcript({ limit: 1 })), 'failed');
    odd.link.break();
    assert.equal(await kind(odd.link.typing()), 'unsent');
  });

  it('asks for connection details no more than once in a while, whatever the client wants', async () => {
    const { clock, link: made, service } = link();
    await made.connect();
    const { fetchConnectionDetails: fetch } = service.latest.controller.connectionDetailsProvider;
    assert.equal(await kind(fetch()), 'unsent');
    await clock.advance(3_000);
    assert.equal(await kind(fetch()), 'done');
    assert.equal(await kind(fetch()), 'unsent');
    assert.equal(service.connections, 2);
  });

  it('tells that a socket was refused, where the client only tells that it gave up', async () => {
    const { clock, events, link: made, service } = link();
    service.upgrade = 'refuse';
    await made.connect();
    await clock.settle();
    assert.deepEqual(events, [{ type: 'broken', why: 'failed' }]);
    const open = link();
    await open.link.connect();
    await open.clock.advance(1_000);
    open.service.upgrade = 'refuse';
    open.service.latest.kill();
    await open.clock.settle();
    assert.deepEqual(open.events.at(-1), { type: 'broken', why: undefined }, 'one that was open has broken');
  });
});

describe('A failed call', () => {
  const rows: readonly [unknown, string, string, string][] = [
    [{ statusCode: 403, type: 'AccessDeniedException' }, 'refused', 'message/rejected', 'connection/refused'],
    [{ _debug: { reason: 'x', _debug: { statusCode: 403 } } }, 'refused', 'message/rejected', 'connection/refused'],
    [{ statusCode: 404 }, 'refused', 'message/rejected', 'connection/refused'],
    [{ statusCode: 400 }, 'invalid', 'message/rejected', 'connection/refused'],
    [{ statusCode: 429 }, 'throttled', 'message/throttled', 'connection/throttled'],
    [{ statusCode: 402 }, 'quota', 'message/rejected', 'connection/refused'],
    [{ statusCode: 409 }, 'conflict', 'message/rejected', 'connection/refused'],
    [{ statusCode: 408 }, 'failed', 'message/unconfirmed', 'connection/lost'],
    [{ statusCode: 500 }, 'failed', 'message/unconfirmed', 'connection/lost'],
    [{ type: 'SyntaxError', statusCode: 502 }, 'failed', 'message/unconfirmed', 'connection/lost'],
    [{ type: 'TypeError', statusCode: undefined }, 'unreached', 'message/unconfirmed', 'connection/lost'],
    [{ _debug: { type: 'TypeError' } }, 'unreached', 'message/unconfirmed', 'connection/lost'],
    [{ _debug: new LinkError('unsent') }, 'unsent', 'message/network', 'connection/lost'],
    [undefined, 'failed', 'message/unconfirmed', 'connection/lost'],
    ['No active connection', 'unsent', 'message/network', 'connection/lost'],
    [new Error('IllegalArgumentException'), 'unsent', 'message/network', 'connection/lost'],
  ];
  for (const [thrown, expected, send, call] of rows) {
    it(`with ${thrown instanceof Error ? thrown.message : JSON.stringify(thrown)} is ${expected}`, () => {
      const failure = linkError(thrown);
      assert.deepEqual([failure.kind, sendError(failure).code, callError(failure).code], [expected, send, call]);
      const isFinal = ['refused', 'invalid', 'quota', 'conflict'].includes(expected);
      assert.equal(sendError(failure).retryable, !isFinal);
    });
  }
});
