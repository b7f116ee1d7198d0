import { isIPv4, isIPv6 } from 'node:net';

/** Where a request came from. */
export interface Network {
  /** What is limited: an IPv4 address, or the /64 one IPv6 customer holds. `unknown` without an address. */
  readonly bucket: string;
  /** What may be logged: /24, or /48. */
  readonly prefix: string;
}

/**
 * The network of the client. `peer` is the other end of the connection; of `x-forwarded-for` only as many entries are
 * believed as there are proxies of our own, because everything left of those is the client's invention.
 */
export function clientNetwork(peer: string | undefined, forwardedFor: string | undefined, proxies: number): Network {
  const last = normalise(peer);
  const chain = (forwardedFor ?? '').split(',').map(normalise);
  // API Gateway appends the peer itself.
  if (chain.at(-1) === last) chain.pop();
  // Shorter than our own proxies would make it: whoever sent this came around them.
  return networkOf((proxies > 0 ? chain.at(-proxies) : undefined) ?? last);
}

export function networkOf(address: string | undefined): Network {
  if (address && isIPv4(address)) return { bucket: address, prefix: `${address.replace(/\.\d+$/, '')}.0/24` };
  if (!address || !isIPv6(address)) return { bucket: 'unknown', prefix: 'unknown' };
  const groups = expand(address);
  return { bucket: `${groups.slice(0, 4).join(':')}::/64`, prefix: `${groups.slice(0, 3).join(':')}::/48` };
}

/** Without port, brackets and zone; IPv4 in IPv6 clothes as IPv4. Undefined when it is no address. */
function normalise(text = ''): string | undefined {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/, '');
  return isIPv4(bare) || isIPv6(bare) ? bare : undefined;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(missing).fill('0'), ...right].map((group) => group.replace(/^0+(?=.)/, ''));
}
