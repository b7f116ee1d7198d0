import type { ChatjsController, RetryStrategy } from './chatjs-types.js';

/** Every call is made once. */
const once: RetryStrategy = {
  acquireInitialRetryToken: () => Promise.resolve({}),
  // Rejecting is how a strategy says that there is no further attempt; the caller gets the call's own error.
  refreshRetryTokenForRetry: () => Promise.reject(new Error('no further attempt')),
  recordSuccess() {},
};

/**
 * Keeps the AWS SDK inside the client from repeating calls: it makes three attempts within a second of whatever is
 * throttled or fails, which turns a crowd of customers into three. Whoever called waits longer, and at random.
 */
export function makeSingleAttempts(controller: ChatjsController | undefined): void {
  const config = controller?.chatClient?.chatClient?.config;
  if (config?.retryStrategy) config.retryStrategy = () => Promise.resolve(once);
}
