import type { ChatErrorCode } from '../errors.js';
import type { Draft, FileInfo } from './state.js';

/** What Amazon Connect takes unless an administrator says otherwise, in bytes. */
const largestBytes = 20 * 1_048_576;
/** Longest name the service takes, in characters. */
const longestName = 256;

/** The kinds Amazon Connect takes, by the end of a name. One kind has several names across browsers; the first is sent. */
const kinds: Readonly<Record<string, readonly [string, ...string[]]>> = {
  csv: ['text/csv', 'application/csv', 'application/vnd.ms-excel'],
  doc: ['application/msword'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  heic: ['image/heic'],
  jfif: ['image/jpeg'],
  jpeg: ['image/jpeg'],
  jpg: ['image/jpeg'],
  mov: ['video/quicktime'],
  mp4: ['video/mp4'],
  pdf: ['application/pdf'],
  png: ['image/png'],
  ppt: ['application/vnd.ms-powerpoint'],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation'],
  rtf: ['application/rtf', 'application/x-rtf', 'text/rtf', 'text/richtext'],
  txt: ['text/plain'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/vnd.wave'],
  xls: ['application/vnd.ms-excel'],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
};

/** What a file picker is to offer: `.csv,.doc,…`. */
export const pickable: string = Object.keys(kinds)
  .map((end) => `.${end}`)
  .join();

/** The end of a name, without its dot and in lower case. Empty where there is none. */
const endOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1 || name.length).toLowerCase();

/** A file as it is announced: with a name the service takes, and the media type that goes with the name. */
export function tidied({ name, contentType, size }: FileInfo): FileInfo {
  const type = contentType.toLowerCase().split(';', 1)[0]?.trim() ?? '';
  const known = Object.hasOwn(kinds, endOf(name)) ? kinds[endOf(name)] : undefined;
  // A pasted picture may have no name, and a photograph of a phone no type.
  const end = known ? endOf(name) : Object.keys(kinds).find((each) => kinds[each]?.[0] === type);
  const full = known || end === undefined ? name : `${name || 'file'}.${end}`;
  // The end of a name says what it is.
  return {
    name: full.slice(-longestName) || 'file',
    contentType: known && !known.includes(type) ? known[0] : type,
    size,
  };
}

/** Why a file is not worth being uploaded, if so: what the service would refuse. */
export function fileProblem({ name, size }: FileInfo): ChatErrorCode | undefined {
  if (!Object.hasOwn(kinds, endOf(name))) return 'attachment/type-refused';
  if (size === 0) return 'attachment/empty';
  return size !== undefined && size > largestBytes ? 'attachment/too-large' : undefined;
}

/** A file the customer wants to send, as an event; `failed`: why it cannot be. */
export interface DraftedFile {
  readonly type: 'drafted';
  readonly localId: string;
  /** Its name. */
  readonly text: string;
  readonly file: FileInfo;
  readonly failed: ChatErrorCode | undefined;
  readonly late: true;
}

/** A file as the customer chose it, in words that show at once. */
export function draftedFile(localId: string, chosen: FileInfo): DraftedFile {
  const file = tidied(chosen);
  return { type: 'drafted', localId, text: file.name, file, failed: fileProblem(file), late: true };
}

/** A file that has never been handed over: nobody has it but this device. */
export const isHere = ({ file, state: { name } }: Draft): boolean =>
  file !== undefined && (name === 'waiting' || name === 'uploading');

/** Whether somebody may have this message although nobody here knows. */
export const mayHaveArrived = ({ state: { name } }: Pick<Draft, 'state'>): boolean =>
  name === 'sending' || name === 'unknown' || name === 'accepted';

/** To be sent from the beginning: a file is uploaded anew. */
export function toUpload({ attachmentId: _, ...draft }: Draft): Draft {
  return { ...draft, state: { name: 'waiting' } };
}

/** What is said of a message that may have arrived. */
export const unconfirmed = ({ file }: Pick<Draft, 'file'>): ChatErrorCode =>
  file ? 'attachment/unconfirmed' : 'message/unconfirmed';

/** The chat is over: of what was on its way nobody can tell any more, and nothing else was sent. */
export const overCode = (draft: Pick<Draft, 'file' | 'shared'> & Partial<Pick<Draft, 'state'>>): ChatErrorCode => {
  const { file, shared, state } = draft;
  if (shared || (state && mayHaveArrived({ state }))) return unconfirmed(draft);
  return file ? 'attachment/ended' : 'message/ended';
};
