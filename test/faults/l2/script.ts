import type { Deed } from '../l1/plan.js';

/** What can be read on a tab at a moment, as whoever tells the story says it. */
export type Sight =
  /** A message of exactly this text. */
  | { readonly see: string }
  /** An own message, and that it was sent. */
  | { readonly seeSent: string }
  /** Words anywhere in the chat. */
  | { readonly read: string }
  /** What is said of the link; the empty text: nothing. */
  | { readonly news: string }
  /** A button with this name, that can be pressed. */
  | { readonly offers: string }
  /** What is in the box. */
  | { readonly typed: string }
  | { readonly phase: 'idle' | 'connecting' | 'live' | 'ended' | 'failed' };

/** What becomes of the tabs of a browser, and of its clock. */
export type TabDeed =
  /** The site is opened in one more tab, which is looked at from now on. */
  | { readonly do: 'new-tab' }
  /** The next tab is looked at. */
  | { readonly do: 'next-tab' }
  /** The tab that has the line, or the one that is looked at, goes; never the last one. */
  | { readonly do: 'lose-tab'; readonly which: 'connected' | 'seen'; readonly how: 'closed' | 'crashed' }
  /** It sleeps for so many milliseconds of the story, and somebody looks at another one, where there is one. */
  | { readonly do: 'freeze'; readonly which: 'connected' | 'seen'; readonly ms: number }
  /** The device's clock jumps by so many milliseconds. */
  | { readonly do: 'clock'; readonly ms: number };

/** One thing that happens in a told story. It begins when the one before is done. */
export type Act =
  | Deed
  | TabDeed
  /** The customer waits so long, in milliseconds of the story. */
  | { readonly do: 'wait'; readonly ms: number }
  /** The customer waits until they see it; `within` milliseconds of the story, where that is promised. */
  | (Sight & { readonly do: 'until'; readonly within?: number })
  /** It cannot be seen at any moment of so many milliseconds. */
  | (Sight & { readonly do: 'never'; readonly ms: number })
  /** The customer presses a button. */
  | { readonly do: 'press'; readonly name: string }
  /** The customer presses a button and the page is loaded anew in the same moment, before anything can answer. */
  | { readonly do: 'send-reload'; readonly text: string }
  /** A page with a chat of its own. `storage` and `skew`: of the device. */
  | { readonly do: 'visit'; readonly storage?: 'blocked' | 'full' | 'corrupt'; readonly memory?: string }
  /** The panel is opened; nothing is waited for. */
  | { readonly do: 'open' }
  /** The browser says that it is online, or that it is not. */
  | { readonly do: 'browser-says'; readonly online: boolean }
  /** All is well again: what was to last longer is over. */
  | { readonly do: 'heal' }
  /** How many timers of the page may still be to run. */
  | { readonly do: 'timers'; readonly atMost: number }
  /** A socket gets this text as it is. */
  | { readonly do: 'frame'; readonly text: string }
  /** Steps the agent, or the flow, takes. */
  | { readonly do: 'agent-steps'; readonly steps: readonly object[] }
  /** The service's clock goes on by so much. */
  | { readonly do: 'service-clock'; readonly advanceMs: number }
  /** The contact is over, for this reason. */
  | { readonly do: 'service-ends'; readonly reason: string };

/** A day of one customer, as it can be told to anybody. */
export interface Script {
  /** What the customer is promised. */
  readonly title: string;
  /** Where it begins: in a chat that is connected, unless it says otherwise. */
  readonly from?: 'chat' | 'page';
  readonly knobs?: Readonly<Record<string, string | number | boolean>>;
  readonly skewMs?: number;
  /** The client takes a fresh socket after so long; after 59 minutes without it. */
  readonly lifeMs?: number;
  readonly storage?: 'blocked' | 'full';
  readonly acts: readonly Act[];
  /** How it ends; `live` without it. */
  readonly ends?: 'live' | 'ended' | 'idle';
}
