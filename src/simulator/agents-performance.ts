import { acceptContact, transferContact } from './contact-agent.js';
import { breakNetwork, wishInCall } from './contact-call.js';
import { endAgentPart, endConversation, loseAgent, recoverAgent } from './contact-end.js';
import { sendFile } from './contact-files.js';
import { markIdle } from './contact-idle.js';
import { addParticipant, join, systemOf } from './contact-people.js';
import { acknowledge, receiptsPossible } from './contact-receipts.js';
import { agentOf, contentType, customerOf, type Conversation, type Participant } from './contact.js';
import type { Reply, Scenario, Speaker, Step } from './scenario.js';
import type { Sockets } from './sockets.js';
import type { World } from './world.js';

/** One scenario being played in one conversation. */
export interface Performance {
  readonly scenario: Scenario;
  /** Whether one of its own steps is happening right now. */
  readonly busy: boolean;
  /** Plays further steps after those that still wait. */
  play(steps: readonly Step[]): void;
  /** The customer said something. */
  heard(itemId: string, text: string): void;
  stop(): void;
}

/** Begins to play a scenario: its opening steps at once, its replies as the customer speaks. Accepting is up to its steps. */
export function perform(world: World, sockets: Sockets, conversation: Conversation, scenario: Scenario): Performance {
  const waiting: Step[] = [...scenario.steps];
  let agentName = scenario.agent;
  let pause: (() => void) | undefined;
  let listening = false;
  let running = false;
  let lastHeard: string | undefined;
  let fallback = 0;
  let stopped = false;

  const agent = (): Participant | undefined => {
    const there = agentOf(conversation) ?? acceptContact(world, conversation, agentName);
    if (there) agentName = there.displayName;
    return there;
  };

  const speaker = (by: Speaker = 'agent'): Participant | undefined =>
    by === 'agent' ? agent() : systemOf(world, conversation, by === 'bot' ? 'BOT' : 'SYSTEM_MESSAGE');

  const fill = (text: string): string =>
    text.replaceAll('{customer}', customerOf(conversation).displayName).replaceAll('{agent}', agentName);

  const say = (who: Participant | undefined, type: string, content: string): void => {
    if (who) world.publish(conversation, { Type: 'MESSAGE', ContentType: type, Content: content }, who);
  };

  const rest = (ms: number): void => {
    pause = world.clock.after(ms, () => {
      pause = undefined;
      listening = false;
      run();
    });
  };

  /** Does one step. What takes time leaves a pause behind. */
  const act = (step: Step): void => {
    switch (step.do) {
      case 'wait':
        return rest(step.ms);
      case 'listen':
        listening = true;
        return rest(step.timeoutMs ?? 3_600_000);
      case 'accept':
        agentName = step.agent ?? agentName;
        agent();
        return;
      case 'typing': {
        const who = agent();
        if (who) world.publish(conversation, { Type: 'EVENT', ContentType: contentType.typing }, who);
        return rest(step.ms);
      }
      case 'say':
        return say(speaker(step.by), contentType.text, fill(step.text));
      case 'send':
        return say(
          speaker(step.by),
          step.contentType,
          typeof step.content === 'string' ? step.content : JSON.stringify(step.content),
        );
      case 'file': {
        const who = agent();
        const body = step.base64 === undefined ? Buffer.from(step.text ?? '') : Buffer.from(step.base64, 'base64');
        if (who) sendFile(world, conversation, who, { name: step.name, contentType: step.contentType, body });
        return;
      }
      case 'view':
        return say(speaker('system'), contentType.interactive, viewMessage(world, conversation, step));
      case 'stream':
        return stream(step.pieces, step.everyMs);
      case 'receipt':
        if (lastHeard !== undefined) receive(lastHeard, step.kind);
        return;
      case 'transfer':
        if (transferContact(world, conversation, step.to) && 'agent' in step.to) agentName = step.to.agent;
        return;
      case 'invite': {
        const guest = addParticipant(world, conversation, { role: 'AGENT', displayName: step.name });
        world.publish(conversation, { Type: 'EVENT', ContentType: contentType.invited }, guest);
        return join(world, conversation, guest);
      }
      case 'idle':
      case 'return': {
        const who = agent();
        if (who) markIdle(world, conversation, who, step.do === 'idle');
        return;
      }
      case 'lose':
        return loseAgent(world, conversation);
      case 'recover':
        return recoverAgent(world, conversation);
      case 'signIn': {
        const session = world.newId();
        conversation.signIns.set(session, world.now());
        const Content = JSON.stringify({ SessionId: session });
        world.publish(conversation, { Type: 'EVENT', ContentType: contentType.authenticationInitiated, Content });
        return;
      }
      case 'sockets':
        sockets.act(step.action, { contactId: conversation.id });
        return;
      case 'mute':
      case 'camera':
      case 'hold':
        agent();
        return wishInCall(world, conversation, { [step.do]: step.on });
      case 'share':
        agent();
        return wishInCall(world, conversation, { share: step.what });
      case 'network':
        return breakNetwork(world, conversation, step);
      case 'knobs':
        return world.faults.set(step.set);
      case 'here':
        return world.faults.setFor(conversation.id, step.set);
      case 'http':
        world.faults.addHttp({ ...step, contactId: conversation.id });
        return;
      case 'end':
        if (step.by === 'flow') endConversation(world, conversation, 'CONTACT_FLOW_DISCONNECT');
        else endAgentPart(world, conversation, 'AGENT_DISCONNECT');
    }
  };

  const stream = (pieces: readonly string[], everyMs: number): void => {
    const bot = systemOf(world, conversation, 'BOT');
    const whole = pieces.join('');
    if (conversation.start.responseMode !== 'INCREMENTAL') return say(bot, contentType.text, whole);
    const Id = world.newId();
    const AbsoluteTime = world.isoNow();
    const parts = pieces.map((Content, index) => ({ ChunkNumber: index + 1, MessageCompleted: false, Content }));
    if (world.faults.knobs.botChunks === 'shuffled') parts.reverse();
    parts.push({ ChunkNumber: pieces.length + 1, MessageCompleted: true, Content: whole });
    for (const [index, { Content, ...MessageMetadata }] of parts.entries()) {
      const item = {
        Id,
        AbsoluteTime,
        Type: 'MESSAGE' as const,
        ContentType: contentType.text,
        Content,
        MessageMetadata,
      };
      world.clock.after(index * everyMs, () => {
        if (!conversation.over) world.publish(conversation, item, bot);
      });
    }
    rest(parts.length * everyMs);
  };

  const receive = (itemId: string, kind: 'delivered' | 'read'): void => {
    const who = agentOf(conversation);
    const item = conversation.transcript.find((one) => one.Id === itemId);
    if (who && item && receiptsPossible(conversation)) acknowledge(world, conversation, who, contentType[kind], item);
  };

  const run = (): void => {
    if (running) return;
    running = true;
    while (!pause && !stopped && !conversation.over) {
      const step = waiting.shift();
      if (!step) break;
      act(step);
    }
    running = false;
  };

  run();
  return {
    scenario,
    get busy() {
      return running;
    },
    play(steps) {
      waiting.push(...steps);
      run();
    },
    heard(itemId, text) {
      if (stopped || conversation.over) return;
      lastHeard = itemId;
      if (scenario.receipts !== 'none') receive(itemId, scenario.receipts);
      if (listening) {
        listening = false;
        pause?.();
        pause = undefined;
        return run();
      }
      const reply = scenario.replies.find((one) => fits(one, text))?.steps ?? scenario.otherwise[fallback];
      if (reply === scenario.otherwise[fallback]) fallback = Math.min(fallback + 1, scenario.otherwise.length - 1);
      waiting.push(...(reply ?? []));
      run();
    },
    stop() {
      stopped = true;
      pause?.();
    },
  };
}

function fits(reply: Reply, text: string): boolean {
  return reply.when === undefined || new RegExp(reply.when, 'iu').test(text);
}

function viewMessage(world: World, conversation: Conversation, step: Extract<Step, { do: 'view' }>): string {
  const owner = { conversationId: conversation.id, participantId: customerOf(conversation).id };
  const viewToken = world.tokens.issue({ kind: 'view', ...owner, subject: JSON.stringify(step.view) });
  const content = { viewId: step.viewId, viewToken, viewData: step.data };
  return JSON.stringify({ templateType: 'ViewResource', version: '1.0', data: { content } });
}
