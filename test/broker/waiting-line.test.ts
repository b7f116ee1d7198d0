import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Line } from '../../src/broker/waiting-line.js';
import { Pace } from '../../src/broker/waiting-pace.js';

const start = Date.UTC(2026, 0, 15);
const seconds = (count: number): number => start + count * 1000;

/** A line of contacts named `1`, `2`, …, who came a second after one another. */
function lineOf(length: number, perSecond = 1.6): Line {
  const line = new Line(perSecond);
  for (let number = 1; number <= length; number++) line.add(String(number), seconds(number - length));
  return line;
}

const everybody = (): boolean => true;

describe('a line of contacts that wait', () => {
  it('knows nothing before anything was measured', () => {
    const line = lineOf(3);
    assert.equal(line.place('2', start), undefined);
    assert.equal(line.place('stranger', start), undefined);
  });

  it('tells a measured place, and how old it is', () => {
    const line = lineOf(3);
    line.measured('2', { position: 2, at: seconds(0) });
    assert.deepEqual(line.place('2', seconds(4)), { position: 2, at: seconds(0) });
  });

  it('puts whoever stands between two measured ones between their places, as far as those we know tell', () => {
    const line = lineOf(101);
    line.measured('1', { position: 10, at: seconds(0) });
    line.measured('101', { position: 210, at: seconds(0) });
    assert.equal(line.place('51', seconds(0))?.position, 110);
    assert.equal(line.place('26', seconds(0))?.position, 60);
  });

  it('moves everybody behind a contact by the places that contact has moved', () => {
    const line = lineOf(60);
    line.measured('20', { position: 20, at: seconds(0) });
    const before = [30, 45, 60].map((number) => line.place(String(number), seconds(0))?.position);
    assert.deepEqual(before, [30, 45, 60]);
    for (let number = 1; number <= 8; number++) line.remove(String(number));
    line.measured('20', { position: 12, at: seconds(30) });
    const after = [30, 45, 60].map((number) => line.place(String(number), seconds(30))?.position);
    assert.deepEqual(after, [22, 37, 52]);
  });

  it('never puts anybody before the first place', () => {
    const line = lineOf(9);
    line.measured('9', { position: 3, at: seconds(0) });
    assert.equal(line.place('1', seconds(0))?.position, 1);
  });

  it('does not go beyond the length of the queue, unless it was measured', () => {
    const line = lineOf(40);
    line.measured('10', { position: 30, at: seconds(0) });
    assert.equal(line.place('40', seconds(0), { position: 60, at: seconds(0) })?.position, 60);
    assert.equal(line.place('10', seconds(0), { position: 20, at: seconds(-5) })?.position, 30);
  });

  it('holds a place that would rise by no more than an error of deriving, and lets a real rise through', () => {
    const line = lineOf(30);
    line.measured('10', { position: 10, at: seconds(0) });
    assert.equal(line.place('20', seconds(0))?.position, 20);
    line.measured('21', { position: 22, at: seconds(1) });
    assert.equal(line.place('20', seconds(1))?.position, 20, 'between 10 and 22 it would be the 21st');
    line.measured('21', { position: 40, at: seconds(2) });
    assert.ok((line.place('20', seconds(2))?.position ?? 0) > 30);
  });

  it('takes nothing from a contact that has overtaken the others, and gives it its own place alone', () => {
    const line = lineOf(100);
    for (const number of [20, 40, 60, 80]) line.measured(String(number), { position: number, at: seconds(0) });
    line.measured('90', { position: 2, at: seconds(1) });
    assert.equal(line.place('90', seconds(1))?.position, 2);
    // One less or more: whether the one who overtook is counted in the places of those behind, nobody told yet.
    assert.ok([94, 95].includes(line.place('95', seconds(1))?.position ?? 0));
    assert.equal(line.place('85', seconds(1))?.position, 85);
  });

  it('takes a contact back in as soon as it stands where it came', () => {
    const line = lineOf(100);
    for (const number of [20, 40, 60, 80]) line.measured(String(number), { position: number, at: seconds(0) });
    line.measured('70', { position: 2, at: seconds(1) });
    for (const number of [20, 40, 60, 80]) line.measured(String(number), { position: number, at: seconds(20) });
    line.measured('70', { position: 70, at: seconds(20) });
    assert.equal(line.place('70', seconds(20))?.position, 70);
    assert.equal(line.place('75', seconds(20))?.position, 75);
  });

  it('measures the ends first, then the middle, then the middles between', () => {
    const line = lineOf(101);
    line.measured('1', { position: 1, at: seconds(0) });
    const order: number[] = [];
    for (let step = 0; step < 3; step++) {
      const next = Number(line.neediest(seconds(0), everybody)?.id);
      order.push(next);
      line.measured(String(next), { position: next, at: seconds(0) });
    }
    assert.equal(order[0], 101);
    assert.ok(Math.abs((order[1] ?? 0) - 51) <= 1);
    assert.ok(
      [26, 76].some((middle) => Math.abs((order[2] ?? 0) - middle) <= 2),
      String(order),
    );
  });

  it('knows the first three places best', () => {
    const line = lineOf(200);
    const oldest = { front: 0, behind: 0 };
    for (let at = 0; at < 300; at += 0.625) {
      const next = line.neediest(seconds(at), everybody);
      if (!next) continue;
      line.measured(next.id, { position: Number(next.id), at: seconds(at) });
      if (at < 60) continue;
      for (const id of ['1', '2', '3', '60', '130', '200']) {
        const part = Number(id) <= 3 ? 'front' : 'behind';
        oldest[part] = Math.max(oldest[part], seconds(at) - (line.place(id, seconds(at))?.at ?? 0));
      }
    }
    assert.ok(oldest.front <= 15_000, `${oldest.front}`);
    assert.ok(oldest.behind <= 30_000, `${oldest.behind}`);
  });

  it('asks for nobody twice within the time in which nothing can have changed, and for nobody who may not be asked', () => {
    const line = lineOf(2);
    assert.equal(
      line.neediest(start, () => false),
      undefined,
    );
    for (const id of ['1', '2']) line.measured(id, { position: Number(id), at: seconds(0) });
    assert.equal(line.neediest(seconds(4), everybody), undefined);
    assert.ok(line.neediest(seconds(6), everybody));
  });

  it('forgets who has left', () => {
    const line = lineOf(2);
    line.measured('1', { position: 1, at: seconds(0) });
    line.remove('1');
    line.remove('1');
    assert.equal(line.size, 1);
    assert.equal(line.has('1'), false);
    assert.equal(line.place('1', seconds(0)), undefined);
  });
});

describe('the pace of a line', () => {
  it('is nothing before something was seen', () => {
    assert.equal(new Pace().moved(50, 60_000), 50);
  });

  it('moves a place on by those who are served', () => {
    const pace = new Pace();
    for (let at = 20; at <= 200; at += 20) pace.observe(100, 90, 20_000, seconds(at));
    assert.ok(Math.abs(pace.moved(60, 10_000) - 55) < 0.5);
  });

  it('knows that more give up before those who stand further behind', () => {
    const pace = new Pace();
    for (let at = 20; at <= 400; at += 20) {
      for (const place of [50, 200, 400]) pace.observe(place, place - (0.2 + place / 1000) * 20, 20_000, seconds(at));
    }
    assert.ok(Math.abs(pace.moved(50, 20_000) - 45) < 1);
    assert.ok(Math.abs(pace.moved(400, 20_000) - 388) < 1);
  });

  it('moves nobody to the front by a guess', () => {
    const pace = new Pace();
    for (let at = 20; at <= 200; at += 20) pace.observe(100, 60, 20_000, seconds(at));
    assert.equal(pace.moved(6, 60_000), 4);
    assert.equal(pace.moved(2, 60_000), 2);
  });

  it('foretells no more than two minutes', () => {
    const pace = new Pace();
    for (let at = 20; at <= 200; at += 20) pace.observe(200, 198, 20_000, seconds(at));
    assert.ok(Math.abs(pace.moved(100, 3_600_000) - 88) < 0.5);
  });
});
