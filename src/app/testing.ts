// Every port of a chat and of a call in memory, for the tests of whoever embeds Deskbell.
export * from '../adapters/memory/broker.js';
export * from '../adapters/memory/call-broker.js';
export * from '../adapters/memory/call-connection.js';
export * from '../adapters/memory/call-devices.js';
export * from '../adapters/memory/call-page.js';
export * from '../adapters/memory/call-participant.js';
export * from '../adapters/memory/call-ports.js';
export * from '../adapters/memory/call-samples.js';
export * from '../adapters/memory/call-storage.js';
export * from '../adapters/memory/call-tabs.js';
export * from '../adapters/memory/clock.js';
export * from '../adapters/memory/connection.js';
export * from '../adapters/memory/logger.js';
export * from '../adapters/memory/ports.js';
export * from '../adapters/memory/samples.js';
export * from '../adapters/memory/storage.js';
export { CallSession } from '../core/call/session.js';
export { ChatSession } from '../core/chat/session.js';
