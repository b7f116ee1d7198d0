import { DeskbellCallBar } from './call-bar/call-bar.js';
import { DeskbellCallPill } from './call-pill/call-pill.js';
import { DeskbellCallStage } from './call-stage/call-stage.js';
import { DeskbellCall } from './call/call.js';
import { DeskbellDeviceMenu } from './device-menu/device-menu.js';
import { DeskbellPrejoin } from './prejoin/prejoin.js';
import { DeskbellVideoTile } from './video-tile/video-tile.js';

export * from './call-bar/call-bar.js';
export * from './call-events.js';
export * from './call-pill/call-pill.js';
export * from './call-stage/call-stage.js';
export * from './call/call.js';
export * from './device-menu/device-menu.js';
export * from './prejoin/prejoin.js';
export * from './video-tile/video-tile.js';

/** A call, and everything it is made of. Apart from define.ts, so that a chat carries none of it. */
export const callElements = {
  'deskbell-video-tile': DeskbellVideoTile,
  'deskbell-device-menu': DeskbellDeviceMenu,
  'deskbell-prejoin': DeskbellPrejoin,
  'deskbell-call-stage': DeskbellCallStage,
  'deskbell-call-bar': DeskbellCallBar,
  'deskbell-call-pill': DeskbellCallPill,
  'deskbell-call': DeskbellCall,
};
