import { HttpCallBroker } from '../../src/adapters/broker/http-call-broker.js';
import { MemoryCallBroker } from '../../src/adapters/memory/call-broker.js';
import { ManualClock } from '../../src/adapters/memory/clock.js';
import { call } from '../broker/support/broker-world.js';
import { faults } from '../broker/support/connect-stub.js';
import { brokerStage } from './broker-stage.js';
import { callBrokerContract } from './call-broker.js';

callBrokerContract('in memory', async () => {
  const broker = new MemoryCallBroker();
  const later = (code: string) => ({
    retryable: code === 'token/busy' || code === 'token/unavailable',
    retryAfterMs: code === 'token/busy' ? 20_000 : undefined,
  });
  return Promise.resolve({
    broker,
    refuseNext: (code) => broker.failNext(code, later(code)),
    refuseRejoin: (code) => broker.failRejoin(code, later(code)),
    refuseStop: (code) => broker.failStop(code, later(code)),
    later: () => {},
    hold: () => Promise.resolve(broker.hold()),
    release: () => broker.release(),
    stop: () => Promise.resolve(),
  });
});

callBrokerContract('over HTTP, with a real broker and the AWS SDK behind it', async () => {
  const stage = await brokerStage({ call });
  const { connect, clock } = stage.behind;
  return {
    broker: new HttpCallBroker(stage.url, new ManualClock()),
    refuseNext(code) {
      const fail = (fault: ReturnType<typeof faults.html>, times = 1) =>
        connect.script(fault, times, 'StartWebRTCContact');
      if (code === 'token/busy') fail(faults.error('LimitExceededException', 429));
      if (code === 'token/unavailable') fail(faults.cutAfterEffect(), 3);
      if (code === 'token/misconfigured') fail(faults.error('AccessDeniedException', 403));
      if (code === 'token/start-again') fail(faults.without('ConnectionData'));
    },
    refuseRejoin(code) {
      const fail = (name: string, status: number) => connect.script(faults.error(name, status), 1, 'CreateParticipant');
      if (code === 'token/not-found') fail('ConflictException', 409);
      if (code === 'token/start-again') fail('InvalidRequestException', 400);
      if (code === 'token/busy') fail('ServiceQuotaExceededException', 402);
    },
    refuseStop: () => connect.script(faults.reset(), 3, 'StopContact'),
    later() {
      clock.now += 60_000;
    },
    hold: () => stage.hold('StartWebRTCContact'),
    release: () => stage.release(),
    stop: () => stage.stop(),
  };
});
