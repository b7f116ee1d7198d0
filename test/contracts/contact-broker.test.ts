import { HttpBroker } from '../../src/adapters/broker/http-broker.js';
import { MemoryBroker } from '../../src/adapters/memory/broker.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { faults } from '../broker/support/connect-stub.js';
import { brokerStage } from './broker-stage.js';
import { contactBrokerContract } from './contact-broker.js';

contactBrokerContract('in memory', async () => {
  const broker = new MemoryBroker();
  return {
    broker,
    refuseNext: (code) =>
      broker.failNext(code, {
        retryable: code === 'token/busy' || code === 'token/unavailable',
        retryAfterMs: code === 'token/busy' ? 20_000 : undefined,
      }),
    refuseStop: () => broker.failStop('token/unavailable', { retryable: true }),
    later: () => {},
    hold: () => Promise.resolve(broker.hold()),
    release: () => broker.release(),
    stop: () => Promise.resolve(),
  };
});

contactBrokerContract('over HTTP, with a real broker and the AWS SDK behind it', async () => {
  const stage = await brokerStage();
  const { behind } = stage;
  return {
    broker: new HttpBroker(stage.url, new ManualClock()),
    refuseNext(code) {
      if (code === 'token/busy') behind.connect.script(faults.error('LimitExceededException', 429));
      if (code === 'token/unavailable') behind.connect.script(faults.cutAfterEffect(), 3);
      if (code === 'token/misconfigured') behind.connect.script(faults.error('AccessDeniedException', 403));
      if (code === 'token/start-again') behind.connect.script(faults.without('ParticipantToken'));
    },
    refuseStop: () => behind.connect.script(faults.reset(), 3, 'StopContact'),
    later() {
      behind.clock.now += 60_000;
    },
    hold: () => stage.hold('StartChatContact'),
    release: () => stage.release(),
    stop: () => stage.stop(),
  };
});
