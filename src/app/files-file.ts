import { filesLanguages } from './files-built.js';
import { filesAttendantOver, type FilesAttendant } from './files-source.js';
import { wordsIn, type Load } from './load-words.js';

/** What the script tag loads for the first chat that takes files, and the words of other languages. */
export const filesAttendant = (load: Load): FilesAttendant =>
  filesAttendantOver({ languages: wordsIn(filesLanguages, load) });
