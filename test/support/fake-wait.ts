import type { WaitControl } from '../../src/core/wait/control.js';
import { offerId, type Offer } from '../../src/core/wait/offers.js';
import { initialWaitState, type WaitState } from '../../src/core/wait/state.js';
import { createStore } from '../../src/core/store.js';

/** Waiting and endings whose state is set by hand: it keeps what it is asked for. */
export class FakeWait {
  /** What was asked, as somebody would write it: `choose callback`. */
  readonly asked: string[] = [];
  readonly control: WaitControl;
  #store;

  constructor(state: Partial<WaitState> = {}) {
    const store = createStore<WaitState, WaitState>({ ...initialWaitState, ...state }, (_, next) => next);
    this.#store = store;
    const ask =
      (verb: string) =>
      (...details: unknown[]): void =>
        void this.asked.push([verb, ...details.filter((detail) => detail !== undefined).map(written)].join(' '));
    const later =
      (verb: string) =>
      (...details: unknown[]): Promise<void> =>
        Promise.resolve(ask(verb)(...details));
    this.control = {
      store,
      look: later('look'),
      choose: (offer) => {
        ask('choose')(offer);
        this.set({ errand: { name: offer.kind === 'queue' ? 'sending' : 'open', offer } });
      },
      putAway: () => {
        ask('put-away')();
        this.set({ errand: { name: 'none' } });
      },
      decline: (offer) => {
        ask('decline')(offer);
        this.#keep((one) => offerId(one) !== offerId(offer));
      },
      declineAll: () => {
        ask('decline-all')();
        this.#keep(() => false);
      },
      sendCallback: later('callback'),
      sendMessage: later('message'),
      goBack: later('go-back'),
      stayAway: ask('stay-away'),
      tryNow: ask('try-now'),
      stopTrying: ask('stop-trying'),
      rate: later('rate'),
    };
  }

  get state(): WaitState {
    return this.#store.state;
  }

  set(fields: Partial<WaitState>): void {
    this.#store.dispatch({ ...this.state, ...fields });
  }

  #keep(wanted: (offer: Offer) => boolean): void {
    const { line } = this.state;
    if (line.name === 'waiting') this.set({ line: { ...line, offers: line.offers.filter(wanted) } });
  }
}

const written = (detail: unknown): string =>
  typeof detail === 'object' && detail !== null && 'kind' in detail
    ? offerId(detail as Offer)
    : typeof detail === 'string'
      ? detail
      : JSON.stringify(detail);
