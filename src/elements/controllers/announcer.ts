/** Lines kept for those who look back; a live region reads only what is added to it. */
const kept = 5;

/**
 * Says things to those who cannot see them, through one polite and one urgent live region of its host. The regions have
 * to be in the document before there is anything to say, so the host draws them.
 */
export class Announcer {
  #region: (urgent: boolean) => Element | null;

  /** @param region the host's live region: `aria-live` polite, or assertive when urgent */
  constructor(region: (urgent: boolean) => Element | null) {
    this.#region = region;
  }

  /** Adds `text` to what is being read; urgent text interrupts. */
  say(text: string, urgent = false): void {
    const region = this.#region(urgent);
    if (!region) return;
    const line = document.createElement('p');
    line.textContent = text;
    region.append(line);
    if (region.children.length > kept) region.firstElementChild?.remove();
  }
}
