import type { Availability, EndReport, Receipt, RequeueTicket, WaitReport, Way } from '../../core/wait/ports.js';
import { sampleTicket } from './samples.js';

/** Open, with four minutes to wait, until told otherwise. */
export const sampleWay = (changes: Partial<Way> = {}): Way => ({
  open: true,
  closesInMs: undefined,
  opensInMs: undefined,
  waitSeconds: 240,
  congested: false,
  ...changes,
});

/** Chat and call are open; a message can be left, and there is nothing to read. */
export const sampleAvailability = (changes: Partial<Availability> = {}): Availability => ({
  general: { label: undefined, chat: sampleWay(), call: sampleWay() },
  topics: {},
  callback: false,
  message: true,
  articles: [],
  ttlMs: 15_000,
  ...changes,
});

/** Third in a queue, four minutes to wait, asked again in ten seconds. */
export const sampleWait = (changes: Partial<WaitReport> = {}): WaitReport => ({
  state: 'queued',
  position: 3,
  etaSeconds: 240,
  etaBasis: 'contact',
  ageMs: 0,
  waitedMs: undefined,
  nextPollMs: 10_000,
  offers: [],
  ...changes,
});

/** The agent's connection was lost, and the customer can go back by a press. */
export const sampleEnd = (changes: Partial<EndReport> = {}): EndReport => ({
  class: 'agent-network',
  next: 'requeue',
  automaticAfterMs: undefined,
  rating: false,
  figures: undefined,
  ...changes,
});

/** Back in line at once, the place kept. */
export const sampleRequeueTicket = (changes: Partial<RequeueTicket> = {}): RequeueTicket => ({
  ...sampleTicket({ contactId: 'c-back', handle: 'handle-back' }),
  requeuedFrom: 'c-1',
  mode: 'fast',
  placeKept: true,
  ...changes,
});

/** A task an agent will call from. */
export const sampleReceipt = (changes: Partial<Receipt> = {}): Receipt => ({
  reference: 'CB-1',
  kind: 'task',
  leftQueue: false,
  ...changes,
});
