import { HttpCallBroker } from '../adapters/broker/http-call-broker.js';
import { browserCallPage } from '../adapters/browser/call-page.js';
import { browserCallStorage } from '../adapters/browser/call-storage.js';
import { browserCallTabs } from '../adapters/browser/call-tabs.js';
import { browserChance } from '../adapters/browser/chance.js';
import { browserClock } from '../adapters/browser/clock.js';
import { browserDevices } from '../adapters/browser/devices.js';
import { storesFor } from '../adapters/browser/field-storage.js';
import { lazyChime, type LoadChime } from '../adapters/chime/load.js';
import { HttpParticipant } from '../adapters/participant/http-participant.js';
import type { CallOptions } from '../core/call/options.js';
import type { CallBroker, CallPorts } from '../core/call/ports.js';
import { CallSession } from '../core/call/session.js';
import { DeskbellError } from '../core/errors.js';
import { silent, type Logger } from '../core/log.js';
import { brokerAddress } from './tab.js';

export interface CallSessionOptions extends Omit<CallOptions, 'broker'> {
  /** Address of the site's token broker, which may be relative to the page; or what hands out tickets itself. */
  readonly broker: string | CallBroker;
  /**
   * The call runs beside others of this browser, and is forgotten with its page: for an agent's desk, say. Without it
   * there is one call in a browser, which another tab can take over and a reload comes back to.
   */
  readonly beside?: boolean | undefined;
  /** Hears ids, counts, durations and codes. Nothing is logged without it. */
  readonly logger?: Logger | undefined;
}

/** A call over this browser, the site's broker and a client whose code is loaded. It belongs to the caller. */
export function callOver(
  load: LoadChime,
  { broker, beside = false, logger = silent, ...options }: CallSessionOptions,
): CallSession {
  const ports = { clock: browserClock, chance: browserChance, logger };
  const address = typeof broker === 'string' ? brokerAddress(broker) : '';
  return new CallSession(
    {
      ...ports,
      ...(beside
        ? forgotten
        : {
            storage: browserCallStorage(address, browserClock, storesFor(options.memory)),
            tabs: browserCallTabs(browserClock, browserChance),
          }),
      broker: typeof broker !== 'string' ? broker : broker ? new HttpCallBroker(address, browserClock) : noBroker,
      participant: new HttpParticipant(browserClock),
      connect: lazyChime(load, ports),
      devices: browserDevices(),
      page: browserCallPage,
    },
    { ...options, ...(address && { broker: address }) },
  );
}

/** Nothing is kept, and no other tab is heard of. */
const forgotten: Pick<CallPorts, 'storage' | 'tabs'> = {
  storage: { load: () => Promise.resolve({}), save() {}, clear() {} },
  tabs: { hold: () => Promise.resolve(() => {}), ask: () => Promise.resolve(undefined) },
};

const missing = (): Promise<never> => Promise.reject(new DeskbellError('config/broker-missing'));

/** Where the page names no broker. Without this, the page's own server would be asked. */
const noBroker: CallBroker = { startCall: missing, rejoin: missing, stop: () => Promise.resolve() };
