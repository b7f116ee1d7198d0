import { perform, type Performance } from './agents-performance.js';
import { acceptContact } from './contact-agent.js';
import { agentOf, contentType, currentContact, customerOf, type Conversation, type Item } from './contact.js';
import { isQueued, isTurnOf } from './queue.js';
import { callSupport } from './scenario-call.js';
import { shopSupport } from './scenario-shop.js';
import { tour } from './scenario-tour.js';
import type { Scenario, Step } from './scenario.js';
import type { Sockets } from './sockets.js';
import type { World } from './world.js';

export interface Agents {
  /** Scenarios that a contact can ask for by name, with its attribute `scenario`. */
  readonly library: ReadonlyMap<string, Scenario>;
  /** Adds a scenario to the library. */
  learn(scenario: Scenario): void;
  /** Plays a scenario in a running contact, at once. False when there is no such contact, or it is over. */
  perform(contactId: string, scenario: Scenario): boolean;
  /** Plays single steps in a running contact. False when there is no such contact, or it is over. */
  play(contactId: string, steps: readonly Step[]): boolean;
  /** What chats get that ask for nothing else. Setting a scenario for calls changes what calls get. */
  preferred: Scenario;
  readonly preferredForCalls: Scenario;
  /** Looks again at who waits: somebody came to the desk or left it. */
  review(): void;
  close(): void;
}

const acceptMs = 150;
const lookAgainMs = 1_000;
const soon = 'scripted agent, soon';

const nothing: Scenario = {
  name: 'by hand',
  channel: 'CHAT',
  agent: 'Ines',
  begins: 'message',
  afterMs: 0,
  receipts: 'none',
  steps: [],
  replies: [],
  otherwise: [],
};

/**
 * The agents who work by script. One takes a waiting contact as its scenario says, if its turn has come and nobody is at
 * the desk, and answers the customer from then on.
 */
export function createAgents(world: World, sockets: Sockets, isSomebodyAtDesk: () => boolean): Agents {
  const library = new Map([shopSupport, tour, callSupport].map((one) => [one.name, one] as const));
  const performances = new Map<Conversation, Performance>();
  const preferred = { CHAT: shopSupport, VOICE: callSupport };

  /** A call inherits the attributes of its chat, but has no use for a chat's scenario. */
  const scenarioFor = ({ attributes, start: { channel } }: Conversation): Scenario => {
    const wanted = library.get(attributes['scenario'] ?? '');
    return wanted?.channel === channel ? wanted : preferred[channel];
  };

  const onDuty = (): boolean => {
    const { scriptedAgents } = world.faults.knobs;
    return scriptedAgents === 'always' || (scriptedAgents === 'auto' && !isSomebodyAtDesk());
  };

  const start = (conversation: Conversation, scenario: Scenario): Performance => {
    performances.get(conversation)?.stop();
    const performance = perform(world, sockets, conversation, scenario);
    performances.set(conversation, performance);
    return performance;
  };

  /** Takes the contact, if it is its turn; otherwise looks again a little later. */
  const take = (conversation: Conversation): void => {
    const contact = currentContact(conversation);
    const queue = world.queues.get(contact.queueId ?? '');
    if (conversation.over || !onDuty() || !queue || !isQueued(contact) || queue.staff === 0) return;
    if (!isTurnOf(world, queue, contact)) return comeBack(conversation, lookAgainMs);
    const scenario = scenarioFor(conversation);
    acceptContact(world, conversation, agentOfChat(world, conversation) ?? scenario.agent);
    const performance = start(conversation, scenario);
    const last = customerMessages(conversation).findLast((one) => one.ContactId === contact.id);
    if (last) performance.heard(last.Id, wordsOf(last));
  };

  const comeBack = (conversation: Conversation, ms: number, name = 'scripted agent'): void => {
    world.deadline(conversation, name, ms, () => take(conversation));
  };

  const consider = (conversation: Conversation): void => {
    if (conversation.over || !isQueued(currentContact(conversation))) return;
    if (customerOf(conversation).state !== 'joined') return;
    const scenario = scenarioFor(conversation);
    const spoken = customerMessages(conversation).length > 0 || conversation.segments.length > 1;
    if (spoken && !conversation.deadlines.has(soon)) comeBack(conversation, acceptMs, soon);
    else if (!spoken && scenario.begins === 'connected') comeBack(conversation, scenario.afterMs);
  };

  const stop = world.on((event) => {
    if (event.type === 'reset') {
      for (const performance of performances.values()) performance.stop();
      performances.clear();
      Object.assign(preferred, { CHAT: shopSupport, VOICE: callSupport });
      return;
    }
    if (event.type !== 'contact' && event.type !== 'published') return;
    const { conversation } = event;
    if (event.type === 'contact') {
      if (event.change === 'connected' || event.change === 'queued') consider(conversation);
      const performance = performances.get(conversation);
      const overtaken = event.change === 'accepted' && performance?.busy === false;
      if (performance && (overtaken || event.change === 'ended')) {
        performance.stop();
        performances.delete(conversation);
      }
      return;
    }
    const { item } = event;
    if (item.ParticipantRole !== 'CUSTOMER' || (item.Type !== 'MESSAGE' && item.Type !== 'ATTACHMENT')) return;
    const performance = performances.get(conversation);
    if (performance && !isQueued(currentContact(conversation))) performance.heard(item.Id, wordsOf(item));
    else consider(conversation);
  });

  const running = (contactId: string): Conversation | undefined => {
    const conversation = world.conversationOf(contactId);
    return conversation?.over === false ? conversation : undefined;
  };

  return {
    library,
    learn(scenario) {
      library.set(scenario.name, scenario);
    },
    perform(contactId, scenario) {
      const conversation = running(contactId);
      if (conversation) start(conversation, scenario);
      return conversation !== undefined;
    },
    play(contactId, steps) {
      const conversation = running(contactId);
      if (!conversation) return false;
      const performance = performances.get(conversation) ?? start(conversation, nothing);
      performance.play(steps);
      return true;
    },
    get preferred() {
      return preferred.CHAT;
    },
    set preferred(scenario) {
      preferred[scenario.channel] = scenario;
    },
    get preferredForCalls() {
      return preferred.VOICE;
    },
    review() {
      for (const conversation of world.running()) consider(conversation);
    },
    close() {
      stop();
      for (const performance of performances.values()) performance.stop();
    },
  };
}

/** Whoever talks to the customer in the chat a call came from takes the call. */
function agentOfChat(world: World, { start }: Conversation): string | undefined {
  const chat = start.relatedContactId === undefined ? undefined : world.conversationOf(start.relatedContactId);
  return chat && start.channel === 'VOICE' ? agentOf(chat)?.displayName : undefined;
}

function customerMessages(conversation: Conversation): readonly Item[] {
  return conversation.transcript.filter((one) => one.ParticipantRole === 'CUSTOMER' && one.Type === 'MESSAGE');
}

/** What the customer said, as a script understands it; a reply to a form or a view is its JSON. */
function wordsOf(item: Item): string {
  return item.ContentType === contentType.text || item.ContentType === contentType.markdown
    ? (item.Content ?? '')
    : (item.Content ?? item.Type);
}
