/**
 * Calls `granted` once when the customer allows a device in the settings of the browser, so that the page need not be
 * loaded again. Does nothing where the browser does not tell: Firefox before 132, older Safari. Returns its own stop.
 */
export function watchPermission(kind: 'microphone' | 'camera', granted: () => void): () => void {
  const stop = new AbortController();
  const watch = async (): Promise<void> => {
    const status = await navigator.permissions.query({ name: kind });
    const listener = (): void => {
      if (status.state !== 'granted') return;
      stop.abort();
      granted();
    };
    if (!stop.signal.aborted) status.addEventListener('change', listener, { signal: stop.signal });
  };
  watch().catch(() => stop.abort());
  return () => stop.abort();
}
