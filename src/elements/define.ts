import { DeskbellChat } from './chat/chat.js';
import { DeskbellComposer } from './composer/composer.js';
import { defineLauncher } from './launcher/launcher.js';
import { defineElements } from './register.js';
import { DeskbellTranscript } from './transcript/transcript.js';
import { DeskbellWidget } from './widget/widget.js';

export * from './chat/chat.js';
export * from './composer/composer.js';
export * from './events.js';
export * from './launcher/launcher.js';
export * from './register.js';
export * from './transcript/transcript.js';
export * from './widget/widget.js';

/** A conversation, and everything it is made of. */
export const chatElements = {
  'deskbell-composer': DeskbellComposer,
  'deskbell-transcript': DeskbellTranscript,
  'deskbell-chat': DeskbellChat,
};

/** Registers every element. */
export function defineAll(): void {
  defineLauncher();
  defineElements({ ...chatElements, 'deskbell-widget': DeskbellWidget });
}
