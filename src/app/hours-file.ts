import { hoursLanguages } from './hours-built.js';
import { hoursAttendantOver, type HoursAttendant } from './hours-source.js';
import { wordsIn, type Load } from './load-words.js';

/** What the script tag loads where a page wants to know what is open, and the words of other languages. */
export const hoursAttendant = (load: Load): HoursAttendant =>
  hoursAttendantOver({ languages: wordsIn(hoursLanguages, load) });
