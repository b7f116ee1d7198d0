// The two servers behind the pages: a broker, and the simulator that plays Amazon Connect for it.
import { randomBytes } from 'node:crypto';
import { createBroker, createListener, jsonLines } from 'deskbell/broker/node';
import { createSimulator } from 'deskbell/simulator';

// A demo is no place for the SDK's notice about future versions of Node. Leave it on in your own server.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const plenty = { burst: 10_000, perMinute: 60_000 };

/** Both, for pages at `origin`. */
export function startServices(origin) {
  const simulator = createSimulator();
  // What your own broker reads from its environment. The keys are the simulator's, and open nothing else.
  const { endpoint, participantEndpoint, region, accessKeyId, secretAccessKey, instanceId, contactFlowId } =
    simulator.config(origin);
  const queueIds = [...simulator.world.queues.keys()];
  const log = jsonLines((line) => process.stderr.write(line));
  const broker = createBroker(
    {
      origins: [origin],
      keys: [{ id: 'demo', secret: randomBytes(32).toString('base64url') }],
      region,
      instanceId,
      chatFlowId: contactFlowId,
      topics: { returns: contactFlowId },
      // People answer here. Where a Lex bot does, leave the limit at its default of 1,024.
      features: { attachments: true, typing: true, receipts: true, interactive: true, maxMessageBytes: 16_384 },
      // Voice always; pictures and shared screens both ways. Your calls have a flow of their own.
      call: { flowId: contactFlowId, video: 'both', screenShare: 'both' },
      // Contacts go to the queue that fits their topic and has the shortest wait; what is open is told before the start.
      queues: {
        care: { queueId: queueIds[0], label: { en: 'Anything else', de: 'Etwas anderes', ar: 'شيء آخر' } },
        returns: { queueId: queueIds[1], topics: ['returns'], label: { en: 'Returns', de: 'Rückgabe', ar: 'الإرجاع' } },
      },
      // What a customer is told while waiting, and offered when it takes long.
      waiting: { offers: { afterSeconds: 180, afterPosition: 5 } },
      articles: [
        { title: { en: 'Delivery and care', de: 'Lieferung und Pflege', ar: 'التوصيل والعناية' }, url: '/#care' },
      ],
      // Ten minutes are right where hours change once a season. Here they change by a press.
      hoursSeconds: 2,
      // How a contact ended, and what comes then: back in line by itself when it was the agent's network, a rating else.
      endings: { requeue: { automatic: true }, rating: true, show: ['duration', 'first-response'] },
      // Whoever comes back goes on where they were.
      persistent: { days: 7 },
      // Instead of waiting, or when nobody is there. At your site an agent gets these as tasks.
      callback: { kind: 'task', flowId: contactFlowId },
      message: { kind: 'task', flowId: contactFlowId },
      // On one machine every customer has the same address. Keep the broker's own limits on the internet.
      limits: { callsPerAddress: plenty, startsPerAddress: plenty, startsPerVisitor: plenty },
      // With AWS the next three are left out: the SDK finds Amazon Connect and the role of your server by itself.
      connectEndpoint: endpoint,
      participantEndpoint,
      credentials: { accessKeyId, secretAccessKey },
    },
    { logger: { log: (level, ...rest) => level === 'error' && log.log(level, ...rest) } },
  );
  return { simulator, answerBroker: createListener(broker) };
}
