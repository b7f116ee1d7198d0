/** HTMLElement where there is one: whoever renders pages on a server imports the classes, too. */
export const BrowserElement: typeof HTMLElement = globalThis.HTMLElement ?? (class {} as unknown as typeof HTMLElement);
