import type { Early } from './late-session.js';

/** A broker's address under which the same broker is always found: absolute where that is possible, no slash at the end. */
export function brokerAddress(broker: string): string {
  let address = broker;
  try {
    address = new URL(broker, document.baseURI).href;
  } catch {
    // The session says so in its own words as soon as it is started.
  }
  return address.replace(/\/+$/, '');
}

/** Keeps this under `deskbell:` and a key. Forgotten where nothing can be kept. */
function keep(key: string, value: string | false): void {
  try {
    if (value) sessionStorage.setItem(`deskbell:${key}`, value);
    else sessionStorage.removeItem(`deskbell:${key}`);
  } catch {
    // Blocked or full: the next page does without.
  }
}

/** Whether the tab, or with `site` all tabs of the site, have something under `deskbell:` and this key. */
function has(key: string, site = false): boolean {
  try {
    return (site ? localStorage : sessionStorage).getItem(`deskbell:${key}`) !== null;
  } catch {
    return false; // Blocked.
  }
}

/** Where the browser storage keeps for all tabs of the site that a conversation with this broker lives. */
export const livesKey = (address: string): string => `deskbell:${address}:lives`;

/**
 * Whether this tab was in a chat with this broker when it left its last page, or somebody in this browser may be. Where
 * the browser storage keeps the ticket, and the word that a conversation lives.
 */
export const wasLive = (address: string): boolean => has(`${address}:ticket`) || has(`${address}:lives`, true);

/** What was written in this tab's last page before the code of a chat was there to keep it. */
export function earlyOf(address: string): Early | undefined {
  try {
    const { drafts, typed } = JSON.parse(sessionStorage.getItem(`deskbell:${address}:early`) ?? '') as Early;
    return { drafts, typed };
  } catch {
    return undefined; // Blocked, or nothing there.
  }
}

/** Keeps that for the tab's next page. False: nothing. */
export const keepEarly = (address: string, early: Early | false): void =>
  keep(`${address}:early`, early && JSON.stringify({ ...early, at: Date.now() }));

/** How long a wish for a chat counts that came to nothing, in milliseconds: for as long as its key is kept. */
const askingMs = 300_000;

/**
 * Whether somebody in this browser has just asked for a chat with this broker and has had no answer, or wanted one in
 * this tab before there was code to ask with. Where the browser storage keeps the key.
 */
export function wasAsking(address: string): boolean {
  try {
    const kept = [
      localStorage.getItem(`deskbell:${address}:startKey`),
      sessionStorage.getItem(`deskbell:${address}:early`),
    ];
    return kept.some((each) => each && Math.abs(Date.now() - (JSON.parse(each) as { at: number }).at) < askingMs);
  } catch {
    return false; // Blocked, or not ours.
  }
}

/** Whether this tab was in a call with this broker when it left its last page. Where the browser storage keeps its way back. */
export const wasInCall = (address: string): boolean => has(`call:${address}:call`);

/** Whether this tab was in a chat with this broker that had ended, and had not begun anew. Where the browser storage keeps it. */
export const wasEnded = (address: string): boolean => has(`wait:chat:${address}:ended`);

/** Whether the panel was open when this tab left its last page. */
export const wasOpen = (address: string): boolean => has(`${address}:open`);

/** Remembers for the tab's next page whether the panel is open. */
export const keepOpen = (address: string, open: boolean): void => keep(`${address}:open`, open && '1');
