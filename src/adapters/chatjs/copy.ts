import type { ChatTicket } from '../../core/chat/ports.js';
import type { Chatjs, ChatjsSession } from './chatjs-types.js';
import { makeSingleAttempts } from './single-attempts.js';

/** Amazon's endpoint for a region, as amazon-connect-chatjs itself would choose it. */
const amazonEndpoint = (region: string): string => `https://participant.connect.${region}.amazonaws.com`;

/** Where the participant service of a ticket is. */
export const endpointOf = ({ endpoint, region }: Pick<ChatTicket, 'endpoint' | 'region'>): string =>
  endpoint ?? amazonEndpoint(region);

/** Our copy of amazon-connect-chatjs: it configures itself for each endpoint it is asked to talk to. */
export class ChatjsCopy {
  #chatjs: Chatjs;
  /** Region string given to the client, by region and endpoint. */
  #regions = new Map<string, string>();

  constructor(chatjs: Chatjs) {
    this.#chatjs = chatjs;
  }

  /**
   * Makes a session. The client keeps one HTTP client per region string for ever, with the endpoint of its first use;
   * so a second endpoint in the same region gets a region string of its own. The string goes nowhere else: the
   * endpoint is always given, and what Amazon's own file signs with it the service does not look at.
   */
  create = (ticket: ChatTicket): ChatjsSession => {
    const { contactId, participantId, participantToken } = ticket;
    const endpoint = endpointOf(ticket);
    const place = `${ticket.region} ${endpoint}`;
    const known = this.#regions.get(place);
    const region = known ?? this.#freeRegion(ticket.region);
    if (known === undefined) this.#configure(region, endpoint);
    const session = this.#chatjs.create({
      chatDetails: { contactId, participantId, participantToken },
      options: { region },
      type: 'CUSTOMER',
      // Metrics inject an inline script and send to a host of their own.
      disableCSM: true,
    });
    makeSingleAttempts(session.controller);
    // Only a session proves that the endpoint was taken over.
    this.#regions.set(place, region);
    return session;
  };

  /** Always complete: settings left out are switched on again by the client. */
  #configure(region: string, endpoint: string): void {
    this.#chatjs.setGlobalConfig({
      region,
      endpoint,
      loggerConfig: { useDefaultLogger: false },
      features: { messageReceipts: { shouldSendMessageReceipts: false } },
      customUserAgentSuffix: 'Deskbell',
      // It does nothing at all while the browser says "offline", which browsers say of working networks too.
      webSocketManagerConfig: { isNetworkOnline: () => true },
    });
  }

  #freeRegion(region: string): string {
    const taken = new Set(this.#regions.values());
    let free = region;
    for (let count = 2; taken.has(free); count++) free = `${region}-${count}`;
    return free;
  }
}
