/** A page of the same site in a frame, to play another tab, or a page that is reloaded. */
export interface OtherPage {
  readonly frame: HTMLIFrameElement;
  readonly window: Window & typeof globalThis;
  /** Imports one of our modules into it: every page has its own copy. */
  import<Module>(path: string): Promise<Module>;
  /** Loads it anew, at once; resolves when it is there again. */
  reload(): Promise<void>;
  close(): void;
}

/** Opens a page. Its modules are named from the repository's root: `/build/src/…`. */
export async function openPage({ sandbox }: { sandbox?: string } = {}): Promise<OtherPage> {
  const frame = document.createElement('iframe');
  frame.src = '/test/support/blank.html';
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
  const loaded = (): Promise<void> =>
    new Promise((resolve) => frame.addEventListener('load', () => resolve(), { once: true }));
  const first = loaded();
  document.body.append(frame);
  await first;
  return {
    frame,
    get window() {
      return frame.contentWindow as Window & typeof globalThis;
    },
    async import<Module>(path: string) {
      const { Function: Code } = frame.contentWindow as Window & typeof globalThis;
      return await (Code(`return import('${path}')`) as () => Promise<Module>)();
    },
    reload() {
      const again = loaded();
      frame.contentWindow?.location.reload();
      return again;
    },
    close: () => frame.remove(),
  };
}
