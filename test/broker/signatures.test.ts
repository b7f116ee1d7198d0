import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHmac } from 'node:crypto';
import { clientToken } from '../../src/broker/client-token.js';
import { createHandles, type HandleClaims } from '../../src/broker/guards/handle.js';
import { createVisitors } from '../../src/broker/guards/visitor.js';
import { Signed, type SigningKey } from '../../src/broker/signed.js';

const first: SigningKey = { id: 'k1', secret: 'the first secret, which is long enough' };
const second: SigningKey = { id: 'k2', secret: 'the second secret, which is long enough' };
const origin = 'https://www.example.com';
const claims: HandleClaims = { contactId: 'c-1', participantId: 'p-1', channel: 'chat', subject: 'visitor', origin };
const at = Date.UTC(2026, 0, 15);

const refusal = (code: string) => (error: Error) => error.message === code;
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function handlesWith(keys: readonly [SigningKey, ...SigningKey[]], now = () => at) {
  return createHandles(new Signed(keys, now));
}

describe('a handle', () => {
  it('names the contact it was made for', async () => {
    const handles = handlesWith([first]);
    const handle = await handles.sign(claims, 60);
    assert.deepEqual(await handles.verify(handle, origin), claims);
    assert.ok(handle.length < 400);
  });

  it('is good for its own channel only, where only one will do', async () => {
    const handles = handlesWith([first]);
    for (const [channel, other] of [
      ['chat', 'call'],
      ['call', 'chat'],
    ] as const) {
      const handle = await handles.sign({ ...claims, channel }, 60);
      assert.equal((await handles.verify(handle, origin)).channel, channel);
      assert.equal((await handles.verify(handle, origin, channel)).channel, channel);
      await assert.rejects(handles.verify(handle, origin, other), refusal('token/not-found'));
    }
  });

  it('is over when its time is', async () => {
    let now = at;
    const handles = handlesWith([first], () => now);
    const handle = await handles.sign(claims, 60);
    now += 59_000;
    await handles.verify(handle, origin);
    now += 2_000;
    await assert.rejects(handles.verify(handle, origin), refusal('token/expired'));
  });

  it('outlives a new key, and ends with its own', async () => {
    const handle = await handlesWith([first]).sign(claims, 60);
    assert.deepEqual(await handlesWith([second, first]).verify(handle, origin), claims);
    await assert.rejects(handlesWith([second]).verify(handle, origin), refusal('token/expired'));
    const newer = await handlesWith([second, first]).sign(claims, 60);
    await handlesWith([second]).verify(newer, origin);
  });

  it('is of no use to another site', async () => {
    const handles = handlesWith([first]);
    const handle = await handles.sign(claims, 60);
    await assert.rejects(handles.verify(handle, 'https://shop.example.com'), refusal('token/not-found'));
  });

  it('is none when it was signed for another purpose, and no visitor token is made of it', async () => {
    const signed = new Signed([first], () => at);
    const visitors = createVisitors(signed);
    await assert.rejects(createHandles(signed).verify(await visitors.sign('v'.repeat(22)), origin));
    assert.equal(await visitors.verify(await createHandles(signed).sign(claims, 60)), undefined);
    assert.equal(await visitors.verify(await visitors.sign('v'.repeat(22))), 'v'.repeat(22));
    assert.equal(await visitors.verify(await visitors.sign('with|bar')), undefined);
  });

  it('is none without a signature, with another algorithm, or with a key of one’s own', async () => {
    const handles = handlesWith([first]);
    const payload = base64({
      v: 1,
      cid: 'c',
      pid: 'p',
      ch: 'chat',
      sub: 's',
      org: origin,
      aud: 'contact',
      iat: at / 1000,
      exp: at / 1000 + 60,
    });
    const sign = (header: string, secret: string, hash = 'sha256') =>
      `${header}.${payload}.${createHmac(hash, secret).update(`${header}.${payload}`).digest('base64url')}`;
    const header = base64({ alg: 'HS256', kid: 'k1' });
    await handles.verify(sign(header, first.secret), origin);
    const forged = [
      `${base64({ alg: 'none', kid: 'k1' })}.${payload}.`,
      `${base64({ alg: 'none' })}.${payload}.${'A'.repeat(43)}`,
      sign(header, 'guess'),
      sign(base64({ alg: 'HS512', kid: 'k1' }), first.secret, 'sha512'),
      sign(base64({ alg: 'HS256' }), first.secret),
      sign(base64({ alg: 'HS256', kid: 'toString' }), first.secret),
      sign(base64({ alg: 'HS256', kid: 'k1', jwk: { kty: 'oct', k: 'AA' } }), 'AA'),
      sign(base64({ alg: 'HS256', kid: 'k1', crit: ['exp'] }), first.secret),
      '',
      'a.b.c',
      '..',
    ];
    for (const handle of forged) await assert.rejects(handles.verify(handle, origin), handle);
  });

  it('is none when a member is missing or of another version', async () => {
    const signed = new Signed([first], () => at);
    const good = { v: 1, cid: 'c', pid: 'p', ch: 'chat', sub: 's', org: origin };
    await createHandles(signed).verify(await signed.sign(good, 'contact', 60), origin);
    const wrong = [
      { v: 2 },
      { cid: '' },
      { cid: undefined },
      { pid: 5 },
      { ch: 'voice' },
      { sub: undefined },
      { org: 'x' },
    ];
    for (const change of wrong) {
      const handle = await signed.sign({ ...good, ...change } as Record<string, unknown>, 'contact', 60);
      await assert.rejects(createHandles(signed).verify(handle, origin), refusal('token/not-found'));
    }
    const endless = await signed.sign(good, 'contact');
    await assert.rejects(createHandles(signed).verify(endless, origin), refusal('token/not-found'));
  });

  it('is none after any change to it', async () => {
    const handles = handlesWith([first, second]);
    const handle = await handles.sign(claims, 60);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/. ';
    const mutated = new Set<string>();
    for (let place = 0; place < handle.length; place++) {
      for (let n = 0; n < alphabet.length; n += place > handle.length - 44 ? 1 : 5) {
        mutated.add(handle.slice(0, place) + alphabet[n] + handle.slice(place + 1));
      }
      mutated.add(handle.slice(0, place) + handle.slice(place + 1));
      mutated.add(handle.slice(0, place));
      mutated.add(`${handle.slice(0, place)}A${handle.slice(place)}`);
    }
    mutated.delete(handle);
    assert.ok(mutated.size > 6_000, String(mutated.size));
    let accepted = 0;
    for (const attempt of mutated) {
      await handles.verify(attempt, origin).then(
        () => accepted++,
        () => {},
      );
    }
    assert.equal(accepted, 0);
  });
});

describe('the ClientToken', () => {
  const intent = { channel: 'chat', subject: 'v1', idempotencyKey: 'k' } as const;

  it('is the same for the same intent, and another for anything else', () => {
    const token = clientToken(first.secret, intent);
    assert.equal(clientToken(first.secret, { ...intent }), token);
    const others = [
      clientToken(second.secret, intent),
      clientToken(first.secret, { ...intent, subject: 'v2' }),
      clientToken(first.secret, { ...intent, idempotencyKey: 'l' }),
    ];
    assert.equal(new Set([token, ...others]).size, 4);
    assert.match(token, /^[\w-]{43}$/);
  });
});
