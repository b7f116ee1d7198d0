import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { mediaAddress } from '../../src/simulator/chime/address.js';
import { frameCodec } from '../../src/simulator/chime/frames.js';
import { Loudest } from '../../src/simulator/chime/loudest.js';
import { frameName, frameType } from '../../src/simulator/chime/protocol.js';
import { recordedAgent } from '../../src/simulator/chime/recorded-agent.js';
import { recordedScreen } from '../../src/simulator/chime/recorded-screen.js';
import {
  packRecording,
  Playhead,
  startsKeyframe,
  unpackRecording,
  type RecordedPacket,
} from '../../src/simulator/chime/recording.js';
import { acceptBundleOnly, finishAnswer, readOffer, withoutWay } from '../../src/simulator/chime/sdp.js';

const sdp = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join('');

const answer = sdp(
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:0',
  'a=sendrecv',
  'a=msid:x y',
  'a=candidate:1 1 udp 2130706431 10.0.0.2 40000 typ host',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:2',
  'a=sendonly',
  'a=rtpmap:96 VP8/90000',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=mid:1',
  'a=recvonly',
);

test('the sections of an offer are read in order, those of Firefox that hide behind port 0 included', () => {
  const offer = sdp(
    'v=0',
    'm=audio 9 X 111',
    'a=mid:0',
    'a=sendrecv',
    'm=video 0 X 120',
    'a=mid:1',
    'a=bundle-only',
    'a=inactive',
  );
  assert.deepEqual(readOffer(acceptBundleOnly(offer)), [
    { kind: 'audio', port: 9, mid: '0', direction: 'sendrecv' },
    { kind: 'video', port: 9, mid: '1', direction: 'inactive' },
  ]);
  assert.equal(readOffer(offer)[1]?.port, 0, 'a section that is refused for good stays refused');
});

test('an answer names its videos as the SDK looks for them, and lets the camera start fast', () => {
  const finished = finishAnswer(answer);
  assert.match(finished, /a=mid:2\r\na=msid:v_2 v_2\r\n/);
  assert.match(finished, /a=mid:0\r\na=msid:a_0 a_0\r\n/);
  assert.doesNotMatch(finished, /msid:(x|v_1)/, 'what sends nothing has no name');
  assert.match(finished, /a=rtpmap:96 VP8\/90000\r\na=fmtp:96 x-google-start-bitrate=1000\r\n/);
});

test('a firewall that swallows UDP is an address where nobody listens', () => {
  assert.match(withoutWay(answer), /10\.0\.0\.2 9 typ host/);
});

test('media uses a real interface where there is one, and loopback elsewhere', () => {
  const address = (family: 'IPv4' | 'IPv6', internal: boolean, at: string) =>
    ({ family, internal, address: at, netmask: '', mac: '', cidr: null, scopeid: 0 }) as never;
  const lo = [address('IPv4', true, '127.0.0.1')];
  assert.equal(
    mediaAddress({ lo, eth0: [address('IPv6', false, '::2'), address('IPv4', false, '10.0.0.2')] }),
    '10.0.0.2',
  );
  assert.equal(mediaAddress({ lo }), '127.0.0.1');
});

test('a frame survives the SDK’s own codec, and garbage is no frame', () => {
  const message = frameCodec.encode({ type: frameType.leaveAck, leaveAck: {} });
  assert.equal(message[0], 5, 'the mark before every frame');
  assert.equal(frameName(frameCodec.decode(message).type), 'LEAVE_ACK');
  assert.throws(() => frameCodec.decode(Buffer.from([5, 255, 255, 255])));
});

test('of two voices the loudest is heard, and keeps the floor until another is clearly louder or it falls silent', () => {
  const [ada, bob] = [{}, {}];
  const floor = new Loudest();
  let now = 0;
  const speak = (who: object, level: number): boolean => floor.admits(who, level, (now += 20));
  assert.equal(speak(ada, 30), true, 'alone');
  for (let count = 0; count < 20; count += 1) speak(ada, 30);
  assert.equal(speak(bob, 28), false, 'one loud moment is no voice');
  for (let count = 0; count < 40; count += 1) {
    assert.equal(speak(ada, 30), true);
    assert.equal(speak(bob, 26), false, 'hardly louder');
  }
  for (let count = 0; count < 40; count += 1) speak(bob, 10);
  assert.equal(speak(bob, 10), true, 'clearly louder');
  assert.equal(speak(ada, 30), false);
  now += 300;
  assert.equal(speak(ada, 30), true, 'the other fell silent');
  floor.forget(ada);
  assert.equal(speak(bob, 40), true, 'the other is gone');
});

test('the recordings begin with a keyframe, are small, and can be packed and read again', () => {
  for (const text of [recordedAgent, recordedScreen]) {
    const recording = unpackRecording(text);
    assert.ok(recording.video[0] && startsKeyframe(recording.video[0].payload));
    assert.ok(recording.loopMs > 4_000 && recording.loopMs < 7_000);
    assert.equal(packRecording(recording), text);
  }
  assert.ok(
    unpackRecording(recordedAgent).audio.some((one) => one.level < 42),
    'somebody is heard',
  );
  assert.ok(recordedAgent.length + recordedScreen.length <= 250_000);
  assert.ok(readFileSync(new URL('../../src/simulator/chime/recorded-agent.js', import.meta.url)).length > 10_000);
});

/** Three pictures and a seam: payloads with VP8's long picture id. */
const pictures = (): RecordedPacket[] =>
  [0, 100, 200].map((atMs, index) => ({
    atMs,
    timestamp: atMs * 90,
    marker: true,
    level: 127,
    payload: Buffer.from([0x90, 0x80, 0x80 | 0x12, index, 0x00]),
  }));

test('a recording plays for ever: numbers, times and picture ids go on over the seam and over jumps', () => {
  const recording = { video: pictures(), audio: [], width: 1, height: 1, loopMs: 300 };
  const head = new Playhead('video', recording, 1_000);
  const heard = [];
  for (let now = 1_000; now <= 1_900; now += 50) heard.push(...head.due(now));
  head.rewind(1_950);
  heard.push(...head.due(1_950));
  const packets = heard.map(({ packet }) => packet);
  assert.equal(packets.length, 11);
  assert.deepEqual(
    packets.map((one) => one.sequenceNumber),
    packets.map((_, index) => index + 1),
  );
  const times = packets.map((one) => one.timestamp);
  assert.deepEqual(
    times.slice(0, 10),
    [0, 100, 200, 300, 400, 500, 600, 700, 800, 900].map((ms) => ms * 90),
  );
  assert.equal(times.at(-1), 950 * 90, 'a jump goes to now, not back');
  assert.deepEqual(
    packets.map((one) => one.payload.readUInt16BE(2) & 0x7fff),
    packets.map((_, index) => index + 1),
  );
});

test('what is not shown is not numbered, so that nobody takes it for a loss', () => {
  const head = new Playhead('video', { video: pictures(), audio: [], width: 1, height: 1, loopMs: 300 }, 0);
  assert.equal(head.due(0)[0]?.packet.sequenceNumber, 1);
  assert.deepEqual(head.due(150, true), []);
  assert.equal(head.due(200)[0]?.packet.sequenceNumber, 2);
});
