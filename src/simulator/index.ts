/** Amazon Connect on one machine: `createSimulator()`, then `listen()`, or `handle` and `upgrade` in your own server. */
export type { CallAction, CallConnection, Media } from './chime/media.js';
export { createClock, type SimulatorClock } from './clock.js';
export { acceptContact, transferContact, type TransferTarget } from './contact-agent.js';
export { breakNetwork, wishInCall, type CallWish, type NetworkOutage } from './contact-call.js';
export type { ConnectionData, RejoinData } from './contact-connection.js';
export { endAgentPart, endConversation, loseAgent, recoverAgent, type DisconnectReason } from './contact-end.js';
export { startContact, type Started } from './contact-start.js';
export { contentType } from './contact.js';
export type { CallState, Contact, Conversation, Item, Participant, StartContact } from './contact.js';
export type { Faults, HttpFault, Knobs, NewHttpFault } from './faults.js';
export { placeInQueue, queueFigures } from './queue.js';
export { parseScenario, type Reply, type Scenario, type Step } from './scenario.js';
export { createSimulator, type Simulator, type SimulatorOptions } from './server.js';
export type { CallLog, RecordedCall } from './calls.js';
export type { OpenSocket, SocketAction, SocketFilter } from './sockets.js';
export { account, type IdleTimers, type Quotas, type CallMessage, type World, type WorldEvent } from './world.js';
export type { Queue } from './world.js';
export type { CallSummary, ContactSummary } from './desk-contacts.js';
