import type { ChatConnection } from '../../core/chat/ports.js';
import { DeskbellError, type ErrorCode } from '../../core/errors.js';

/**
 * A connection whose code is loaded when it is opened, or was before: `load` may remember what it loaded, and is asked
 * again after a failure. Where it fails, `open` rejects with `connection/load-failed`.
 */
export function lazyConnection(load: () => Promise<() => ChatConnection>): ChatConnection {
  let inner: ChatConnection | undefined;
  let run = 0;
  const notYet = (code: 'message/network' | 'connection/lost'): Promise<never> =>
    Promise.reject(new DeskbellError(code, { retryable: true }));

  return {
    async open(ticket, listener, signal) {
      const mine = ++run;
      const create = await new Promise<() => ChatConnection>((resolve, reject) => {
        const fail = (code: ErrorCode, cause: unknown): void =>
          reject(DeskbellError.from(cause, code, { retryable: true }));
        const onAbort = (): void => fail('connection/timeout', signal.reason);
        signal.addEventListener('abort', onAbort, { once: true });
        if (signal.aborted) onAbort();
        load()
          .then(resolve, (cause: unknown) => fail('connection/load-failed', cause))
          .finally(() => signal.removeEventListener('abort', onAbort));
      });
      if (mine !== run) throw new DeskbellError('connection/lost');
      inner ??= create();
      return inner.open(ticket, listener, signal);
    },
    send: (...args) => inner?.send(...args) ?? notYet('message/network'),
    upload: (...args) => inner?.upload(...args) ?? notYet('message/network'),
    attach: (...args) => inner?.attach(...args) ?? notYet('message/network'),
    fileUrl: (...args) => inner?.fileUrl(...args) ?? notYet('message/network'),
    receipt: (...args) => inner?.receipt(...args) ?? Promise.resolve('later'),
    typing: () => inner?.typing(),
    transcript: (...args) => inner?.transcript(...args) ?? notYet('connection/lost'),
    end: (signal) => inner?.end(signal) ?? notYet('connection/lost'),
    check: () => inner?.check(),
    close() {
      run++;
      inner?.close();
    },
  };
}
