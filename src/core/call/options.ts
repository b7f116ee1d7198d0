import type { Memory } from '../chat/ports.js';

/** What a site says about its customer. All of it optional, all of it changeable until a call starts. */
export interface CallOptions {
  readonly displayName?: string | undefined;
  readonly locale?: string | undefined;
  readonly topic?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Handle of the running chat, asked for when the call starts: the broker relates both contacts. */
  readonly chatHandle?: (() => string | undefined) | undefined;
  /**
   * Whether the contact may be asked for while the customer is still in the room before the call, so that Join is quick
   * (default). `false` asks at Join: right where a flow may ring an agent before the customer has arrived.
   */
  readonly early?: boolean | undefined;
  /** Absolute address of the site's token broker, for whoever asks it about this call's contacts. */
  readonly broker?: string | undefined;
  /** How long a call is remembered, for whoever keeps something beside it. */
  readonly memory?: Memory | undefined;
}
