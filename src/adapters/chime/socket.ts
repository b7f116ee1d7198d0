import { NoOpLogger, WebSocketAdapter } from './sdk.js';

/** The client's socket, with what only the socket knows: whether the signalling was ever open. */
export class Socket extends WebSocketAdapter {
  /** The signalling was open at least once. */
  opened = false;
  #waiting = new Set<(open: boolean) => void>();

  constructor() {
    super(new NoOpLogger());
  }

  override create(url: string, protocols: string[], isSigned?: boolean): void {
    super.create(url, protocols, isSigned);
    this.addEventListener('open', () => {
      this.opened = true;
      this.#settle(true);
    });
    this.addEventListener('close', () => this.#settle(false));
  }

  /** Whether the socket that is being opened does open. */
  whenOpen(): Promise<boolean> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #settle(open: boolean): void {
    for (const resolve of this.#waiting) resolve(open);
    this.#waiting.clear();
  }
}
