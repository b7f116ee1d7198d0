import { createHmac } from 'node:crypto';
import { BrokerConfigError } from './config.js';
import type { CallbackReceipt, CallbackRequest } from './config-leave.js';

/** Bytes of an answer that are looked at. */
const mostBytes = 4_096;

/**
 * Hands callbacks to the site's own system over https: POST of the request as JSON, signed as
 * `x-deskbell-signature: sha256=…` (HMAC of the body, hexadecimal). It answers 2xx, and `{"reference": "…"}` if it likes;
 * a repeated `id` is the same callback. No redirect is followed. Throws BrokerConfigError.
 */
export function webhook(
  url: string,
  secret: string,
  fetcher: typeof fetch = fetch,
): (request: CallbackRequest, signal: AbortSignal) => Promise<CallbackReceipt | undefined> {
  const problems: string[] = [];
  if (!isSafe(url)) problems.push('The callback’s hook must be an https address (or one of this machine).');
  if (Buffer.byteLength(secret) < 32)
    problems.push('The secret of the callback’s hook must be at least 32 bytes long.');
  if (problems.length > 0) throw new BrokerConfigError(problems);
  return async (request, signal) => {
    const body = JSON.stringify(request);
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const response = await fetcher(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-deskbell-signature': `sha256=${signature}` },
      body,
      redirect: 'error',
      signal,
    });
    const text = (await response.text()).slice(0, mostBytes);
    if (!response.ok) throw new WebhookError(String(response.status));
    try {
      return JSON.parse(text) as CallbackReceipt;
    } catch {
      // It was taken: that its answer says nothing more is its right.
      return undefined;
    }
  };
}

/** The site's own system did not take it. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname));
}
