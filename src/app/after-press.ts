const releases = ['pointerup', 'pointercancel', 'keyup'] as const;
const waiting = new WeakMap<HTMLElement, () => void>();

/**
 * Whether something in `element` is being pressed. Then `task` is called once it is released, and what was pressed has
 * heard of it; of several tasks the last one.
 */
export function afterPress(element: HTMLElement, task: () => void): boolean {
  if (!element.matches(':active')) return false;
  const isNew = !waiting.has(element);
  waiting.set(element, task);
  if (!isNew) return true;
  const stop = new AbortController();
  const released = (): void => {
    stop.abort();
    // The click comes after this.
    setTimeout(() => {
      const last = waiting.get(element);
      waiting.delete(element);
      last?.();
    });
  };
  for (const name of releases) window.addEventListener(name, released, { capture: true, signal: stop.signal });
  return true;
}
