import type { ChatControl } from '../core/chat/control.js';
import type { ChatOptions } from '../core/chat/ticket.js';
import { initialChatState, type ChatState } from '../core/chat/state.js';
import { createStore } from '../core/store.js';

/** What a page has of a chat before the code is there that keeps it. */
export type Early = Pick<ChatState, 'drafts' | 'typed'>;

/**
 * A chat whose code is loaded when somebody starts it, so that there is something to type into at once. Until then it
 * keeps what is typed and shows what is sent; the real session gets all of it, under the same ids, and is asked for
 * everything from then on.
 *
 * `load` is asked again after it failed. `newId` names what is sent before the code is there. `before` is what the tab's
 * last page had then, which came to nothing. `keep` hears what a reload would lose: false when nobody wants a chat,
 * and once the real session has it.
 */
export function lateSession(
  load: () => Promise<ChatControl>,
  newId: () => string,
  before: Early | undefined,
  keep: (early: Early | false) => void,
): ChatControl {
  const mirror = createStore<ChatState, ChatState>({ ...initialChatState, ...before }, (_, next) => next);
  const show = (change: Partial<ChatState>): void => {
    mirror.dispatch({ ...mirror.state, ...change });
    keep(wanted && mirror.state);
  };
  let real: ChatControl | undefined;
  let arrival: Promise<unknown> | undefined;
  let customer: ChatOptions = {};
  let wanted = false;
  /** A start was called off before its code was there, and none was wanted since. */
  let isOff = false;
  /** It was shut down before its code was there. */
  let forgets = false;

  /** The real session, once it is there. Undefined, and the failure shown, when its code cannot be loaded. */
  const arrive = async (): Promise<ChatControl | undefined> => {
    arrival ??= load().then(handOver, () => {
      arrival = undefined;
      if (wanted) show({ phase: { name: 'failed', code: 'connection/load-failed', contact: undefined } });
    });
    await arrival;
    return real;
  };

  const handOver = (session: ChatControl): void => {
    const { drafts, typed } = mirror.state;
    real = session;
    // What earlier pages left behind, and nothing that was written here since.
    if (forgets) session.shutdown();
    session.configure(customer);
    // Nothing typed here yet says nothing of what stands in other tabs' boxes.
    if (typed) session.note(typed);
    for (const { localId, text } of drafts) session.send(text, localId);
    if (isOff && session.store.state.phase.name === 'idle') void session.end();
    keep(false);
    session.store.subscribe((state) => mirror.dispatch(state));
  };

  const start = async (): Promise<void> => {
    wanted = true;
    isOff = false;
    if (!real) show({ phase: { name: 'requesting' } });
    await arrive();
    if (wanted) await real?.start();
  };
  return {
    store: mirror,
    get handle() {
      return real?.handle;
    },
    configure(options) {
      customer = { ...customer, ...options };
      real?.configure(options);
    },
    start,
    retry: start,
    async resume() {
      await (await arrive())?.resume();
    },
    send(text) {
      const draft = { localId: newId(), text, state: { name: 'waiting' }, after: undefined } as const;
      if (real) real.send(text);
      else if (text.trim()) show({ drafts: [...mirror.state.drafts, draft] });
    },
    note(text) {
      if (real) real.note(text);
      else show({ typed: text });
    },
    async end() {
      isOff ||= wanted;
      wanted = false;
      if (real) await real.end();
      else show({ phase: { name: 'idle' } });
    },
    shutdown() {
      wanted = false;
      if (real) return real.shutdown();
      show(initialChatState);
      forgets = true;
      void arrive();
    },
    // Before the code is there nobody knows that files may be sent.
    sendFile: (file, bytes) => real?.sendFile(file, bytes),
    fileUrl: async (id) => real?.fileUrl(id),
    retryDraft: (localId) => real?.retryDraft(localId),
    discardDraft: (localId) => real?.discardDraft(localId) ?? '',
    loadEarlier: async () => real?.loadEarlier(),
    markRead: () => real?.markRead(),
    check: () => real?.check(),
  };
}
