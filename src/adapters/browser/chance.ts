import type { Chance } from '../../core/clock.js';

/** A version 4 UUID (RFC 9562) from 16 random bytes. */
function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte, index) => {
    if (index === 6) return (byte & 0x0f) | 0x40;
    return index === 8 ? (byte & 0x3f) | 0x80 : byte;
  }).map((byte) => byte.toString(16).padStart(2, '0'));
  return [0, 4, 6, 8, 10].map((start, part, starts) => hex.slice(start, starts[part + 1]).join('')).join('-');
}

/** The browser's randomness. `crypto.randomUUID` exists on secure pages only. */
export const browserChance: Chance = {
  random: () => Math.random(),
  newId: () =>
    'randomUUID' in crypto ? crypto.randomUUID() : uuid((crypto as Crypto).getRandomValues(new Uint8Array(16))),
};
