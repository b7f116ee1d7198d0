import { DeskbellError } from '../errors.js';
import type { Store } from '../store.js';
import type { CallConnection, CallPorts } from './ports.js';
import { contactOf } from './phases.js';
import type { CallState } from './state.js';
import type { CallEvent } from './transition.js';

/** The customer's screen: shared only while the agent allows it, one screen at a time in the call. */
export class ScreenShare {
  #store: Store<CallState, CallEvent>;
  #ports: Pick<CallPorts, 'devices' | 'logger'>;
  #connection: () => CallConnection | undefined;

  constructor(
    store: Store<CallState, CallEvent>,
    ports: Pick<CallPorts, 'devices' | 'logger'>,
    connection: () => CallConnection | undefined,
  ) {
    this.#store = store;
    this.#ports = ports;
    this.#connection = connection;
  }

  /** The agent allows it. */
  allow(): void {
    const { share } = this.#store.state;
    if (share !== 'forbidden' || !contactOf(this.#store.state)?.features.screenShare) return;
    if (!this.#ports.devices.canShareScreen()) return;
    this.#store.dispatch({ type: 'share', share: 'allowed' });
    this.#notice('share-allowed');
  }

  /** The agent allows it no longer. */
  forbid(): void {
    this.#end();
    this.#store.dispatch({ type: 'share', share: 'forbidden' });
  }

  /** Somebody else shares: one screen at a time. */
  yield(): void {
    this.#end();
  }

  /** Opens the browser's picker, at once: it wants to be asked for inside a press. */
  async start(): Promise<void> {
    const connection = this.#connection();
    const { share, held, privacy } = this.#store.state;
    if (share !== 'allowed' || held || privacy || !connection) return;
    this.#store.dispatch({ type: 'share', share: 'opening' });
    try {
      await connection.startShare();
      this.began(connection);
    } catch (error) {
      if (this.#store.state.share !== 'opening') return;
      this.#store.dispatch({ type: 'share', share: 'allowed' });
      const { code } = DeskbellError.from(error, 'media/failed');
      this.#ports.logger.log('info', 'call.share-failed', { code });
      if (code !== 'media/denied') this.#notice('share-failed');
    }
  }

  /** The customer ends it. */
  stop(): void {
    const { share } = this.#store.state;
    if (share !== 'on' && share !== 'opening') return;
    this.#store.dispatch({ type: 'share', share: 'allowed' });
    this.#connection()?.stopShare();
  }

  /** The screen is seen by the others. What was forbidden while the picker was open ends here. */
  began(connection: CallConnection): void {
    const { share, held, privacy } = this.#store.state;
    if (share === 'opening') this.#store.dispatch({ type: 'share', share: 'on' });
    else if (share !== 'on') return connection.stopShare();
    if (held || privacy) connection.setSharePaused(true);
  }

  /** It ended, also by the browser's own button. */
  ended(): void {
    if (this.#store.state.share !== 'on') return;
    this.#store.dispatch({ type: 'share', share: 'allowed' });
    this.#notice('share-stopped');
  }

  #end(): void {
    const { share } = this.#store.state;
    if (share !== 'on' && share !== 'opening') return;
    this.stop();
    this.#notice('share-stopped');
  }

  #notice(what: 'share-allowed' | 'share-stopped' | 'share-failed'): void {
    this.#store.dispatch({ type: 'noticed', what });
  }
}
