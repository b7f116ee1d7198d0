import { DeskbellChat } from './chat/chat.js';
import { DeskbellComposer } from './composer/composer.js';
import { defineLauncher } from './launcher/launcher.js';
import { DeskbellTranscript } from './transcript/transcript.js';
import { DeskbellWidget } from './widget/widget.js';

export * from './chat/chat.js';
export * from './composer/composer.js';
export * from './events.js';
export * from './launcher/launcher.js';
export * from './transcript/transcript.js';
export * from './widget/widget.js';

/** A conversation, and everything it is made of. */
export const chatElements = {
  'deskbell-composer': DeskbellComposer,
  'deskbell-transcript': DeskbellTranscript,
  'deskbell-chat': DeskbellChat,
};

/** Registers elements by name. Where another copy of Deskbell on the page was first, its elements stay. */
export function defineElements(elements: Readonly<Record<string, CustomElementConstructor>>): void {
  for (const [name, element] of Object.entries(elements)) {
    if (!customElements.get(name)) customElements.define(name, element);
  }
}

/** Registers every element. */
export function defineAll(): void {
  defineLauncher();
  defineElements({ ...chatElements, 'deskbell-widget': DeskbellWidget });
}
