import { DeskbellAttach } from './attach/attach.js';
import { DeskbellFile } from './file/file.js';

export * from './attach/attach.js';
export * from './file/file.js';
export * from './file/in-chat.js';

/** Files in a conversation. */
export const filesElements = {
  'deskbell-attach': DeskbellAttach,
  'deskbell-file': DeskbellFile,
};
