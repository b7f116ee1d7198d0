// Makes the recordings that the simulator's agents are played from: a drawn face with a murmuring synthesizer, and a drawn
// screen, both sent by the real SDK. `npx tsc -b && node test/support/record-agent.mjs`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './browsers.mjs';
import { launchForCalls, serveCallPage } from './call-pages.mjs';

const { createSimulator } = await import(join(repository, 'build/src/simulator/index.js'));
const { packRecording, startsKeyframe } = await import(join(repository, 'build/src/simulator/chime/recording.js'));

const lengthMs = 5_000;

/** Keeps what is sent from the next keyframe on. */
function record(simulator, contactId) {
  const recording = { video: [], audio: [] };
  const rtpStart = {};
  let startedAt;
  return new Promise((resolve) => {
    const stop = simulator.media.tap(contactId, (from, kind, packet) => {
      if (startedAt === undefined && !(kind === 'video' && startsKeyframe(packet.payload))) {
        if (kind === 'video' && !recording.asked) from.requestKeyframe();
        recording.asked ||= kind === 'video';
        return;
      }
      startedAt ??= performance.now();
      rtpStart[kind] ??= packet.timestamp;
      const atMs = Math.round(performance.now() - startedAt);
      recording[kind].push({
        atMs,
        timestamp: (packet.timestamp - rtpStart[kind]) >>> 0,
        marker: packet.marker,
        level: packet.level ?? 127,
        payload: packet.payload,
      });
      if (atMs < lengthMs) return;
      stop();
      resolve(recording);
    });
  });
}

/** Runs in the page. */
async function performAsAgent(connectionData) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 480, height: 270 });
  const pen = canvas.getContext('2d');
  const oval = (color, x, y, width, height, from = 0, to = Math.PI * 2) => {
    pen.fillStyle = color;
    pen.beginPath();
    pen.ellipse(x, y, width, height, 0, from, to);
    pen.fill();
  };
  let frame = 0;
  const draw = () => {
    const seconds = frame / 15;
    const x = 240 + 5 * Math.sin(seconds * Math.PI * 1.5);
    pen.fillStyle = '#e3ece6';
    pen.fillRect(0, 0, 480, 270);
    oval('#2f5d50', 240, 292, 128, 108);
    oval('#d9a57d', x, 132, 60, 76);
    oval('#2b211c', x, 86, 66, 46, Math.PI, Math.PI * 2);
    const openness = frame % 40 < 3 ? 1 : 7;
    oval('#241d1a', x - 23, 128, 6, openness);
    oval('#241d1a', x + 23, 128, 6, openness);
    oval('#a03c3c', x, 170, 19, 3 + 7 * Math.abs(Math.sin(seconds * 7)));
    frame += 1;
  };
  draw();
  setInterval(draw, 1000 / 15);

  const context = new AudioContext();
  await context.resume();
  const voice = new OscillatorNode(context, { type: 'sawtooth' });
  const throat = new BiquadFilterNode(context, { type: 'bandpass', frequency: 700 });
  const breath = new GainNode(context, { gain: 0 });
  const microphone = context.createMediaStreamDestination();
  voice.connect(throat).connect(breath).connect(microphone);
  voice.start();
  for (let syllable = 0; syllable < 400; syllable += 1) {
    const at = context.currentTime + syllable * 0.17;
    voice.frequency.setValueAtTime(150 + 40 * Math.sin(syllable * 1.9), at);
    throat.frequency.setValueAtTime(520 + 460 * Math.abs(Math.sin(syllable * 2.1)), at);
    breath.gain.setTargetAtTime(syllable % 8 === 7 ? 0 : 0.5, at, 0.02);
    breath.gain.setTargetAtTime(0.02, at + 0.12, 0.02);
  }
  await window.startCall(connectionData, { microphone: microphone.stream, camera: canvas.captureStream(15) });
}

/** Runs in the page. */
async function performAsScreen(connectionData) {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
  const pen = canvas.getContext('2d');
  let frame = 0;
  const draw = () => {
    pen.fillStyle = '#f7f5f0';
    pen.fillRect(0, 0, 640, 360);
    pen.fillStyle = '#2f5d50';
    pen.fillRect(0, 0, 640, 48);
    pen.fillStyle = '#c9d8d0';
    for (let row = 0; row < 5; row += 1) pen.fillRect(40, 80 + row * 48, 300 + (row % 2) * 120, 20);
    pen.fillStyle = '#a03c3c';
    pen.beginPath();
    pen.arc(560 + 20 * Math.cos((frame * Math.PI) / 15), 200 + 20 * Math.sin((frame * Math.PI) / 15), 10, 0, 7);
    pen.fill();
    frame += 1;
  };
  draw();
  setInterval(draw, 1000 / 5);
  await window.startCall(connectionData, { microphone: null, camera: canvas.captureStream(5) });
}

function write(name, exported, size, recording) {
  const text = packRecording({ ...recording, ...size });
  const path = join(repository, 'src/simulator/chime', name);
  writeFileSync(
    path,
    `/** Made by test/support/record-agent.mjs; \`unpackRecording\` reads it. */\nexport const ${exported}: string =\n  '${text}';\n`,
  );
  console.log(
    `${name}: ${recording.video.length} video and ${recording.audio.length} audio packets, ${text.length} bytes`,
  );
}

const simulator = createSimulator({ knobs: { scriptedAgents: 'off' } });
const { origin } = await simulator.listen();
const served = await serveCallPage();
const browser = await launchForCalls();
try {
  for (const [name, exported, perform, size, kinds] of [
    ['recorded-agent.ts', 'recordedAgent', performAsAgent, { width: 480, height: 270 }, ['video', 'audio']],
    ['recorded-screen.ts', 'recordedScreen', performAsScreen, { width: 640, height: 360 }, ['video']],
  ]) {
    const answer = await fetch(`${origin}/_sim/calls/start`, { method: 'POST', body: '{}' });
    const { contactId, connection } = await answer.json();
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.waitForFunction(() => 'startCall' in window);
    await page.evaluate(perform, connection);
    await page.waitForFunction(() => window.call.events.some(({ name }) => name === 'joined'));
    // The encoder has found its rate by then.
    await page.waitForFunction(() => performance.now() > 6_000);
    const recording = await record(simulator, contactId);
    write(name, exported, size, { video: recording.video, audio: kinds.includes('audio') ? recording.audio : [] });
    await page.close();
  }
} finally {
  await browser.close();
  await served.close();
  await simulator.close();
}
