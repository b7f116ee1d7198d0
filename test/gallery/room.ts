import type { CallControl } from '../../src/core/call/control.js';
import { defineElements } from '../../src/elements/define.js';
import { callElements } from '../../src/elements/define-call.js';
import { ar } from '../../src/i18n/call/ar.js';
import { de } from '../../src/i18n/call/de.js';
import { en } from '../../src/i18n/call/en.js';
import { roomScenes } from './room-scenes.js';

/** A picture as a camera might give it: somebody before a wall, with a word that shows whether it is mirrored. */
function camera(): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 640, height: 360 });
  const pen = canvas.getContext('2d')!;
  const wall = pen.createLinearGradient(0, 0, 640, 360);
  wall.addColorStop(0, '#c9b79c');
  wall.addColorStop(1, '#8d7b68');
  pen.fillStyle = wall;
  pen.fillRect(0, 0, 640, 360);
  pen.fillStyle = '#34495e';
  pen.beginPath();
  pen.ellipse(320, 380, 150, 140, 0, 0, 7);
  pen.fill();
  pen.fillStyle = '#e0b896';
  pen.beginPath();
  pen.ellipse(320, 170, 68, 84, 0, 0, 7);
  pen.fill();
  pen.fillStyle = '#fff8';
  pen.font = '28px sans-serif';
  pen.fillText('left', 20, 44);
  return canvas.captureStream(5);
}

/** Shows one state of the room before a call, chosen by the address: ?room=denied&language=ar&theme=dark. */
export async function showRoom(wish: URLSearchParams): Promise<void> {
  const { state, browser, chat, level } = roomScenes[wish.get('room') ?? 'ready']!;
  const words = [en, de, ar].find(({ language }) => language === wish.get('language')) ?? en;
  defineElements(callElements);
  const call = document.createElement('deskbell-call');
  call.session = {
    store: { state, subscribe: () => () => {} },
    sound() {},
    showPreview(surface) {
      if (surface instanceof HTMLVideoElement) surface.srcObject = camera();
    },
    watchLevel(listener) {
      listener(level ?? 0);
      return () => {};
    },
  } as Partial<CallControl> as CallControl;
  call.strings = words;
  call.displayName = 'Ada Byron';
  call.closable = true;
  call.setAttribute('theme', wish.get('theme') ?? 'light');
  if (chat) call.chatUnread = 0;
  const phone = innerWidth < 560;
  document.body.style.margin = phone ? '0' : '60px auto auto 60px';
  call.style.inlineSize = phone ? '100vw' : wish.has('wide') ? '860px' : '392px';
  call.style.blockSize = phone ? '100dvh' : '680px';
  document.body.append(call);
  await call.updateComplete;
  const room = call.renderRoot.querySelector('deskbell-prejoin')!;
  if (browser) room.browser = browser;
  if (chat) room.chat = true;
  await room.updateComplete;
  if (state.microphone.name === 'opening') await new Promise((resolve) => setTimeout(resolve, 700));
  await room.updateComplete;
  const video = room.renderRoot.querySelector('video');
  if (video) await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  document.documentElement.dataset['ready'] = '';
}
