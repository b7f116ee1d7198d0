/** How often a level is told, in milliseconds. */
const everyMs = 100;
/** Quieter than this is silence, in decibels below full scale. */
const silenceDb = 60;

/** Loudness of samples between -1 and 1, as 0–1: the ear's measure, so that a normal voice moves a meter visibly. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length));
  return Math.min(1, Math.max(0, 1 + decibels / silenceDb));
}

/** One AudioContext for every meter of a page: browsers allow few. It is closed when nobody measures. */
export class LevelMeters {
  #context: AudioContext | undefined;
  #users = 0;

  /** Tells how loud `stream` is, until the returned stop is called. Tells nothing where the browser cannot measure. */
  watch(stream: MediaStream, listener: (level: number) => void): () => void {
    if (typeof AudioContext === 'undefined' || stream.getAudioTracks().length === 0) return () => {};
    const context = (this.#context ??= new AudioContext());
    this.#users++;
    const source = context.createMediaStreamSource(stream);
    const analyser = new AnalyserNode(context, { fftSize: 1024 });
    const samples = new Float32Array(analyser.fftSize);
    source.connect(analyser);
    let waking = false;
    const timer = setInterval(() => {
      if (context.state === 'running') {
        analyser.getFloatTimeDomainData(samples);
        listener(loudness(samples));
      } else if (!waking) {
        // Suspended before the first press on the page, or interrupted by a phone call.
        waking = true;
        void context
          .resume()
          .catch(() => {})
          .finally(() => (waking = false));
      }
    }, everyMs);
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      source.disconnect();
      if (--this.#users > 0) return;
      this.#context = undefined;
      void context.close().catch(() => {});
    };
  }
}
