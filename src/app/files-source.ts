import type { DeskbellChat } from '../elements/chat/chat.js';
import { filesElements, FilesInChat, type FileControl } from '../elements/define-files.js';
import { defineElements } from '../elements/register.js';
import { en } from '../i18n/files/en.js';
import type { FilesStrings } from '../i18n/files/strings.js';
import { stringsFrom, type Languages } from './languages.js';

export interface FilesFiles {
  readonly languages: Languages<FilesStrings>;
}

export interface FilesAttendant {
  /** Lets the customer of a chat send files that end like one of `accept`. May be asked again for the same element. */
  chat(chat: DeskbellChat, session: FileControl, accept: string): void;
}

/** Registers the elements of files, and puts them into chats. */
export function filesAttendantOver({ languages }: FilesFiles): FilesAttendant {
  const wordsFor = stringsFrom(en, languages);
  const shown = new WeakMap<DeskbellChat, FilesInChat>();
  defineElements(filesElements);

  return {
    chat(chat, session, accept) {
      const known = shown.get(chat);
      if (known) {
        known.session = session;
        return;
      }
      const files = new FilesInChat(chat, session, en, accept);
      shown.set(chat, files);
      const { host = chat } = chat.getRootNode() as Partial<ShadowRoot>;
      let language: string | undefined;
      chat.addController({
        hostUpdated() {
          if (language === chat.strings.language) return;
          ({ language } = chat.strings);
          void wordsFor(host as HTMLElement).then((strings) => {
            files.strings = strings;
          });
        },
      });
    },
  };
}
