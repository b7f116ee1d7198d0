import type { Quality } from '../../core/call/state.js';

/** One look at the network, about once a second. */
export interface NetworkSample {
  /** Packets of the customer's voice that did not arrive, in percent. */
  readonly lossUp: number;
  /** Packets of the others' voices that did not arrive here, in percent. */
  readonly lossDown: number;
  /** There and back, in milliseconds. */
  readonly roundTripMs: number;
  /** What the network is thought to carry away from here, in bits per second; undefined where the browser does not tell. */
  readonly roomUp?: number | undefined;
  /** Whether a picture is sent. A voice alone needs next to nothing. */
  readonly picture: boolean;
}

/** What was seen so far: how many of the last seconds spoke against each direction, net of those that spoke for it. */
export interface QualityMemory {
  readonly quality: Quality;
  readonly up: number;
  readonly down: number;
}

export const noMemory: QualityMemory = { quality: 'good', up: 0, down: 0 };

/** Seconds that must speak against a direction before it is called weak. One lost second is nobody's business. */
const weakAfter = 4;
/** The most that is held against a direction: how many good seconds it takes at least until nothing is. */
const atMost = 8;

/** Above this, in percent, a voice breaks up. */
const badLoss = 8;
/** Below this, in percent, a lost packet is not heard. Between the two nothing changes: no flickering. */
const goodLoss = 3;
/** People start to talk at the same time. */
const badRoundTripMs = 800;
const goodRoundTripMs = 500;
/** What a small picture takes. */
const badRoom = 120_000;
const goodRoom = 200_000;

type Vote = 1 | 0 | -1;

const vote = (bad: boolean, good: boolean): Vote => (bad ? 1 : good ? -1 : 0);

/** Values a browser cannot measure yet come as NaN. */
const known = (value: number): number => (Number.isFinite(value) ? value : 0);

const within = (count: number): number => Math.min(atMost, Math.max(0, count));

/** Weak at `weakAfter`, and good again only when nothing is held against it any more. */
const isWeak = (count: number, was: boolean): boolean => (was ? count > 0 : count >= weakAfter);

/** Judges the network after one more look. Up comes first: turning the camera off helps both ways. */
export function judge(memory: QualityMemory, sample: NetworkSample): QualityMemory {
  const [lossUp, lossDown, roundTripMs] = [sample.lossUp, sample.lossDown, sample.roundTripMs].map(known) as [
    number,
    number,
    number,
  ];
  const room = sample.picture ? (sample.roomUp ?? goodRoom) : goodRoom;
  return decide(
    memory,
    within(
      memory.up +
        vote(
          lossUp >= badLoss || roundTripMs >= badRoundTripMs || room < badRoom,
          lossUp < goodLoss && roundTripMs < goodRoundTripMs && room >= goodRoom,
        ),
    ),
    within(memory.down + vote(lossDown >= badLoss, lossDown < goodLoss)),
  );
}

/** The client itself calls what is received poor, or good again: that settles it. */
export const judgeReceived = (memory: QualityMemory, poor: boolean): QualityMemory =>
  decide(memory, memory.up, poor ? atMost : 0);

/** The client suggests to stop the picture: what is sent is too much. */
export const judgeSent = (memory: QualityMemory): QualityMemory => decide(memory, atMost, memory.down);

function decide({ quality }: QualityMemory, up: number, down: number): QualityMemory {
  const weakUp = isWeak(up, quality === 'weak-up');
  const weakDown = isWeak(down, quality === 'weak-down');
  return { quality: weakUp ? 'weak-up' : weakDown ? 'weak-down' : 'good', up, down };
}
