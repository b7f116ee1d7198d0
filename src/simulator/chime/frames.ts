import protocol from 'amazon-chime-sdk-js/build/signalingprotocol/SignalingProtocol.js';
import type { ClientFrame, FrameCodec } from './protocol.js';

const { SdkSignalFrame } = protocol;

/** Every message on the socket is this byte, then one protobuf frame. */
const mark = 5;

/** The codec that the SDK ships for itself. */
export const frameCodec: FrameCodec = {
  encode(frame) {
    const message = SdkSignalFrame.fromObject({ timestampMs: Date.now(), ...frame });
    return Buffer.concat([Buffer.of(mark), SdkSignalFrame.encode(message).finish()]);
  },
  decode(message) {
    const frame = SdkSignalFrame.decode(message.subarray(1));
    return SdkSignalFrame.toObject(frame, { longs: Number }) as ClientFrame;
  },
};
