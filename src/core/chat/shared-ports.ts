import type { Chance, Clock } from '../clock.js';
import type { Tabs } from '../tabs/ports.js';
import type { Saying } from '../tabs/words.js';
import type { Beside } from './beside.js';
import type { ChatEvent } from './events.js';
import type { ChatLead } from './inheritance.js';
import type { Intent } from './intents.js';
import type { ChatStorage } from './ports.js';
import type { ChatSession } from './session.js';
import type { ChatOptions } from './ticket.js';
import type { Wishes } from './wishes.js';

/** What one tab keeps. `part`: what is there may be another tab's too, which goes on with it: it is left alone from now on. */
export type OwnStorage = Pick<ChatStorage, 'load' | 'save' | 'saveFile' | 'dropFile'> & {
  readonly part?: () => void;
};

export interface SharedChatPorts {
  readonly tabs: Tabs;
  readonly clock: Clock;
  readonly chance: Pick<Chance, 'newId'>;
  /** Where this tab, and no other, keeps something: a tab that does not lead keeps the ticket there, and what it wrote. */
  readonly storage?: OwnStorage | undefined;
  /** Where it is known how often everything was forgotten at this site, also in tabs that are gone, and where it is. */
  readonly memory: Pick<ChatStorage, 'forgotten' | 'clear' | 'clearTab'>;
  /** Makes the session of a tab that leads: a new one, or one that goes on with what another tab hands on. */
  readonly make: (lead: ChatLead) => ChatSession;
}

/** What a tab is and does, whether it leads or follows. */
export interface Role {
  readonly ports: SharedChatPorts;
  readonly wishes: Wishes;
  /** Those of them that wait for none of the others. */
  readonly due: () => readonly Intent[];
  /** Files whose bytes this tab has kept. */
  readonly files: Set<string>;
  /** Messages nobody wants any more. */
  readonly takenBack: ReadonlySet<string>;
  readonly beside: Beside;
  /** How often all was forgotten, as far as this tab has heard: what was known before may be somebody else's. */
  readonly forgotten: { often: number };
  /** What this tab knows and wants was forgotten at this site, without it. */
  readonly forgetToo: () => void;
  /** What this tab knows of the customer. */
  readonly options: ChatOptions;
  readonly say: (saying: Saying) => void;
  /** What is shown may have changed. */
  readonly show: () => void;
  /** This tab leads, or knows what the leader knows. */
  readonly arrive: () => void;
  /** Nothing is left to do about an intent of this tab. */
  readonly settle: (id: string, answer?: string) => void;
  /** An event that may have taken a message back. */
  readonly noteTakenBack: (event: ChatEvent) => void;
}

/** How long a tab lets others say what it could say, or has said what it has to insist on, in milliseconds. */
export const deferMs = 150;
