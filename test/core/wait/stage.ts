import assert from 'node:assert/strict';
import { MemoryBroker } from '../../../src/adapters/memory/broker.js';
import { MemoryConnection } from '../../../src/adapters/memory/connection.js';
import { memoryPorts } from '../../../src/adapters/memory/ports.js';
import { sampleAgent } from '../../../src/adapters/memory/samples.js';
import { MemoryWaitBroker } from '../../../src/adapters/memory/wait-broker.js';
import { memoryWaitPorts } from '../../../src/adapters/memory/wait-ports.js';
import type { ChatConnection } from '../../../src/core/chat/ports.js';
import { ChatSession } from '../../../src/core/chat/session.js';
import { chatSubject } from '../../../src/core/wait/chat-subject.js';
import { WaitSession } from '../../../src/core/wait/session.js';

/** A chat whose contacts are conversations of their own, and what is known of its waiting and endings. */
export function setUpWait() {
  const chatPorts = memoryPorts({ broker: new MemoryBroker({ waiting: true, endings: true, memory: 'memory-1' }) });
  const { clock } = chatPorts;
  const broker = new MemoryWaitBroker();
  broker.back = { waiting: true, endings: true };
  broker.elsewhere = { waiting: true, endings: true };
  const ports = memoryWaitPorts({ broker, clock });
  const contacts = new Map<string, MemoryConnection>();
  /** The conversation of a contact, also before anybody is in it. */
  const contact = (id: string): MemoryConnection => {
    const known = contacts.get(id) ?? new MemoryConnection(() => clock.now(), id);
    contacts.set(id, known);
    return known;
  };
  const connect = (): ChatConnection => {
    let to: MemoryConnection | undefined;
    const there = (): MemoryConnection => to ?? new MemoryConnection();
    return {
      open(ticket, listener, signal) {
        to = contact(ticket.contactId);
        return to.open(ticket, listener, signal);
      },
      send: (text, token, signal) => there().send(text, token, signal),
      upload: (...args) => there().upload(...args),
      attach: (...args) => there().attach(...args),
      fileUrl: (...args) => there().fileUrl(...args),
      receipt: () => Promise.resolve('later'),
      typing: () => there().typing(),
      transcript: (query, signal) => there().transcript(query, signal),
      end: (signal) => there().end(signal),
      check: () => there().check(),
      close: () => to?.close(),
    };
  };
  const open = () => {
    const chat = new ChatSession({ ...chatPorts, connect }, { displayName: 'Ada' });
    const customer = () => ({ displayName: 'Ada', locale: 'en', topic: 'orders' });
    const wait = new WaitSession(ports, { source: chatSubject(chat), chat, customer });
    const state = () => wait.store.state;
    const phase = () => chat.store.state.phase;
    const texts = () =>
      chat.store.state.items.map((item) => (item.kind === 'message' ? item.content.text : `(${item.what})`));
    return { chat, wait, state, phase, texts };
  };
  const page = open();
  /** Starts the chat, and lets an agent join it and say something. */
  const talk = async (): Promise<MemoryConnection> => {
    await page.chat.start();
    const first = contact('c-1');
    first.notice('joined', sampleAgent);
    first.say('How can I help?');
    await clock.settle();
    return first;
  };
  /** The page again, in the same tab; the old one hears nothing any more. */
  const reload = async () => {
    page.wait.shutdown();
    for (const each of contacts.values()) each.close();
    const next = open();
    await next.chat.resume();
    await next.wait.resume();
    await clock.settle();
    return next;
  };
  const line = () => {
    const { line } = page.state();
    return line.name === 'waiting' ? line : assert.fail(`The line is ${line.name}.`);
  };
  return { ...ports, ...page, clock, broker, chatPorts, contact, talk, reload, line };
}
