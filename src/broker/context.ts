import type { Teller } from './events.js';
import type { BrokerLogFields } from './log.js';
import type { Network } from './guards/address.js';

/** What a host knows about a request beside the request itself. */
export interface Peer {
  /** IP address of the other end of the connection. */
  readonly address?: string | undefined;
}

/** What hono carries from guard to route. */
export interface BrokerEnv {
  Bindings: Peer;
  Variables: {
    requestId: string;
    /** The page's origin, once it is known to be allowed. */
    origin: string | undefined;
    network: Network;
    /** Collected for the one log line of this request. */
    noted: BrokerLogFields;
    /** Tells the site's operators what happened. */
    tell: Teller;
  };
}
