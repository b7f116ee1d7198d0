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

/** The tab's own storage, or nothing where it is blocked. */
function tabStorage(): Storage | undefined {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

/** Whether the tab has something under `deskbell:` and this key. */
const has = (key: string): boolean => tabStorage()?.getItem(`deskbell:${key}`) != null;

/** Where the browser storage keeps for all tabs of the site that a conversation with this broker lives. */
export const livesKey = (address: string): string => `deskbell:${address}:lives`;

/**
 * Whether this tab was in a chat with this broker when it left its last page, or somebody in this browser may be. Where
 * the browser storage keeps the ticket, and the word that a conversation lives.
 */
export const wasLive = (address: string): boolean =>
  has(`${address}:ticket`) || (tabStorage() && localStorage.getItem(livesKey(address))) != null;

/** Whether somebody in this browser has asked for a chat with this broker and has had no answer. Where the browser storage keeps the key. */
export const wasAsking = (address: string): boolean =>
  tabStorage() !== undefined && localStorage.getItem(`deskbell:${address}:startKey`) != null;

/** Whether this tab was in a call with this broker when it left its last page. Where the browser storage keeps its way back. */
export const wasInCall = (address: string): boolean => has(`call:${address}:call`);

/** Whether this tab was in a chat with this broker that had ended, and had not begun anew. Where the browser storage keeps it. */
export const wasEnded = (address: string): boolean => has(`wait:chat:${address}:ended`);

const openKey = (address: string): string => `deskbell:${address}:open`;

/** Whether the panel was open when this tab left its last page. */
export const wasOpen = (address: string): boolean => has(`${address}:open`);

/** Remembers for the tab's next page whether the panel is open. Forgotten where nothing can be kept. */
export function keepOpen(address: string, open: boolean): void {
  try {
    if (open) tabStorage()?.setItem(openKey(address), '1');
    else tabStorage()?.removeItem(openKey(address));
  } catch {
    // Full: the next page starts with the panel closed.
  }
}
