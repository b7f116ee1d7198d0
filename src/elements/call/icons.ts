/** Line drawings on a 24 by 24 grid, for `icon`. */
const microphone =
  'M12 4a2.5 2.5 0 0 1 2.5 2.5v5a2.5 2.5 0 0 1-5 0v-5A2.5 2.5 0 0 1 12 4ZM6 11.5a6 6 0 0 0 12 0M12 17.5V20';
const camera = 'M3 7h11v10H3zM14 11l6-3.5v9L14 13';
const slash = 'M4 3l16 18';

export const icons = {
  microphone,
  microphoneOff: microphone + slash,
  camera,
  cameraOff: camera + slash,
  phone:
    'M6 4h3l1.5 4-2 1.5a11 11 0 0 0 5 5l1.5-2 4 1.5v3a1.5 1.5 0 0 1-1.5 1.5A13.5 13.5 0 0 1 4.5 5.5 1.5 1.5 0 0 1 6 4Z',
  hangUp: 'M3 14.5c5-5 13-5 18 0l-2 3-4-1.5v-2.5a10 10 0 0 0-6 0V16l-4 1.5z',
  screen: 'M3 5h18v11H3zM8 20h8M12 13V8M9.5 10.5 12 8l2.5 2.5',
  keypad: 'M6 5h.01M12 5h.01M18 5h.01M6 12h.01M12 12h.01M18 12h.01M6 19h.01M12 19h.01M18 19h.01',
  devices:
    'M4 8h9M18 8h2M4 16h2M11 16h9M13 8a2.5 2.5 0 1 0 5 0 2.5 2.5 0 0 0-5 0ZM6 16a2.5 2.5 0 1 0 5 0 2.5 2.5 0 0 0-5 0Z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  chat: 'M4 5h16v11h-9l-5 4v-4H4z',
  down: 'm6 9 6 6 6-6',
  close: 'm6 6 12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  full: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0',
  bell: 'M4 17h16M5.5 17a6.5 6.5 0 0 1 13 0M12 10.5V8m-2 0h4M3 20h18',
} as const;
