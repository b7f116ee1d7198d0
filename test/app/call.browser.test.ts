import { assert } from '@open-wc/testing';
import { createCallSession, defineCall, type DeskbellCall } from '../../src/app/call.js';
import { DeskbellError } from '../../src/core/errors.js';
import { deep } from '../elements/harness.js';

let asked = 0;
const unavailable = (): Promise<never> => {
  asked++;
  return Promise.reject(new DeskbellError('token/unavailable'));
};
const callsWork = 'RTCPeerConnection' in globalThis;

describe('a call in the browser that is there', () => {
  let call: DeskbellCall;

  beforeEach(async () => {
    asked = 0;
    defineCall();
    call = document.body.appendChild(document.createElement('deskbell-call'));
    call.session = createCallSession({
      broker: { startCall: unavailable, rejoin: unavailable, stop: () => Promise.resolve() },
      beside: true,
    });
    await call.updateComplete;
    const start = deep<HTMLButtonElement>(call.renderRoot as ShadowRoot, 'button').find((button) =>
      button.textContent.includes('voice'),
    );
    start?.click();
    await call.updateComplete;
    const [room] = deep<HTMLElement & { updateComplete: Promise<unknown> }>(call.renderRoot, 'deskbell-prejoin');
    await room?.updateComplete;
  });

  afterEach(async () => {
    await call.session?.cancel();
    call.remove();
  });

  const words = (): string =>
    deep(call.renderRoot as ShadowRoot, 'deskbell-prejoin')
      .map(({ shadowRoot }) => (shadowRoot?.querySelector('[part=base]') as HTMLElement).innerText)
      .join();

  it(callsWork ? 'can be joined from the room before it' : 'is not promised where it cannot work', () => {
    if (callsWork) assert.match(words(), /Join/);
    else {
      assert.match(words(), /Calls don’t work in this browser/);
      assert.notMatch(words(), /Join/);
      assert.equal(asked, 0);
    }
  });
});
