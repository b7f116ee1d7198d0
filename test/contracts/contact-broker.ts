import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ChatRequest, ContactBroker } from '../../src/core/chat/ports.js';
import { customer, promisesOfStarting, type StartWorld } from './starting.js';

/** A ContactBroker, and the hand that guides what it meets. */
export interface ContactBrokerWorld extends StartWorld {
  readonly broker: ContactBroker;
}

/** What every ContactBroker does: run it against the double and against the real one. */
export function contactBrokerContract(name: string, create: () => Promise<ContactBrokerWorld>): void {
  describe(`a contact broker: ${name}`, () => {
    let it_: ContactBrokerWorld;
    const never = new AbortController().signal;
    const start = (asked: ChatRequest, signal = never) => it_.broker.startChat(asked, signal);

    beforeEach(async () => {
      it_ = await create();
    });
    afterEach(() => it_.stop());

    it('hands out a ticket with everything a chat needs', async () => {
      const ticket = await start(customer());
      for (const member of ['contactId', 'participantId', 'participantToken', 'handle', 'region'] as const) {
        assert.ok(ticket[member].length > 0, member);
      }
      assert.ok('endpoint' in ticket);
      assert.equal(ticket.connectWithinMs, 300_000);
      assert.deepEqual(Object.keys(ticket.features).sort(), [
        'attachments',
        'markdown',
        'maxMessageBytes',
        'receipts',
        'typing',
      ]);
    });

    promisesOfStarting(() => it_, customer, start);
  });
}
