import type { ConnectClient } from '@aws-sdk/client-connect';
import { createConnect, type ConnectPort } from '../../../src/broker/connect.js';
import { checkConfig, type BrokerConfig } from '../../../src/broker/config.js';
import { connectOperations } from '../../../src/simulator/connect/operations.js';
import type { World } from '../../../src/simulator/index.js';
import { ServiceError, type Call } from '../../../src/simulator/wire.js';

/** What goes wrong with a call: its error, and whether it had its effect all the same. */
export interface Mishap {
  readonly error: string;
  readonly after: boolean;
}

/**
 * The broker's port over the simulator's operations, without a network between them: as the SDK would send and read it.
 * `mishap` is asked before every call; `pause` lets others go first.
 */
export function simulatedConnect(
  world: World,
  config: BrokerConfig,
  mishap: (operation: string) => Mishap | undefined = () => undefined,
  pause: () => Promise<void> = () => Promise.resolve(),
): ConnectPort {
  const send = async (command: { readonly input: object }): Promise<unknown> => {
    const name = command.constructor.name.replace(/Command$/, '');
    const wrong = mishap(name);
    await pause();
    if (wrong && !wrong.after) throw thrown(wrong.error);
    const answer = run(world, name, command.input);
    await pause();
    if (wrong) throw thrown(wrong.error);
    return answer;
  };
  return createConnect(checkConfig(config), () => ({ send }) as unknown as ConnectClient);
}

function run(world: World, name: string, input: object): unknown {
  const operation = connectOperations.find((one) => one.name === name);
  if (!operation) throw new Error(`${name} is not simulated.`);
  const sent = JSON.parse(JSON.stringify(input, toSeconds)) as Record<string, unknown>;
  const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, member]) => String(member));
  const params = Object.fromEntries(inPath.map((member) => [member, String(sent[member])]));
  const body = Object.fromEntries(Object.entries(sent).filter(([member]) => !inPath.includes(member)));
  const { ContactId } = sent;
  const query = new URLSearchParams(typeof ContactId === 'string' ? { contactId: ContactId } : {});
  try {
    const answer: unknown = operation.run(world, { params, body, query } as Partial<Call> as Call);
    return JSON.parse(JSON.stringify(answer ?? {}), toDates);
  } catch (error) {
    if (error instanceof ServiceError) throw thrown(error.type, error.status);
    throw error;
  }
}

const isTime = (key: string): boolean => key.endsWith('Timestamp') || key.endsWith('Time');

/** Times go over the wire as seconds since 1970. */
function toSeconds(key: string, value: unknown): unknown {
  return isTime(key) && typeof value === 'string' ? Date.parse(value) / 1000 : value;
}

function toDates(key: string, value: unknown): unknown {
  return isTime(key) && typeof value === 'number' ? new Date(value * 1000) : value;
}

const statuses: Readonly<Record<string, number>> = { ThrottlingException: 429, InternalServiceException: 500 };

function thrown(name: string, httpStatusCode = statuses[name]): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}
