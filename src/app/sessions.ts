import { HttpBroker } from '../adapters/broker/http-broker.js';
import { secondOpinion } from '../adapters/broker/second-opinion.js';
import { browserChance } from '../adapters/browser/chance.js';
import { browserClock } from '../adapters/browser/clock.js';
import { browserNetwork } from '../adapters/browser/network.js';
import { BrowserStorage } from '../adapters/browser/storage.js';
import { browserTabs } from '../adapters/browser/tabs.js';
import type { ChatjsPorts } from '../adapters/chatjs/connect.js';
import { lazyConnection } from '../adapters/chatjs/lazy-connection.js';
import type { ChatConnection, ContactBroker, Memory } from '../core/chat/ports.js';
import { ChatSession } from '../core/chat/session.js';
import { SharedChat } from '../core/chat/shared-chat.js';
import type { ChatOptions } from '../core/chat/ticket.js';
import { DeskbellError } from '../core/errors.js';
import { silent, type Logger } from '../core/log.js';
import { brokerAddress } from './tab.js';

/** Loads the code that talks to Amazon Connect, and returns how to make a connection. */
export type LoadConnection = () => Promise<(ports: ChatjsPorts) => ChatConnection>;

export interface SessionOptions extends ChatOptions {
  /** Address of the site's token broker; may be relative to the page. */
  readonly broker: string;
  /** How long a conversation is remembered; `tab` without it. */
  readonly memory?: Memory | undefined;
  /** Hears ids, counts, durations and codes. Nothing is logged without it. */
  readonly logger?: Logger | undefined;
}

/**
 * A chat over this browser, the site's broker and a connection whose code is loaded; one chat in all tabs of the site,
 * where it is remembered at all. It belongs to the caller.
 */
export function sessionOver(
  load: LoadConnection,
  { broker, memory, logger = silent, ...options }: SessionOptions,
): SharedChat {
  const ports = { clock: browserClock, chance: browserChance, network: browserNetwork, logger };
  const address = brokerAddress(broker);
  const connect = async (): Promise<() => ChatConnection> => {
    const connection = await load();
    return () => connection({ ...ports, ...secondOpinion(address, browserClock) });
  };
  const storage = new BrowserStorage({ ...ports, broker: address, memory });
  const chatPorts = {
    ...ports,
    broker: aheadOf(broker ? new HttpBroker(address, browserClock) : noBroker, load),
    connect: () => lazyConnection(connect),
    storage,
  };
  const chatOptions = { ...options, broker: address, memory };
  const chat = new SharedChat(
    {
      ...ports,
      tabs: browserTabs(address, browserChance, memory === 'none'),
      // What is the device's is written by the tab that leads alone.
      storage: memory === 'device' ? undefined : storage,
      memory: storage,
      make: (lead) => new ChatSession(chatPorts, chatOptions, lead),
    },
    chatOptions,
  );
  // A tab that follows leads at once when it has to: what takes time to load is there by then.
  const stop = chat.store.subscribe(({ phase }) => {
    if (phase.name !== 'live') return;
    stop();
    void load().catch(() => {});
  });
  return chat;
}

/** Where the page names no broker. Without this, the page's own server would be asked. */
const noBroker: ContactBroker = { startChat: () => Promise.reject(new DeskbellError('config/broker-missing')) };

/**
 * Loads while the broker is asked, and not before the next frame: evaluating the client (64 ms on a phone) must not keep
 * the panel from being painted. Whoever opens the connection loads again if this failed, or if no frame came.
 */
const aheadOf = (broker: ContactBroker, load: LoadConnection): ContactBroker => ({
  stop: async (handle) => broker.stop?.(handle),
  startChat(request, signal) {
    requestAnimationFrame(() => setTimeout(() => void load().catch(() => {})));
    return broker.startChat(request, signal);
  },
});
