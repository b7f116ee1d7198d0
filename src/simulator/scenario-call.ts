import type { Scenario } from './scenario.js';

/** What calls get that ask for nothing else: somebody answers when the customer's media is there, and talks. */
export const callSupport: Scenario = {
  name: 'call',
  channel: 'VOICE',
  agent: 'Ines',
  begins: 'connected',
  afterMs: 600,
  receipts: 'none',
  steps: [],
  replies: [],
  otherwise: [],
};
