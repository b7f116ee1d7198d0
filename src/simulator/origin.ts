import type { IncomingHttpHeaders } from 'node:http';

/**
 * The origin a request came to, for the addresses in answers: `http://host:port`, or https behind a proxy that says so
 * in x-forwarded-proto.
 */
export function originOf(
  headers: IncomingHttpHeaders | Readonly<Record<string, string | string[] | undefined>>,
): string {
  const forwarded = headers['x-forwarded-proto'];
  const scheme = forwarded === 'https' ? 'https' : 'http';
  const host = headers['host'];
  return `${scheme}://${typeof host === 'string' && host !== '' ? host : '127.0.0.1'}`;
}

/** The same place for sockets. chatjs takes `wss:` to anywhere, but `ws:` only to 127.0.0.1. */
export function socketOrigin(origin: string): string {
  const { protocol, host, port } = new URL(origin);
  return protocol === 'https:' ? `wss://${host}` : `ws://127.0.0.1:${port === '' ? '80' : port}`;
}
