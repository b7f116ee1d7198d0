/**
 * A voice that says nothing: for a customer without a microphone. The service counts as present whose sound arrives, and
 * a microphone that comes later takes its place without a new negotiation.
 */
export class Silence {
  #context: AudioContext | undefined;
  #stream: MediaStream | undefined;

  get stream(): MediaStream {
    if (this.#stream) return this.#stream;
    const context = (this.#context = new AudioContext());
    const output = context.createMediaStreamDestination();
    const nothing = new ConstantSourceNode(context, { offset: 0 });
    nothing.connect(output);
    nothing.start();
    void context.resume().catch(() => {});
    return (this.#stream = output.stream);
  }

  stop(): void {
    for (const track of this.#stream?.getTracks() ?? []) track.stop();
    void this.#context?.close().catch(() => {});
    this.#context = this.#stream = undefined;
  }
}
