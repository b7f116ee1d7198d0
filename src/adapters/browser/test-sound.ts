/** Whether this browser can play on a speaker that was chosen. */
export const canChooseSpeaker = (): boolean =>
  typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;

/** Two short notes, a third apart, in hertz. */
const notes = [523.25, 659.25];
const noteSeconds = 0.25;

/** Plays two notes on a speaker; `''` is the browser's own choice. Resolves when they were heard. */
export async function playTestSound(speakerId: string): Promise<void> {
  const context = new AudioContext();
  const player = new Audio();
  try {
    const chosen = speakerId !== '' && canChooseSpeaker();
    const output = chosen ? context.createMediaStreamDestination() : context.destination;
    if (output instanceof MediaStreamAudioDestinationNode) {
      await player.setSinkId(speakerId);
      player.srcObject = output.stream;
      await player.play();
    }
    await context.resume();
    await played(context, output);
  } finally {
    player.pause();
    player.srcObject = null;
    await context.close();
  }
}

function played(context: AudioContext, output: AudioNode): Promise<void> {
  return new Promise((resolve) => {
    notes.forEach((frequency, index) => {
      const start = context.currentTime + 0.05 + index * noteSeconds;
      const gain = new GainNode(context, { gain: 0 });
      // Swelling and fading: a tone that starts at full strength clicks.
      gain.gain.setValueAtTime(0, start);
      gain.gain.linearRampToValueAtTime(0.2, start + 0.03);
      gain.gain.linearRampToValueAtTime(0, start + noteSeconds);
      const tone = new OscillatorNode(context, { frequency });
      tone.connect(gain).connect(output);
      tone.start(start);
      tone.stop(start + noteSeconds);
      if (index === notes.length - 1) tone.onended = () => resolve();
    });
  });
}
