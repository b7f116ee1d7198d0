import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sampleReceipt } from '../../../src/adapters/memory/wait-samples.js';
import type { CallbackForm } from '../../../src/core/wait/control.js';
import type { Offer } from '../../../src/core/wait/offers.js';
import { setUpWait } from './stage.js';

const callback: Offer = { kind: 'callback', keepsPlace: true };
const message: Offer = { kind: 'message', by: 'email' };
const billing: Offer = { kind: 'queue', queue: 'billing', label: { en: 'Billing' }, automated: false };
const form: CallbackForm = { phone: '+4930123456', inMs: 0, note: ' ', waitOn: true };

/** A chat that waits in a queue. */
async function waiting() {
  const stage = setUpWait();
  await stage.chat.start();
  await stage.clock.settle();
  return stage;
}

suite('a form beside the wait', () => {
  test('a callback names the contact it grew out of and the customer, and is done with a receipt', async () => {
    const { broker, line, state, wait } = await waiting();
    wait.choose(callback);
    assert.deepEqual(state().errand, { name: 'open', offer: callback });
    await wait.sendCallback(form);
    assert.deepEqual(state().errand, { name: 'done', offer: callback, receipt: sampleReceipt() });
    const [wish] = broker.callbacks;
    assert.deepEqual(
      [wish?.handle, wish?.displayName, wish?.locale, wish?.topic, wish?.note],
      ['sample-handle', 'Ada', 'en', 'orders', undefined],
    );
    assert.equal(line().contactId, 'c-1', 'and the customer waits on');
    wait.putAway();
    assert.equal(state().errand.name, 'none');
  });

  test('a double click is one callback, and so is a repeat after an answer that got lost', async () => {
    const { broker, clock, state, wait } = await waiting();
    for (let i = 0; i < 3; i++) broker.fail('callback', 'token/timeout', { retryable: true });
    wait.choose(callback);
    void wait.sendCallback(form);
    void wait.sendCallback(form);
    await clock.advance(60_000);
    const { errand } = state();
    assert.deepEqual(errand.name === 'failed' && errand.code, 'token/timeout');
    await wait.sendCallback(form);
    assert.equal(state().errand.name, 'done');
    const keys = broker.asked.filter(({ question }) => question === 'callback').map(({ key }) => key);
    assert.deepEqual([keys.length, new Set(keys).size], [4, 1]);
  });

  test('an intent nobody answered is the same one after a reload', async () => {
    const { broker, clock, reload, wait } = await waiting();
    for (let i = 0; i < 3; i++) broker.fail('callback', 'token/network', { retryable: true });
    wait.choose(callback);
    void wait.sendCallback(form);
    await clock.advance(60_000);
    const next = await reload();
    next.wait.choose(callback);
    await next.wait.sendCallback(form);
    const keys = broker.asked.filter(({ question }) => question === 'callback').map(({ key }) => key);
    assert.equal(new Set(keys).size, 1);
  });

  test('after a refusal for good the next try is a new intent', async () => {
    const { broker, state, wait } = await waiting();
    broker.fail('callback', 'token/bad-request');
    wait.choose(callback);
    await wait.sendCallback(form);
    assert.equal(state().errand.name, 'failed');
    await wait.sendCallback({ ...form, phone: '+4930654321' });
    const [first, second] = broker.asked.filter(({ question }) => question === 'callback');
    assert.notEqual(first?.key, second?.key);
  });

  test('whoever is called instead of waiting is not asked why the chat ended, and has the receipt', async () => {
    const { broker, clock, contact, state, wait } = await waiting();
    broker.receipt = sampleReceipt({ leftQueue: true });
    wait.choose(callback);
    await wait.sendCallback({ ...form, waitOn: false });
    contact('c-1').finish();
    await clock.advance(20_000);
    const { ending, errand } = state();
    assert.ok(ending.name === 'known' && errand.name === 'done');
    assert.deepEqual([ending.why, ending.next, ending.rating], ['customer-left', 'goodbye', 'none']);
    assert.equal(broker.count('after'), 0);
    assert.deepEqual(broker.stopped, []);
  });

  test('when the broker could not take them out of the line, they are taken out of it', async () => {
    const { broker, clock, wait } = await waiting();
    wait.choose(callback);
    await wait.sendCallback({ ...form, waitOn: false });
    await clock.settle();
    assert.deepEqual(broker.stopped, ['sample-handle']);
  });

  test('a place is not given up for a callback that failed', async () => {
    const { broker, clock, line, state, wait } = await waiting();
    broker.fail('callback', 'token/forbidden');
    wait.choose(callback);
    await wait.sendCallback({ ...form, waitOn: false });
    await clock.settle();
    assert.deepEqual([state().errand.name, line().contactId, broker.stopped], ['failed', 'c-1', []]);
  });

  test('a message can be left without any contact', async () => {
    const { broker, state, wait } = setUpWait();
    wait.choose(message);
    await wait.sendMessage({ name: 'Ada', email: 'ada@example.com', text: 'Hello' });
    assert.equal(state().errand.name, 'done');
    assert.deepEqual([broker.messages[0]?.handle, broker.messages[0]?.displayName], [undefined, 'Ada']);
  });
});

suite('another queue', () => {
  test('the customer is in the other queue before the first place is given up, and only then it is', async () => {
    const { broker, chat, clock, contact, line, state, wait } = await waiting();
    contact('c-moved-1').holdOpen();
    chat.note('half a sen');
    wait.choose(billing);
    await clock.settle();
    assert.deepEqual([state().errand.name, line().contactId, broker.stopped], ['sending', 'c-1', []]);
    contact('c-moved-1').releaseOpen();
    await clock.settle();
    assert.deepEqual([state().errand.name, line().contactId], ['done', 'c-moved-1']);
    assert.deepEqual(broker.stopped, ['sample-handle']);
    assert.equal(chat.store.state.typed, 'half a sen');
    await chat.end();
  });

  test('when it fails the place is still there, and what was made is stopped', async () => {
    const { broker, clock, contact, line, state, wait } = await waiting();
    contact('c-moved-1').failOpen('connection/refused');
    wait.choose(billing);
    await clock.settle();
    const { errand } = state();
    assert.deepEqual([errand.name, line().contactId], ['failed', 'c-1']);
    assert.deepEqual(broker.stopped, ['handle-moved-1']);
  });

  test('nobody is moved away from a person who came meanwhile', async () => {
    const { broker, clock, contact, phase, state, wait } = await waiting();
    contact('c-moved-1').holdOpen();
    wait.choose(billing);
    await clock.settle();
    contact('c-1').notice('joined');
    await clock.settle();
    contact('c-moved-1').releaseOpen();
    await clock.settle();
    const { name, ...rest } = phase();
    assert.equal(name === 'live' && 'contact' in rest && rest.contact?.contactId, 'c-1');
    assert.deepEqual([state().errand.name, broker.stopped], ['none', ['handle-moved-1']]);
  });

  test('whoever ends the chat while moving has ended it', async () => {
    const { broker, chat, clock, contact, phase, wait } = await waiting();
    contact('c-moved-1').holdOpen();
    wait.choose(billing);
    await clock.settle();
    await chat.end();
    await clock.settle();
    contact('c-moved-1').releaseOpen();
    await clock.settle();
    assert.equal(phase().name, 'ended');
    assert.deepEqual(broker.stopped, ['handle-moved-1']);
  });

  test('an old place that could not be given up is given up after a reload', async () => {
    const { broker, clock, reload, storage, wait } = await waiting();
    broker.hold('stop');
    wait.choose(billing);
    await clock.settle();
    assert.deepEqual(storage.saved.leaving, ['sample-handle']);
    const next = await reload();
    broker.release('stop');
    await clock.settle();
    assert.ok(broker.stopped.includes('sample-handle') && !broker.stopped.includes('handle-moved-1'));
    assert.equal(storage.saved.leaving, undefined);
    assert.equal(next.chat.handle, 'handle-moved-1');
  });

  test('a message on its way is settled before the move, or goes out after it: never lost, never twice', async () => {
    const { broker, chat, clock, contact, texts, wait } = await waiting();
    const first = contact('c-1');
    first.nextSend({ answer: 'held', echo: 'never' });
    chat.send('one');
    chat.send('two');
    await clock.settle();
    wait.choose(billing);
    await clock.advance(1_000);
    assert.deepEqual(broker.stopped, [], 'what is on its way gets its time');
    first.releaseSends();
    await clock.advance(5_000);
    assert.deepEqual(texts(), ['one', 'two']);
    assert.deepEqual([first.sent.length, contact('c-moved-1').sent.length], [1, 1]);
  });
});
