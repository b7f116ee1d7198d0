import { DeskbellError, type MediaErrorCode } from '../../core/errors.js';

/** What a browser says about a permission, where it says anything: `navigator.permissions`, and the page's own policy. */
export interface PermissionFacts {
  /** State of the permission after the refusal. */
  readonly permission?: PermissionState | undefined;
  /** Whether the page, or the page around it, lets this be asked for at all. */
  readonly allowedByPage?: boolean | undefined;
}

/** Names of what `getUserMedia` and `getDisplayMedia` reject with: the standard's, and those of older browsers. */
const codes: Readonly<Record<string, MediaErrorCode>> = {
  NotAllowedError: 'media/denied',
  PermissionDeniedError: 'media/denied',
  SecurityError: 'media/blocked-by-page',
  NotFoundError: 'media/not-found',
  DevicesNotFoundError: 'media/not-found',
  OverconstrainedError: 'media/not-found',
  NotReadableError: 'media/busy',
  TrackStartError: 'media/busy',
  AbortError: 'media/busy',
  NotSupportedError: 'media/unsupported',
};

/** In our words, why a device or a screen was not given. */
export function mediaErrorCode(thrown: unknown, facts: PermissionFacts = {}): MediaErrorCode {
  const { name, message } = typeof thrown === 'object' && thrown !== null ? (thrown as Partial<Error>) : {};
  const code = codes[name ?? ''] ?? 'media/failed';
  if (code !== 'media/denied') return code;
  if (facts.allowedByPage === false) return 'media/blocked-by-page';
  // Chromium says so in words. Everywhere else: the site may, and yet the device was refused.
  if (/\bsystem\b/i.test(message ?? '') || facts.permission === 'granted') return 'media/denied-by-system';
  return code;
}

/** The same as an error. What was busy or interrupted may work the next time, without anybody changing a setting. */
export function mediaError(thrown: unknown, facts?: PermissionFacts): DeskbellError {
  if (DeskbellError.is(thrown)) return thrown;
  const code = mediaErrorCode(thrown, facts);
  return new DeskbellError(code, { cause: thrown, retryable: code === 'media/busy' || code === 'media/failed' });
}
