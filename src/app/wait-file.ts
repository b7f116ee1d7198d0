import { wordsIn, type Load } from './load-words.js';
import { waitLanguages } from './wait-built.js';
import { waitAttendantOver, type WaitAttendant } from './wait-source.js';

/** What the script tag loads for the first wait or end, and the words of other languages. */
export const waitAttendant = (load: Load): WaitAttendant =>
  waitAttendantOver({ languages: wordsIn(waitLanguages, load) });
