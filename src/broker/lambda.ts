import { Hono } from 'hono';
import { getConnInfo, handle, type APIGatewayProxyResult, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { configFromEnvironment, createBroker, type Broker } from './broker.js';

export * from './broker.js';

/**
 * A Lambda handler for HTTP APIs, function URLs, REST APIs and load balancers:
 * `export const handler = createHandler()`. The broker is made once per execution environment, from the
 * function's environment variables unless you hand one in.
 */
export function createHandler(
  broker: Broker = createBroker(configFromEnvironment(process.env)),
): (event: LambdaEvent, context?: LambdaContext) => Promise<APIGatewayProxyResult> {
  const app = new Hono().all('*', (context) =>
    broker.fetch(context.req.raw, { address: getConnInfo(context).remote.address }),
  );
  return handle(app);
}
