/**
 * Deliberately broken variants of the product, each by one change of its compiled code. Every one is a mistake that chat
 * widgets have been seen to make; the laboratory has to catch them all, or it proves nothing.
 */
export interface Mutant {
  readonly name: string;
  /** Below `build/src`. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  readonly to: string;
}

export const mutants: readonly Mutant[] = [
  {
    name: 'no gap fill',
    file: 'core/chat/course.js',
    from: 'void this.#transcript.follow(connection, this.#abort.signal);\n        this.#outbox.use',
    to: 'this.#outbox.use',
  },
  {
    name: 'never looks again',
    file: 'core/chat/transcript.js',
    from: 'while (run === this.#run && !signal.aborted) {\n            const last',
    to: 'while (false) {\n            const last',
  },
  {
    name: 'fills one page only',
    file: 'core/chat/transcript.js',
    from: 'if (!met && older !== undefined)',
    to: 'if (false)',
  },
  {
    name: 'drops the dirty flag',
    file: 'core/chat/transcript.js',
    from: 'async follow(connection, signal) {',
    to: `async follow(connection, signal) {
        if (this.isBusy) return;
        this.isBusy = true;
        await this.followAlone(connection, signal).finally(() => (this.isBusy = false));
    }
    async followAlone(connection, signal) {`,
  },
  {
    name: 'trusts the socket to be whole',
    file: 'core/chat/transition.js',
    from: 'function hear(state, items) {\n    return ',
    to: 'function hear(before, items) {\n    const state = { ...before, syncedTo: before.synced ? (items.at(-1)?.id ?? before.syncedTo) : before.syncedTo };\n    return ',
  },
  {
    name: 'no de-duplication',
    file: 'core/chat/items.js',
    from: 'const place = finder(items, more.length);',
    to: 'const place = () => -1;',
  },
  {
    name: 'sorts by arrival',
    file: 'core/chat/items.js',
    from: 'return !last || !first || inServiceOrder(last, first) <= 0 ? next : next.sort(inServiceOrder);',
    to: 'return next;',
  },
  {
    name: 'order by local clock',
    file: 'adapters/chatjs/normalise.js',
    from: 'at: Number.isNaN(at) ? now : at,',
    to: 'at: now,',
  },
  {
    name: 'shows an echo beside its draft',
    file: 'core/chat/items.js',
    from: 'const open = state.drafts.filter(isOpen);',
    to: 'const open = [];',
  },
  {
    name: 'new token per retry',
    file: 'core/chat/outbox.js',
    from: 'connection.send(text, localId, signal)',
    to: 'connection.send(text, this.#ports.chance.newId(), signal)',
  },
  {
    name: 'gives up',
    file: 'core/chat/outbox.js',
    from: "store.dispatch({ type: 'send-postponed', localId });",
    to: "(store.dispatch({ type: 'send-failed', localId, code }), store.dispatch({ type: 'draft-discarded', localId }));",
  },
  {
    name: 'never settles what it does not know',
    file: 'core/chat/outbox.js',
    from: "(draft?.state.name === 'unknown' && synced)",
    to: 'false',
  },
  {
    name: 'sends the newest first',
    file: 'core/chat/outbox.js',
    from: 'drafts.find(',
    to: 'drafts.findLast(',
  },
  {
    name: 'retries 400 for ever',
    file: 'adapters/chatjs/failure.js',
    from: 'const passes = (kind) => ',
    to: 'const passes = (kind) => true || ',
  },
  {
    name: 'sent before acknowledged',
    file: 'core/chat/outbox.js',
    from: "store.dispatch({ type: 'send-began', localId });",
    to: "store.dispatch({ type: 'send-began', localId });\n        store.dispatch({ type: 'send-done', localId, id: localId, at: this.#ports.clock.now() });",
  },
  {
    name: 'says not sent of what may have arrived',
    file: 'core/chat/files.js',
    from: 'if (shared || (state && mayHaveArrived({ state })))',
    to: 'if (false)',
  },
  {
    name: 'forgets the outbox on reload',
    file: 'core/chat/keep.js',
    from: "['drafts', ",
    to: '[',
  },
  {
    name: 'lost draft on rename',
    file: 'core/chat/restoring.js',
    from: ': brokenOff(draft));',
    to: ': { ...draft, localId: `${draft.localId}-again`, state: { name: "waiting" } });',
  },
  {
    name: 'any file is the one that is waited for',
    file: 'core/chat/items.js',
    from: 'items.findLastIndex((it) => isFile(it, attachmentId)) : -1',
    to: 'items.findLastIndex((it) => fileIn(it) !== undefined) : -1',
  },
  {
    name: 'uploads anew what nobody answered for',
    file: 'core/chat/transition.js',
    from: "case 'send-unknown':",
    to: `case 'send-unknown':
            if (state.drafts.find(({ localId }) => localId === event.localId)?.file)
                return changeDraft(state, event.localId, toUpload);`,
  },
  {
    name: 'forgets the bytes of a file',
    file: 'core/chat/session.js',
    from: 'this.#ports.storage.saveFile(localId, bytes);',
    to: '',
  },
  {
    name: 'says that a file is sent once it is taken in',
    file: 'core/chat/outbox.js',
    from: "store.dispatch({ type: 'accepted', localId });",
    to: "store.dispatch({ type: 'send-done', localId, id: attachmentId, at: this.#ports.clock.now() });",
  },
  {
    name: 'forgets the conversation on reload',
    file: 'core/chat/course.js',
    from: 'storage.save({ startKey: undefined, ticket,',
    to: 'storage.save({ startKey: undefined,',
  },
  {
    name: 'double start',
    file: 'core/ticket.js',
    from: 'key ??= chance.newId();',
    to: 'key = chance.newId();',
  },
  {
    name: 'ignores ended',
    file: 'core/chat/transition.js',
    from: "case 'over':\n            return over(",
    to: "case 'over':\n            return state ?? over(",
  },
  {
    name: 'never asks to end',
    file: 'core/chat/course.js',
    from: 'await connection.end(signal);',
    to: '',
  },
  {
    name: 'leaves alone what was called off',
    file: 'core/chat/starts.js',
    from: 'if (!this.#ports.broker.stop)',
    to: 'if (asked !== this)',
  },
  {
    name: 'stays with a dead client',
    file: 'adapters/chatjs/keeper.js',
    from: "this.rebuild('link.broken');",
    to: '',
  },
  {
    name: 'tells nobody that the link is down',
    file: 'adapters/chatjs/keeper.js',
    from: "if (link !== 'up' && ",
    to: "if (link !== 'up' || ",
  },
  {
    name: 'leaves its timers',
    file: 'adapters/chatjs/timers.js',
    from: 'this.stop(...this.#stops.keys());',
    to: '',
  },
  {
    name: 'rejects where nobody listens',
    file: 'core/chat/transcript.js',
    from: 'apart(throttled), this.#pause.signal).catch(() => { });',
    to: 'apart(throttled), this.#pause.signal);',
  },
  {
    name: 'says that it keeps what it does not',
    file: 'core/chat/session.js',
    from: "this.store.dispatch({ type: 'keeping', keeps })",
    to: "this.store.dispatch({ type: 'keeping', keeps: true })",
  },
  {
    name: 'two leaders',
    file: 'core/tabs/leadership.js',
    from: 'this.#ask(false);\n            this.#lose();',
    to: 'this.#ask(false);',
  },
  {
    name: 'leader never yields',
    file: 'core/tabs/leadership.js',
    from: "if (change === 'left')",
    to: 'if (false)',
  },
  {
    name: 'what a tab that follows wants is told once',
    file: 'core/chat/following.js',
    from: 'wanted.forEach(tell);',
    to: '',
  },
  {
    name: 'a tab that goes on knows nothing',
    file: 'core/chat/leading.js',
    from: 'this.#take(this.#before?.whole);',
    to: 'this.#take(undefined);',
  },
  {
    name: 'receipts replayed',
    file: 'core/chat/receipts.js',
    from: "if (known !== 'read' && known !== kind)",
    to: "if ((known !== 'read' && known !== kind) || (known === 'read' && count === 1 && this.#failures === 0))",
  },
];
