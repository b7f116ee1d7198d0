/** Frequencies of a telephone's keys by row and column, in hertz (ITU-T Q.23). */
const rows = [697, 770, 852, 941] as const;
const columns = [1209, 1336, 1477] as const;
export const digits = [...'123456789*0#'];

/** Plays what a telephone plays for a key. Silent where the browser plays nothing. */
export class Tones {
  #context: AudioContext | undefined;

  play(digit: string): void {
    const index = digits.indexOf(digit);
    const pair = [rows[Math.floor(index / 3)], columns[index % 3]];
    const context = (this.#context ??= new AudioContext());
    const gain = new GainNode(context, { gain: 0.06 });
    gain.connect(context.destination);
    for (const frequency of pair) {
      const tone = new OscillatorNode(context, { frequency: frequency ?? 0 });
      tone.connect(gain);
      tone.start();
      tone.stop(context.currentTime + 0.12);
    }
  }

  /** Lets go of the loudspeaker. */
  stop(): void {
    void this.#context?.close();
    this.#context = undefined;
  }
}
