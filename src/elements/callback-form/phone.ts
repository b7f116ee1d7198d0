import type { PhoneProblem } from '../../i18n/wait/strings.js';

/** Regions by their calling codes; the first of several is the one a code alone stands for. */
const table =
  'US1 CA1 EG20 ZA27 GR30 NL31 BE32 FR33 ES34 HU36 IT39 RO40 CH41 AT43 GB44 DK45 SE46 NO47 PL48 DE49 PE51 MX52 AR54 ' +
  'BR55 CL56 CO57 MY60 AU61 ID62 PH63 NZ64 SG65 TH66 JP81 KR82 VN84 CN86 TR90 IN91 PK92 LK94 MA212 DZ213 TN216 NG234 ' +
  'KE254 PT351 LU352 IE353 IS354 MT356 CY357 FI358 BG359 LT370 LV371 EE372 UA380 RS381 HR385 SI386 CZ420 SK421 LI423 ' +
  'HK852 TW886 LB961 JO962 KW965 SA966 OM968 AE971 IL972 BH973 QA974';

export interface Region {
  /** ISO 3166. */
  readonly region: string;
  /** Calling code, without the plus. */
  readonly code: string;
}

export const regions: readonly Region[] = table
  .split(' ')
  .map((entry) => ({ region: entry.slice(0, 2), code: entry.slice(2) }));

/** The calling code of a region; empty where it is none of ours. */
export const codeOf = (wanted: string): string => regions.find(({ region }) => region === wanted)?.code ?? '';

/** Whether a number brings its country's code along: it begins with a plus, or two zeros. */
export const hasCode = (typed: string): boolean => plain(typed).startsWith('+');

/** How a number of no country begins: codes that the world's list of them (ITU E.164) has given to nobody. */
const unassigned = /^(0|21[04579]|28|80[1-79]|83|89|999)/;

/**
 * The customer's region as far as their languages say, where it is one of ours; else one that speaks `language`. Read by
 * hand: browsers also name languages that `Intl` refuses, such as `en-US@posix`.
 */
export function likelyRegion(languages: readonly string[], language: string): string {
  const tags = [...languages, language];
  const named = tags.map((tag) => /^[a-z]{2,3}(?:-[a-z]{4})?-([a-z]{2})(?![a-z])/i.exec(tag)?.[1]?.toUpperCase());
  const likely = [...named, new Intl.Locale(language).maximize().region];
  return likely.find((wanted) => regions.some(({ region }) => region === wanted)) ?? 'US';
}

/** The region of a number that begins with a plus or two zeros; undefined where it does not, or is not one of ours. */
export function regionOf(typed: string): string | undefined {
  const digits = /^\+(\d+)/.exec(plain(typed))?.[1];
  if (!digits) return undefined;
  const matches = regions.filter(({ code }) => digits.startsWith(code));
  return matches.sort((one, other) => other.code.length - one.code.length)[0]?.region;
}

/** Latin digits, a plus for the way out, and none of what people write between digits. */
function plain(typed: string): string {
  return typed
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/^\s*tel:/i, '')
    .replace(/\(0\)/, '')
    .replace(/[\s().\-/\u2010-\u2015\u00a0\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^(00|\uff0b)/, '+');
}

/**
 * The number in E.164, read as somebody in `region` would dial it unless it says otherwise, or what is wrong with it.
 * How long numbers of each country are changes too often to know it here: what is refused cannot be a number anywhere.
 */
export function toE164(typed: string, region: string): { readonly phone: string } | { readonly problem: PhoneProblem } {
  const digits = plain(typed);
  if (digits.replace('+', '') === '') return { problem: 'missing' };
  if (!/^\+?\d+$/.test(digits)) return { problem: 'letters' };
  const phone = digits.startsWith('+') ? digits : `+${codeOf(region)}${national(digits, region)}`;
  if (unassigned.test(phone.slice(1))) return { problem: 'country' };
  if (phone.length < 8) return { problem: 'short' };
  return phone.length > 16 ? { problem: 'long' } : { phone };
}

/** Without the digit that is dialled only inside the country. Italy's zero belongs to the number. */
function national(digits: string, region: string): string {
  if (region === 'IT') return digits;
  if (region === 'US' || region === 'CA') return digits.replace(/^1(?=\d{10}$)/, '');
  if (region === 'HU') return digits.replace(/^06/, '');
  return digits.replace(/^0/, '');
}
