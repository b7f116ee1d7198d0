import type { ServerResponse } from 'node:http';
import { summarise, type ContactSummary } from './desk-contacts.js';
import { queueBoard } from './desk-queues.js';
import { contentType, type Item } from './contact.js';
import type { Sockets } from './sockets.js';
import type { World } from './world.js';

/**
 * # The agent desk over HTTP
 *
 * Everything a page needs to let a person play the agent. JSON in, JSON out; a refusal is `{"error": "a sentence"}` with
 * 400, 404 or 409. Contacts are named by `contactId`, the initial contact id, which stays the same over transfers.
 *
 * ## The feed
 * `GET /_sim/desk/feed?name=Ines&state=available` is a stream of Server-Sent Events (use EventSource). While at least one
 * feed is open in state `available`, somebody is at the desk and scripted agents take no contacts. Events:
 * - `desk`      `{desk, name, state}`: once at the beginning (`desk` is the id of this feed) and after a change of state
 * - `contacts`  `{contacts: ContactSummary[]}`: at the beginning and whenever something about any contact changed, oldest
 *               first; a contact stays listed for ten minutes after its end
 * - `board`     `{queues: QueueSummary[], requests: WorkRequest[]}`: the queues as they are, and tasks, e-mails and outbound
 *               contacts, newest first; when `contacts` comes
 * - `item`      `{contactId, item}`: everything that is said in any contact, as it goes over the service's wire. Typing of
 *               the customer is an item with `ContentType` `application/vnd.amazonaws.connect.event.typing` and
 *               `ParticipantRole` `CUSTOMER`; receipts have `Type` `MESSAGEMETADATA`
 * A comment line every 15 s keeps the stream open. EventSource comes back by itself; every new stream begins with the
 * whole list, and `GET /_sim/desk/contacts/{contactId}` gives the transcript so far.
 *
 * ## Calls
 * - `POST /_sim/desk/state` `{desk, state: "available" | "away"}` → `{desk, name, state}`
 * - `GET  /_sim/desk/queues` → `{queues: QueueSummary[]}`
 * - `POST /_sim/desk/queues/{id}` `{staff?, others?, open?, lively?}` → `{queue: QueueSummary}`: how many work and how many
 *   others wait, open or closed for today, others who come and go by chance
 * - `GET  /_sim/desk/contacts` → `{contacts: ContactSummary[]}`
 * - `GET  /_sim/desk/contacts/{contactId}` → `{contact: ContactSummary, transcript: Item[]}`
 * and, all of them `POST /_sim/desk/contacts/{contactId}/…` with `{contact: ContactSummary}` as the answer:
 * - `accept`    `{agent, media?: "synthetic" | "own"}`: takes a waiting contact; 409 when it does not wait (any more). A
 *               call gets a recorded agent (synthetic, the default), or with `own` the agent's own page: the answer then
 *               also has `connection`, `{Meeting, Attendee}` for the Chime SDK there, and asking again gives a fresh one,
 *               which ends the one before
 * - `messages`  `{text}`, or `{contentType, content}` for any content type; an object as `content` is sent as JSON. The
 *               answer also has `item`
 * - `files`     `{name, contentType, base64}`
 * - `typing`    `{}`: one typing event; repeat it every few seconds while the person types
 * - `receipts`  `{messageId, kind: "delivered" | "read"}`
 * - `transfer`  `{queue}` (id or name), `{agent}` (a name; that agent takes it at once), or `{fails: true}`
 * - `drop`      `{}` cuts the customer's sockets without a word; `{code}` closes them with that code instead. The answer
 *               also has `sockets`, how many there were
 * - `away` / `back`      the agent is idle, or has returned
 * - `lose` / `recover`   the agent's network is gone (noticed after 20 s unless it recovers), or is there again
 * - `call`      `{mute?, camera?, share?: "allow" | "stop" | "start", hold?}`, all but `share` booleans: in a call. `mute`,
 *               `camera` and `start` (a recorded screen) move the synthetic agent; `allow` and `stop` say
 *               `{"message": "ScreenSharingStarted" | "ScreenSharingStopped"}` to the customer's page on the topic
 *               `AMAZON_CONNECT_SCREEN_SHARING`, and `hold` says `{"message": "HoldStarted" | "HoldStopped"}` on
 *               `DESKBELL_CALL`. `stop` also ends the synthetic agent's own screen
 * - `network`   `{what: "all" | "signaling" | "media", how: "silence" | "cut", seconds: number | null}`: in a call, the
 *               customer's network is out for so long; `null` = until `seconds` is 0
 * - `end`       `{reason?}`: the agent ends the contact, or it ends for another reason of its channel. In a call the agent leaves at once, and the call is over half a second
 *               later
 *
 * `ContactSummary.call` is null for a chat; for a call it says who may send what, whether the customer's media `arrived`,
 * their `camera`, whether they are `muted` or `sharing`, `held`, `shareAllowed`, their `network`, and the `agentMedia`.
 */
export interface Desk {
  /** Opens the feed of one page. */
  open(response: ServerResponse, name: string, state: DeskState): void;
  /** Changes the state of an open feed; undefined when there is none of that id. */
  setState(desk: string, state: DeskState): DeskInfo | undefined;
  contacts(): ContactSummary[];
  isSomebodyThere(): boolean;
  close(): void;
}

export type DeskState = 'available' | 'away';

export interface DeskInfo {
  readonly desk: string;
  readonly name: string;
  readonly state: DeskState;
}

interface Feed {
  readonly id: string;
  readonly name: string;
  state: DeskState;
  readonly response: ServerResponse;
}

const keepAliveMs = 15_000;
const showOverMs = 600_000;

/** The open feeds of the desk. `onStaffing` is told when somebody came or went. */
export function createDesk(world: World, sockets: Sockets, onStaffing: () => void): Desk {
  const feeds = new Set<Feed>();
  let announced = false;

  const write = (feed: Feed, event: string, data: unknown): void => {
    if (!feed.response.destroyed) feed.response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };

  const contacts = (): ContactSummary[] =>
    [...world.conversations.values()]
      .filter((one) => !one.over || world.now() - (one.segments.at(-1)?.disconnectTimestamp ?? 0) < showOverMs)
      .map((one) => summarise(world, sockets, one));

  /** Several changes at once make one list. */
  const announce = (): void => {
    if (announced || feeds.size === 0) return;
    announced = true;
    queueMicrotask(() => {
      announced = false;
      const list = { contacts: contacts() };
      const board = queueBoard(world);
      for (const feed of feeds) {
        write(feed, 'contacts', list);
        write(feed, 'board', board);
      }
    });
  };

  const stop = world.on((event) => {
    if (event.type === 'published') {
      const said: { contactId: string; item: Item } = { contactId: event.conversation.id, item: event.item };
      for (const feed of feeds) write(feed, 'item', said);
      if (event.item.ContentType === contentType.typing) return;
    }
    announce();
  });
  const stopSockets = sockets.onChange(announce);

  const info = ({ id: desk, name, state }: Feed): DeskInfo => ({ desk, name, state });

  return {
    open(response, name, state) {
      const feed: Feed = { id: world.newId(), name, state, response };
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        connection: 'keep-alive',
      });
      feeds.add(feed);
      const alive = setInterval(() => response.write(': still here\n\n'), keepAliveMs);
      alive.unref();
      response.on('close', () => {
        clearInterval(alive);
        feeds.delete(feed);
        onStaffing();
      });
      write(feed, 'desk', info(feed));
      write(feed, 'contacts', { contacts: contacts() });
      write(feed, 'board', queueBoard(world));
      onStaffing();
    },
    setState(desk, state) {
      const feed = [...feeds].find((one) => one.id === desk);
      if (!feed) return undefined;
      feed.state = state;
      write(feed, 'desk', info(feed));
      onStaffing();
      return info(feed);
    },
    contacts,
    isSomebodyThere: () => [...feeds].some((one) => one.state === 'available'),
    close() {
      stop();
      stopSockets();
      for (const feed of feeds) feed.response.end();
    },
  };
}
