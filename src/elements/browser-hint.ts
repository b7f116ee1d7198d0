import type { BrowserHelp, SystemHelp } from '../i18n/call/strings.js';

/** Which browser this is, for the words of help alone: nothing else may depend on it. */
export interface BrowserHint {
  readonly browser: BrowserHelp;
  readonly system: SystemHelp;
  /** Whether this browser can hold calls at all. WebKitGTK and some web views cannot. */
  readonly calls: boolean;
}

/** What a browser says of itself. */
export interface Navigated {
  readonly userAgent: string;
  readonly maxTouchPoints?: number;
  /** Chromium's own, shorter answer. */
  readonly userAgentData?: { readonly mobile: boolean; readonly platform: string } | undefined;
}

/** Apps that show pages in a browser of their own, by what they add to its name. */
const apps = /FBA[NV]|Instagram|\bLine\/|MicroMessenger|musical_ly|Bytedance|LinkedInApp|Snapchat|Pinterest\/|; wv\)/;

/** Guesses which browser shows this page. */
export function browserHint(
  { userAgent, maxTouchPoints = 0, userAgentData }: Navigated = navigator,
  calls = 'RTCPeerConnection' in globalThis,
): BrowserHint {
  const system = systemOf(userAgentData?.platform ?? userAgent, maxTouchPoints);
  return { browser: browserOf(userAgent, system, !!userAgentData), system, calls };
}

function systemOf(platform: string, touches: number): SystemHelp {
  if (/Android/.test(platform)) return 'android';
  if (/iPhone|iPad|iPod/.test(platform)) return 'ios';
  // An iPad calls itself a Mac, and no Mac has a touch screen.
  if (/mac/i.test(platform)) return touches > 1 ? 'ios' : 'mac';
  return /Win/.test(platform) ? 'windows' : 'other';
}

function browserOf(userAgent: string, system: SystemHelp, chromium: boolean): BrowserHelp {
  if (system === 'ios') {
    // A page inside an app does not name Safari; other browsers name themselves, and have settings of their own.
    if (apps.test(userAgent) || !/Safari\//.test(userAgent)) return 'in-app-ios';
    return /(Cri|Fxi|Edgi|OPi)OS|OPT\//i.test(userAgent) ? 'other' : 'ios';
  }
  if (system === 'android') return apps.test(userAgent) ? 'in-app-android' : 'android';
  if (chromium || /Chrome\//.test(userAgent)) return 'chrome';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  return system === 'mac' && /Safari\//.test(userAgent) ? 'safari' : 'other';
}
