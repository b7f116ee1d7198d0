import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { ConnectClient, type ConnectClientConfig } from '@aws-sdk/client-connect';
import { createClock, createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.js';

/** A simulator that listens, on a clock that only the test moves, and the real SDK pointed at it. */
export interface Rig {
  readonly simulator: Simulator;
  readonly origin: string;
  readonly client: ConnectClient;
  /** One more client, with other credentials or retries. */
  readonly connect: (config?: Partial<ConnectClientConfig>) => ConnectClient;
  /** Members every start of a contact needs. */
  readonly start: {
    readonly InstanceId: string;
    readonly ContactFlowId: string;
    readonly ParticipantDetails: { readonly DisplayName: string };
  };
  readonly instance: { readonly InstanceId: string };
}

/** Opens a rig and closes it when the test is over. Nobody answers by themselves, and nothing is throttled. */
export async function openRig(test: TestContext, options: SimulatorOptions = {}): Promise<Rig> {
  const simulator = createSimulator({
    clock: createClock(Date.now()),
    ...options,
    knobs: { scriptedAgents: 'off', throttling: false, ...options.knobs },
  });
  const { origin } = await simulator.listen();
  const { region, accessKeyId, secretAccessKey, instanceId, contactFlowId } = simulator.config(origin);
  const clients: ConnectClient[] = [];
  const connect = (config: Partial<ConnectClientConfig> = {}): ConnectClient => {
    const client = new ConnectClient({
      region,
      endpoint: origin,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
      ...config,
    });
    clients.push(client);
    return client;
  };
  test.after(async () => {
    for (const client of clients) client.destroy();
    await simulator.close();
  });
  return {
    simulator,
    origin,
    client: connect(),
    connect,
    start: { InstanceId: instanceId, ContactFlowId: contactFlowId, ParticipantDetails: { DisplayName: 'Ada' } },
    instance: { InstanceId: instanceId },
  };
}

/** Asserts that a call is refused with this name and status, and that its text holds these words. */
export async function refused(call: Promise<unknown>, name: string, status: number, words = ''): Promise<void> {
  const error = await call.then(
    () => assert.fail(`should be refused with ${name}`),
    (reason: unknown) => reason as Error & { readonly $metadata?: { readonly httpStatusCode?: number } },
  );
  assert.equal(error.name, name, error.message);
  assert.equal(error.$metadata?.httpStatusCode, status);
  assert.ok(error.message.includes(words), `"${error.message}" should speak of "${words}"`);
}

/** The value, or a failed test without it. */
export function there<Value>(value: Value | null | undefined): Value {
  assert.ok(value !== undefined && value !== null);
  return value;
}
