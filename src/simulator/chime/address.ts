import { networkInterfaces } from 'node:os';

/**
 * The one address media uses. Firefox pairs nothing with a loopback candidate, so a real interface goes first; the packets
 * stay on the machine all the same. Loopback is for machines without a network, and enough for Chromium anywhere.
 */
export function mediaAddress(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces()): string {
  const addresses = Object.values(interfaces).flatMap((one) => one ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
