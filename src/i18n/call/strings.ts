import type { ErrorCode } from '../../core/errors.js';
import type { Strings } from '../strings.js';

/** Every word of a call, in one language: loaded with the first call, never with a chat. */
export interface CallStrings extends Pick<Strings, 'language' | 'direction' | 'formats'> {
  readonly errors: Readonly<Record<Exclude<ErrorCode, `message/${string}`>, string>>;
}
