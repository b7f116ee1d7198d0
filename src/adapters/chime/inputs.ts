import type { BrowserCapture } from '../browser/capture.js';
import type { MediaStreamBroker, MediaStreamBrokerObserver } from './sdk.js';
import { Silence } from './silence.js';

/**
 * What the client sends: clones of the captures, so that the originals stay with their owner. A muted customer's meter
 * goes on, the preview is no business of the meeting's, and leaving never turns off a light somebody else still needs.
 */
export class Inputs implements MediaStreamBroker {
  #observers = new Set<MediaStreamBrokerObserver>();
  #silence = new Silence();
  #microphone: MediaStream | undefined;
  #camera: MediaStream | undefined;
  /** Every clone that still runs: a client that is being cut may never say that it took the next one. */
  #running = new Set<MediaStream>();
  #muted = false;

  get hasCamera(): boolean {
    return this.#camera !== undefined;
  }

  /** Speaks with another microphone; undefined with none. Resolves when it is sent. */
  async setMicrophone(capture: BrowserCapture | undefined): Promise<void> {
    const before = this.#microphone;
    this.#microphone = this.#clone(capture);
    this.#applyMute();
    await this.#tell((observer) => observer.audioInputDidChange?.(this.#microphone));
    this.#release(before);
  }

  /** Shows another camera; undefined none. Resolves when it is sent. */
  async setCamera(capture: BrowserCapture | undefined): Promise<void> {
    const before = this.#camera;
    this.#camera = this.#clone(capture);
    await this.#tell((observer) => observer.videoInputDidChange?.(this.#camera));
    this.#release(before);
  }

  /** Lets go of every clone. */
  stop(): void {
    for (const stream of this.#running) this.#release(stream);
    this.#silence.stop();
    this.#microphone = this.#camera = undefined;
    this.#observers.clear();
  }

  acquireAudioInputStream(): Promise<MediaStream> {
    return Promise.resolve(this.#microphone ?? this.#silence.stream);
  }

  acquireVideoInputStream(): Promise<MediaStream> {
    return this.#camera ? Promise.resolve(this.#camera) : Promise.reject(new Error('The camera is off.'));
  }

  acquireDisplayInputStream(): Promise<MediaStream> {
    return Promise.reject(new Error('Screens are shared by share.ts.'));
  }

  muteLocalAudioInputStream(): void {
    this.#muted = true;
    this.#applyMute();
  }

  unmuteLocalAudioInputStream(): void {
    this.#muted = false;
    this.#applyMute();
  }

  addMediaStreamBrokerObserver(observer: MediaStreamBrokerObserver): void {
    this.#observers.add(observer);
  }

  removeMediaStreamBrokerObserver(observer: MediaStreamBrokerObserver): void {
    this.#observers.delete(observer);
  }

  #applyMute(): void {
    for (const track of this.#microphone?.getAudioTracks() ?? []) track.enabled = !this.#muted;
  }

  /** The client's own observers return promises, whatever its types say. */
  async #tell(what: (observer: MediaStreamBrokerObserver) => unknown): Promise<void> {
    await Promise.all([...this.#observers].map(what));
  }

  #clone(capture: BrowserCapture | undefined): MediaStream | undefined {
    if (!capture) return undefined;
    const stream = new MediaStream(capture.stream.getTracks().map((track) => track.clone()));
    this.#running.add(stream);
    return stream;
  }

  #release(stream: MediaStream | undefined): void {
    if (!stream || !this.#running.delete(stream)) return;
    for (const track of stream.getTracks()) track.stop();
  }
}
