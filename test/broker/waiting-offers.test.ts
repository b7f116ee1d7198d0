import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BrokerConfig } from '../../src/broker/broker.js';
import type { OfferBody, WaitBody } from '../../src/protocol/wait.js';
import { call } from './support/broker-world.js';
import { reading, stranger, WaitingScene } from './support/waiting-scene.js';

const queues = {
  care: { queueId: 'queue-1', topics: ['billing'], languages: ['de'] },
  more: { queueId: 'queue-2', topics: ['billing'], languages: ['de'], label: { de: 'Zweites Team' } },
  english: { queueId: 'queue-3', topics: ['billing'], languages: ['en'] },
  sales: { queueId: 'queue-4', topics: ['sales'] },
} as const satisfies BrokerConfig['queues'];
const article = { title: { en: 'Where is my parcel?' }, url: '/help/parcel' };
const everything: Partial<BrokerConfig> = {
  call,
  callback: { kind: 'task', flowId: 'flow-task' },
  message: { kind: 'task', flowId: 'flow-task' },
  articles: [article],
  queues,
};

/** Somebody 20th in the queue `care`, where everybody waits for ten minutes, unless a test says otherwise. */
async function waiting(
  changes: Partial<BrokerConfig> = {},
  prepare: (scene: WaitingScene) => void = () => {},
): Promise<WaitBody & { readonly scene: WaitingScene }> {
  const scene = new WaitingScene({ config: { ...everything, ...changes } });
  scene.join(...Array<string>(19).fill(stranger), 'ada');
  scene.readings = [
    reading('queue-1', { contactsInQueue: 19, etaSeconds: 600 }),
    reading('queue-2', { contactsInQueue: 2, etaSeconds: 130 }),
    reading('queue-3', { contactsInQueue: 0, etaSeconds: 0 }),
    reading('queue-4', { contactsInQueue: 0, etaSeconds: 0 }),
    reading('queue-2', { channel: 'call', etaSeconds: 70 }),
  ];
  prepare(scene);
  await scene.ask('ada');
  scene.clock.now += 8_000;
  return { ...(await scene.ask('ada')), scene };
}

const kinds = (offers: readonly OfferBody[]): string[] => offers.map(({ kind }) => kind);

describe('what somebody who waits is offered', () => {
  it('is everything the site has, in the site’s order, once the wait is longer than its threshold', async () => {
    const { offers } = await waiting();
    assert.deepEqual(offers, [
      { kind: 'callback', keepsPlace: true },
      { kind: 'queue', queue: 'more', label: { de: 'Zweites Team' }, waitSeconds: 120, automated: false },
      { kind: 'call', waitSeconds: 60 },
      { kind: 'article', ...article },
      { kind: 'message', by: 'task' },
    ]);
    const few = await waiting({ waiting: { offers: { kinds: ['message', 'callback'] } } });
    assert.deepEqual(kinds(few.offers), ['message', 'callback']);
  });

  it('is nothing before the threshold, and never anything where the site wants none', async () => {
    assert.deepEqual((await waiting({ waiting: { offers: { afterSeconds: 601 } } })).offers, []);
    assert.deepEqual((await waiting({ waiting: { offers: false } })).offers, []);
  });

  it('comes by the place alone, where the site says so', async () => {
    const offers = (afterPosition: number) => ({ waiting: { offers: { afterSeconds: 3_600, afterPosition } } });
    assert.deepEqual((await waiting(offers(20))).offers, []);
    assert.notDeepEqual((await waiting(offers(19))).offers, []);
  });

  it('comes when the wait grows, where the site says so', async () => {
    const growing = async (whenGrowing: boolean) => {
      const { scene, offers } = await waiting({ waiting: { offers: { afterSeconds: 3_600, whenGrowing } } });
      assert.deepEqual(offers, []);
      scene.readings = scene.readings.map((one) => ({ ...one, etaSeconds: 1_200 }));
      scene.clock.now += 15_000;
      return (await scene.ask('ada')).offers;
    };
    assert.deepEqual(await growing(false), []);
    assert.notDeepEqual(await growing(true), []);
  });

  it('does not come and go with every figure', async () => {
    const { scene } = await waiting();
    const withEstimate = async (etaSeconds: number) => {
      scene.readings = scene.readings.map((one) => ({ ...one, etaSeconds }));
      scene.clock.now += 15_000;
      return (await scene.ask('ada')).offers.length > 0;
    };
    assert.equal(await withEstimate(280), true, 'a little below the threshold is no reason to take it back');
    assert.equal(await withEstimate(120), false, 'far below it is');
  });

  it('is another queue only when it is clearly shorter', async () => {
    const rows: readonly (readonly [number, number, boolean])[] = [
      [600, 130, true],
      [600, 360, true],
      [600, 380, false], // a third less
      [400, 290, false], // less than two minutes
      [600, 600, false],
    ];
    for (const [own, other, isOffered] of rows) {
      const { offers } = await waiting({ waiting: { offers: { afterSeconds: 60 } } }, (scene) => {
        scene.readings = [
          // Of 21 shares she waits for 20.
          reading('queue-1', { contactsInQueue: 20, etaSeconds: (own * 21) / 20 }),
          reading('queue-2', { etaSeconds: other }),
        ];
      });
      assert.equal(kinds(offers).includes('queue'), isOffered, `${own} and ${other}`);
    }
  });

  it('is no queue without staff, none of another topic or language, and none that nobody knows anything of', async () => {
    const deserted = await waiting({}, (scene) => {
      scene.readings = [
        reading('queue-1', { contactsInQueue: 19, etaSeconds: 600 }),
        reading('queue-2', { agentsStaffed: 0, etaSeconds: 0 }),
      ];
    });
    assert.ok(!kinds(deserted.offers).includes('queue'));
    const unknown = await waiting({}, (scene) => {
      scene.readings = [
        reading('queue-1', { contactsInQueue: 19, etaSeconds: 600 }),
        reading('queue-2', { etaSeconds: undefined }),
      ];
    });
    assert.ok(!kinds(unknown.offers).includes('queue'));
  });

  it('is no call where there are none, and none where nobody takes them', async () => {
    assert.ok(!kinds((await waiting({ call: undefined })).offers).includes('call'));
    const closed = await waiting(
      { queues: { ...queues, calls: { queueId: 'queue-5', channels: ['call'], topics: ['billing'] } } },
      (scene) => {
        scene.readings = [
          reading('queue-1', { contactsInQueue: 19, etaSeconds: 600 }),
          ...Object.values(queues).map(({ queueId }) => reading(queueId, { channel: 'call', agentsStaffed: 0 })),
          reading('queue-5', { channel: 'call', agentsStaffed: 0, etaSeconds: undefined }),
        ];
      },
    );
    assert.ok(!kinds(closed.offers).includes('call'));
  });

  it('comes by the time that has gone by where nobody can estimate', async () => {
    const scene = new WaitingScene({ config: { message: { kind: 'task', flowId: 'flow-task' } } });
    scene.join('ada');
    scene.line = [];
    assert.deepEqual((await scene.ask('ada')).offers, []);
    scene.clock.now += 302_000;
    const { offers, position } = await scene.ask('ada');
    assert.deepEqual([offers, position], [[{ kind: 'message', by: 'task' }], undefined]);
  });

  it('is nothing for somebody who does not wait', async () => {
    const { scene } = await waiting();
    scene.serve(20);
    scene.clock.now += 30_000;
    await scene.ask('ada');
    scene.clock.now += 30_000;
    const { state, offers } = await scene.ask('ada');
    assert.deepEqual([state, offers], ['connected', []]);
  });
});
