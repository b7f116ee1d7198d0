import type { Capture } from '../../core/call/ports.js';

/** A microphone or camera of this browser. Whoever sends it clones the track, so that this one always tells the truth. */
export class BrowserCapture implements Capture {
  readonly kind: 'microphone' | 'camera';
  readonly stream: MediaStream;
  readonly deviceId: string;
  readonly label: string;
  /** Its owner stopped it. */
  stopped = false;

  constructor(kind: 'microphone' | 'camera', stream: MediaStream) {
    this.kind = kind;
    this.stream = stream;
    const track = this.track;
    this.deviceId = track?.getSettings().deviceId ?? '';
    this.label = track?.label ?? '';
  }

  get track(): MediaStreamTrack | undefined {
    return this.stream.getTracks()[0];
  }

  stop(): void {
    this.stopped = true;
    for (const track of this.stream.getTracks()) track.stop();
  }
}

/**
 * The capture as this browser knows it; undefined for one of somebody else's making. Told by its stream: the call and the
 * client for Amazon Chime are two files, each with a class of its own.
 */
export const browserCapture = (capture: Capture | undefined): BrowserCapture | undefined =>
  capture && 'stream' in capture && capture.stream instanceof MediaStream ? (capture as BrowserCapture) : undefined;
