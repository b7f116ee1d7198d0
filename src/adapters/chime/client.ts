import type { MeetingTicket } from '../../core/call/ports.js';
import { DeskbellError } from '../../core/errors.js';
import { contentSuffix } from './normalise.js';
import {
  AudioVideoController,
  Backoff,
  MeetingConfiguration,
  MeetingCredentials,
  NoDownlink,
  NoOpLogger,
  ReconnectController,
  type MediaStreamBroker,
} from './sdk.js';
import { Socket } from './socket.js';

/**
 * How long the client tries to come back, in milliseconds. Amazon Connect forgets a participant who was away for 60 s,
 * credentials and all: after that only a new way in helps, which is not the client's business.
 */
const reconnectMs = 55_000;

/** One join of the client: the customer's own, or the second one that carries their screen. */
export interface Client {
  readonly controller: AudioVideoController;
  readonly socket: Socket;
  /** Leaves politely. The client's own end follows, or nothing when it was not there yet. */
  leave(): void;
  /** Ends it at once, without a word to the service. */
  cut(): void;
}

export function configurationOf({ meeting, attendee }: MeetingTicket): MeetingConfiguration {
  try {
    const configuration = new MeetingConfiguration(meeting, attendee);
    configuration.reconnectTimeoutMs = reconnectMs;
    // Where the service wants to be told how the call goes. Nobody asked the customer.
    if (configuration.urls) configuration.urls.eventIngestionURL = null;
    return configuration;
  } catch (cause) {
    throw new DeskbellError('media/failed', { cause });
  }
}

/** The same meeting, as the customer's screen joins it: another attendee, which receives nothing. */
export function contentConfigurationOf(own: MeetingConfiguration): MeetingConfiguration {
  const configuration = new MeetingConfiguration();
  const { attendeeId, externalUserId, joinToken } = own.credentials ?? new MeetingCredentials();
  configuration.meetingId = own.meetingId;
  configuration.urls = own.urls;
  configuration.meetingFeatures = own.meetingFeatures.clone();
  configuration.reconnectTimeoutMs = reconnectMs;
  configuration.videoDownlinkBandwidthPolicy = new NoDownlink();
  configuration.credentials = Object.assign(new MeetingCredentials(), {
    attendeeId: `${attendeeId}${contentSuffix}`,
    externalUserId,
    joinToken: `${joinToken}${contentSuffix}`,
  });
  return configuration;
}

export function createClient(configuration: MeetingConfiguration, inputs: MediaStreamBroker): Client {
  const socket = new Socket();
  const { reconnectTimeoutMs, reconnectFixedWaitMs, reconnectShortBackOffMs, reconnectLongBackOffMs } = configuration;
  const backoff = new Backoff(reconnectFixedWaitMs, reconnectShortBackOffMs, reconnectLongBackOffMs);
  const reconnect = new ReconnectController(reconnectTimeoutMs, backoff);
  const controller = new AudioVideoController(configuration, new NoOpLogger(), socket, inputs, reconnect);
  return {
    controller,
    socket,
    leave() {
      controller.stop();
    },
    cut() {
      reconnect.disableReconnect();
      socket.close();
      // With its socket closing, the client leaves without a word and cleans up behind itself.
      controller.rtcPeerConnection?.close();
      controller.stop();
      void controller.destroy();
    },
  };
}
