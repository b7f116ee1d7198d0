import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { ChatRequest, ContactBroker } from '../../src/core/chat/ports.js';
import { customer, promisesOfStarting, refusal, type StartWorld } from './starting.js';

/** A ContactBroker, and the hand that guides what it meets. */
export interface ContactBrokerWorld extends StartWorld {
  readonly broker: ContactBroker & Required<Pick<ContactBroker, 'stop'>>;
  /** The next end is refused, once: nobody knows whether it was done. */
  refuseStop(): void;
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

    it('ends a contact, also one that is over already', async () => {
      const { handle } = await start(customer());
      for (let time = 0; time < 2; time++) assert.equal(await it_.broker.stop(handle), undefined);
    });

    it('says that an end nobody knows of may be asked for again', async () => {
      const { handle } = await start(customer());
      it_.refuseStop();
      const { code, retryable } = await refusal(it_.broker.stop(handle));
      assert.deepEqual([code, retryable], ['token/unavailable', true]);
      await it_.broker.stop(handle);
    });

    promisesOfStarting(() => it_, customer, start);
  });
}
