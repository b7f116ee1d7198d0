import { createHash } from 'node:crypto';

/** Digits and letters that are not taken for one another, read or heard. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * What customer and agent can name something by: seven signs in two groups, such as `K7Q-4MX2`. Made of the intent's
 * ClientToken, not of the contact's id, because the agent has to see it in the contact, which begins with it.
 */
export function referenceOf(intent: string): string {
  const bytes = createHash('sha256').update(`reference|${intent}`).digest();
  const signs = Array.from({ length: 7 }, (_, at) => letters[(bytes[at] ?? 0) % letters.length]).join('');
  return `${signs.slice(0, 3)}-${signs.slice(3)}`;
}
