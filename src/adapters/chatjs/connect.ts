import type { ChatConnection } from '../../core/chat/ports.js';
import type { ConnectionPorts } from './connection.js';
import { createLink } from './connection.js';
import type { DoubtPorts } from './doubts.js';
import { chatjsCopy } from './load.js';
import type { Network } from './ports.js';
import { Supervisor } from './supervisor.js';

export interface ChatjsPorts extends ConnectionPorts, DoubtPorts {
  readonly network: Network;
}

/**
 * A connection over amazon-connect-chatjs. Importing this file loads the client and needs a browser: applications
 * import it dynamically.
 */
export function chatjsConnection(ports: ChatjsPorts): ChatConnection {
  return new Supervisor({
    ...ports,
    links: (ticket, listener) => createLink(chatjsCopy.create, ticket, listener, ports),
  });
}
