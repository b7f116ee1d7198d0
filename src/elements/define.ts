import { DeskbellChat } from './chat/chat.js';
import { DeskbellComposer } from './composer/composer.js';
import { DeskbellEndConfirm } from './end-confirm/end-confirm.js';
import { DeskbellHeader } from './header/header.js';
import { defineLauncher } from './launcher/launcher.js';
import { DeskbellLinkBanner } from './link-banner/link-banner.js';
import { DeskbellMessage } from './message/message.js';
import { DeskbellTranscript } from './transcript/transcript.js';
import { DeskbellWidget } from './widget/widget.js';

export * from './chat/chat.js';
export * from './composer/composer.js';
export * from './end-confirm/end-confirm.js';
export * from './header/header.js';
export * from './launcher/launcher.js';
export * from './link-banner/link-banner.js';
export * from './message/message.js';
export * from './transcript/transcript.js';
export * from './widget/widget.js';

/** A conversation, and everything it is made of. */
export const chatElements = {
  'deskbell-composer': DeskbellComposer,
  'deskbell-end-confirm': DeskbellEndConfirm,
  'deskbell-header': DeskbellHeader,
  'deskbell-link-banner': DeskbellLinkBanner,
  'deskbell-message': DeskbellMessage,
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
