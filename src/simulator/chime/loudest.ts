/** A voice takes the floor from another one when it is so much louder (dB), or when the other has fallen silent. */
const louderBy = 6;
const silentAfterMs = 200;
/** How much of a new level counts: a single click is no voice. */
const weight = 0.2;
const silence = 127;

/**
 * Whose voice one listener hears. There is one audio stream per listener and no mixing, so of several talkers the loudest
 * is chosen, and keeps the floor until another is clearly louder.
 */
export class Loudest {
  readonly #levels = new Map<object, number>();
  #speaker: object | undefined;
  #heardAt = -Infinity;

  /** Whether a packet of this voice goes out. `level` in dB below full scale, `now` in milliseconds. */
  admits(voice: object, level: number | undefined, now: number): boolean {
    const before = this.#levels.get(voice) ?? silence;
    const loudness = before + weight * ((level ?? silence) - before);
    this.#levels.set(voice, loudness);
    if (voice !== this.#speaker) {
      const rival = this.#speaker === undefined ? silence : (this.#levels.get(this.#speaker) ?? silence);
      if (now - this.#heardAt < silentAfterMs && loudness + louderBy > rival) return false;
      this.#speaker = voice;
    }
    this.#heardAt = now;
    return true;
  }

  forget(voice: object): void {
    this.#levels.delete(voice);
    if (this.#speaker === voice) this.#speaker = undefined;
  }
}
