import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judge,
  judgeReceived,
  judgeSent,
  noMemory,
  type NetworkSample,
  type QualityMemory,
} from '../../../src/adapters/chime/quality.js';

const fine: NetworkSample = { lossUp: 0, lossDown: 0, roundTripMs: 40, roomUp: 1_000_000, picture: true };
const seconds = (count: number, sample: Partial<NetworkSample>, from: QualityMemory = noMemory): QualityMemory =>
  Array.from({ length: count }).reduce<QualityMemory>((memory) => judge(memory, { ...fine, ...sample }), from);

const cases: readonly (readonly [string, QualityMemory, QualityMemory['quality']])[] = [
  ['a good network', seconds(60, {}), 'good'],
  ['three bad seconds in a row', seconds(3, { lossUp: 30 }), 'good'],
  ['four seconds in which the customer is not heard', seconds(4, { lossUp: 8 }), 'weak-up'],
  ['four seconds in which the agent is not heard', seconds(4, { lossDown: 8 }), 'weak-down'],
  ['both ways at once', seconds(4, { lossUp: 20, lossDown: 20 }), 'weak-up'],
  ['a long way', seconds(4, { roundTripMs: 900 }), 'weak-up'],
  ['no room for a picture', seconds(4, { roomUp: 60_000 }), 'weak-up'],
  ['no room for a picture, and none is sent', seconds(30, { roomUp: 60_000, picture: false }), 'good'],
  ['a browser that does not tell how much room there is', seconds(30, { roomUp: undefined }), 'good'],
  ['nothing measured yet', seconds(30, { lossUp: NaN, lossDown: NaN, roundTripMs: NaN }), 'good'],
  ['between good and bad, from good', seconds(60, { lossUp: 5, lossDown: 5, roundTripMs: 600 }), 'good'],
  ['between good and bad, from weak', seconds(60, { lossUp: 5 }, seconds(4, { lossUp: 20 })), 'weak-up'],
  ['three good seconds after it was weak', seconds(3, {}, seconds(4, { lossDown: 20 })), 'weak-down'],
  ['four good seconds after it had just become weak', seconds(4, {}, seconds(4, { lossDown: 20 })), 'good'],
  ['seven good seconds after it was weak for long', seconds(7, {}, seconds(60, { lossUp: 20 })), 'weak-up'],
  ['eight good seconds after it was weak for long', seconds(8, {}, seconds(60, { lossUp: 20 })), 'good'],
  ['the client calls it poor', judgeReceived(noMemory, true), 'weak-down'],
  ['the client calls it good again', judgeReceived(judgeReceived(noMemory, true), false), 'good'],
  ['the client suggests to stop the picture', judgeSent(noMemory), 'weak-up'],
];

for (const [what, { quality }, expected] of cases) {
  test(`The network is ${expected}: ${what}`, () => assert.equal(quality, expected));
}

test('A network that is bad every other second does not flicker', () => {
  const told = new Set<string>();
  let memory = seconds(4, { lossUp: 20 });
  for (let second = 0; second < 60; second++) {
    memory = judge(memory, { ...fine, lossUp: second % 2 ? 20 : 0 });
    told.add(memory.quality);
  }
  assert.deepEqual([...told], ['weak-up']);
});
