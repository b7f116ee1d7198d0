// Every port of a chat in memory, for the tests of whoever embeds Deskbell.
export * from '../adapters/memory/broker.js';
export * from '../adapters/memory/clock.js';
export * from '../adapters/memory/connection.js';
export * from '../adapters/memory/logger.js';
export * from '../adapters/memory/ports.js';
export * from '../adapters/memory/samples.js';
export * from '../adapters/memory/storage.js';
export { ChatSession } from '../core/chat/session.js';
