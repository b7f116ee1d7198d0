import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Buckets } from '../../src/broker/bucket.js';
import { clientNetwork, networkOf } from '../../src/broker/guards/address.js';
import { defaultLimits, RateGuard } from '../../src/broker/guards/rate.js';
import { faults } from './support/connect-stub.js';
import {
  call,
  callBody,
  callPath,
  chatBody,
  config,
  post,
  refusalOf,
  ticketOf,
  world,
} from './support/broker-world.js';

describe('a bucket', () => {
  it('gives its burst at once, and says exactly when there is more', () => {
    let now = 0;
    const buckets = new Buckets({ burst: 2, perMinute: 6 }, () => now);
    assert.deepEqual([buckets.take('a'), buckets.take('a'), buckets.take('a')], [0, 0, 10_000]);
    assert.equal(buckets.take('b'), 0, 'others have their own');
    now += 9_999;
    assert.equal(buckets.take('a'), 1);
    now += 1;
    assert.equal(buckets.take('a'), 0);
    assert.equal(buckets.take('a'), 10_000);
  });

  it('never holds more than its burst, and takes nothing back when a clock jumps', () => {
    let now = 1_000_000;
    const buckets = new Buckets({ burst: 1, perMinute: 60 }, () => now);
    assert.equal(buckets.take('a'), 0);
    now -= 500_000;
    assert.equal(buckets.take('a'), 1_000);
    now += 1_000;
    assert.equal(buckets.take('a'), 0);
    now += 3_600_000;
    assert.deepEqual([buckets.take('a'), buckets.take('a')], [0, 1_000]);
  });

  it('forgets who has not come for long, and the oldest when there are too many', () => {
    let now = 0;
    const buckets = new Buckets({ burst: 1, perMinute: 1 }, () => now, 100);
    for (let n = 0; n < 1_000; n++) buckets.take(`a${n}`);
    assert.equal(buckets.size, 100);
    now += 60_000;
    buckets.take('b');
    assert.equal(buckets.size, 1);
  });
});

describe('where a request comes from', () => {
  const cases: readonly (readonly [string, string | undefined, string | undefined, number, string])[] = [
    ['the other end of the connection, by default', '203.0.113.7', '198.51.100.1', 0, '203.0.113.7'],
    ['what our own proxy saw', '10.0.0.1', '198.51.100.1', 1, '198.51.100.1'],
    ['not what the client made up before it', '10.0.0.1', '1.1.1.1, 198.51.100.1', 1, '198.51.100.1'],
    ['what the first of our two proxies saw', '10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', 2, '198.51.100.1'],
    [
      'the peer, where the header is too short to have come through our proxies',
      '203.0.113.7',
      undefined,
      1,
      '203.0.113.7',
    ],
    ['the client, where a gateway appends the peer itself', '10.0.0.1', '198.51.100.1, 10.0.0.1', 1, '198.51.100.1'],
    ['the peer, where the proxy wrote nonsense', '10.0.0.1', 'unknown', 1, '10.0.0.1'],
    ['an address with a port', '10.0.0.1', '198.51.100.1:51000', 1, '198.51.100.1'],
    ['IPv4 in IPv6 clothes', '::ffff:203.0.113.7', undefined, 0, '203.0.113.7'],
    ['one bucket for a whole IPv6 customer', '2001:DB8:0:7:1:2:3:4', undefined, 0, '2001:db8:0:7::/64'],
    ['the same one, however it is written', '2001:db8:0:7::9%eth0', undefined, 0, '2001:db8:0:7::/64'],
    ['an IPv6 address with a port', '10.0.0.1', '[2001:db8::1]:443', 1, '2001:db8:0:0::/64'],
    ['nowhere known', undefined, undefined, 0, 'unknown'],
  ];
  for (const [what, peer, header, proxies, bucket] of cases) {
    it(`is ${what}`, () => assert.equal(clientNetwork(peer, header, proxies).bucket, bucket));
  }

  it('is logged as a network, never as an address', () => {
    assert.equal(networkOf('203.0.113.7').prefix, '203.0.113.0/24');
    assert.equal(networkOf('2001:db8:5:7::9').prefix, '2001:db8:5::/48');
    assert.equal(networkOf('canary').prefix, 'unknown');
  });
});

describe('the limits', () => {
  const limited = (changes: Partial<typeof defaultLimits>) => ({ limits: { ...config.limits, ...changes } });

  it('let one network start five chats, then one every two minutes', async () => {
    const it_ = await world(limited({ startsPerAddress: defaultLimits.startsPerAddress }));
    for (let n = 0; n < 5; n++) await ticketOf(await post(it_, chatBody()));
    const response = await post(it_, chatBody());
    assert.equal(response.headers.get('retry-after'), '120');
    const { status, code, retryAfterMs } = await refusalOf(response);
    assert.deepEqual([status, code, retryAfterMs], [429, 'token/rate-limited', 120_000]);
    await ticketOf(await post(it_, chatBody(), { address: '198.51.100.1' }));
    it_.clock.now += 120_000;
    await ticketOf(await post(it_, chatBody()));
    await it_.stop();
  });

  it('do not count a retry as another start', async () => {
    const it_ = await world(limited({ startsPerAddress: { burst: 1, perMinute: 0.1 } }));
    const body = chatBody();
    it_.connect.script(faults.html(502), 3);
    assert.equal((await refusalOf(await post(it_, body))).code, 'token/unavailable');
    for (let n = 0; n < 5; n++) await ticketOf(await post(it_, body));
    assert.equal((await refusalOf(await post(it_, chatBody()))).code, 'token/rate-limited');
    await it_.stop();
  });

  it('hold for a visitor who changes networks', async () => {
    const it_ = await world(limited({ startsPerVisitor: { burst: 2, perMinute: 0.5 } }));
    const { visitor } = await ticketOf(await post(it_, chatBody()));
    await ticketOf(await post(it_, chatBody({ visitor }), { address: '198.51.100.1' }));
    const third = await refusalOf(await post(it_, chatBody({ visitor }), { address: '198.51.100.2' }));
    assert.equal(third.code, 'token/rate-limited');
    await it_.stop();
  });

  it('keep all starts together below what Amazon Connect takes', async () => {
    const it_ = await world(limited({ starts: defaultLimits.starts }));
    const codes = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => (await post(it_, chatBody(), { address: `198.51.100.${n}` })).status),
    );
    assert.equal(codes.filter((status) => status === 200).length, 6);
    const { code, retryAfterMs } = await refusalOf(await post(it_, chatBody()));
    assert.deepEqual([code, retryAfterMs], ['token/busy', 1_000]);
    it_.clock.now += 1_000;
    await ticketOf(await post(it_, chatBody()));
    await it_.stop();
  });

  it('count calls apart from chats, and keep them below what Amazon Connect takes of them', async () => {
    const it_ = await world({
      call,
      ...limited({ startsPerAddress: { burst: 3, perMinute: 0.5 }, callStarts: { burst: 4, perMinute: 96 } }),
    });
    const start = (address: string) => post(it_, callBody(), { path: callPath, address });
    for (let n = 0; n < 3; n++) await ticketOf(await start('198.51.100.1'));
    assert.equal((await refusalOf(await start('198.51.100.1'))).code, 'token/rate-limited');
    await ticketOf(await post(it_, chatBody(), { address: '198.51.100.1' }));
    await ticketOf(await start('198.51.100.2'));
    const { code, retryAfterMs } = await refusalOf(await start('198.51.100.3'));
    assert.deepEqual([code, retryAfterMs], ['token/busy', 1_000]);
    await ticketOf(await post(it_, chatBody(), { address: '198.51.100.3' }));
    it_.clock.now += 1_000;
    await ticketOf(await start('198.51.100.3'));
    await it_.stop();
  });

  it('stop whoever hammers the door, before anything is read', async () => {
    const it_ = await world(limited({ callsPerAddress: { burst: 3, perMinute: 60 } }));
    for (let n = 0; n < 3; n++) assert.equal((await post(it_, '{')).status, 400);
    const { code, retryAfterMs } = await refusalOf(await post(it_, chatBody()));
    assert.deepEqual([code, retryAfterMs], ['token/rate-limited', 1_000]);
    assert.equal(
      (await it_.broker.fetch(new Request('https://b.example.com/v1/health'), { address: '203.0.113.7' })).status,
      200,
    );
    await it_.stop();
  });

  it('remember no more intents than they can hold', () => {
    const guard = new RateGuard({ ...defaultLimits, ...config.limits }, () => 0);
    for (let n = 0; n < 30_000; n++)
      guard.admitStart({ channel: 'chat', address: 'a', subject: 's', intent: String(n) });
  });
});
