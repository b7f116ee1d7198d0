import { isString, shape } from '../shape.js';
import type { ChatStorage } from './ports.js';

/** What the service calls a file, and in which contact. */
export interface FileName {
  readonly attachmentId: string;
  readonly contactId: string;
}

const isFileName = shape({ attachmentId: isString, contactId: isString });
/** Beside the bytes, where every tab of the site finds it. */
const place = (localId: string): string => `${localId}/name`;

/** Whether this is kept in the place of bytes and is none. */
export const isName = (kept: string): boolean => kept.endsWith('/name');

/** Remembers what the service calls a file before it is handed over. */
export function keepName(storage: ChatStorage, localId: string, name: FileName): void {
  storage.saveFile(place(localId), name);
}

export function forgetName(storage: ChatStorage, localId: string): void {
  storage.dropFile(place(localId));
}

/** What the service calls a file that was uploaded into this contact, in whichever life of whichever tab. */
export async function nameOf(storage: ChatStorage, localId: string, contactId: string): Promise<string | undefined> {
  const kept = await storage.loadFile(place(localId));
  return isFileName(kept) && (kept as FileName).contactId === contactId ? (kept as FileName).attachmentId : undefined;
}
