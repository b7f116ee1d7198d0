/*
 * The parts of amazon-chime-sdk-js 3.32.0 that are used, each by its own path: the package's index brings everything
 * there is, and nothing of it can be shaken off. It is CommonJS, so that the class of each file is its `default`.
 *
 * `DefaultMeetingSession` and `DefaultDeviceController` are left out on purpose: the captures are ours (inputs.ts), and
 * without the former neither events are reported to Amazon nor a worker is started from a blob.
 */
import speakerPolicy from 'amazon-chime-sdk-js/build/activespeakerpolicy/DefaultActiveSpeakerPolicy.js';
import controller from 'amazon-chime-sdk-js/build/audiovideocontroller/DefaultAudioVideoController.js';
import type observer from 'amazon-chime-sdk-js/build/audiovideoobserver/AudioVideoObserver.js';
import backoff from 'amazon-chime-sdk-js/build/backoff/FullJitterBackoff.js';
import type report from 'amazon-chime-sdk-js/build/clientmetricreport/ClientMetricReport.js';
import type dataMessage from 'amazon-chime-sdk-js/build/datamessage/DataMessage.js';
import noOpLogger from 'amazon-chime-sdk-js/build/logger/NoOpLogger.js';
import type broker from 'amazon-chime-sdk-js/build/mediastreambroker/MediaStreamBroker.js';
import type brokerObserver from 'amazon-chime-sdk-js/build/mediastreambrokerobserver/MediaStreamBrokerObserver.js';
import configuration from 'amazon-chime-sdk-js/build/meetingsession/MeetingSessionConfiguration.js';
import credentials from 'amazon-chime-sdk-js/build/meetingsession/MeetingSessionCredentials.js';
import reconnect from 'amazon-chime-sdk-js/build/reconnectcontroller/DefaultReconnectController.js';
import noDownlink from 'amazon-chime-sdk-js/build/videodownlinkbandwidthpolicy/NoVideoDownlinkBandwidthPolicy.js';
import type tileState from 'amazon-chime-sdk-js/build/videotile/VideoTileState.js';
import socket from 'amazon-chime-sdk-js/build/websocketadapter/DefaultWebSocketAdapter.js';

export const ActiveSpeakerPolicy = speakerPolicy.default;
export const AudioVideoController = controller.default;
export const Backoff = backoff.default;
export const MeetingConfiguration = configuration.default;
export const MeetingCredentials = credentials.default;
export const NoDownlink = noDownlink.default;
export const NoOpLogger = noOpLogger.default;
export const ReconnectController = reconnect.default;
export const WebSocketAdapter = socket.default;

export type AudioVideoController = InstanceType<typeof controller.default>;
export type AudioVideoObserver = observer.default;
export type ClientMetricReport = report.default;
export type DataMessage = dataMessage.default;
export type MediaStreamBroker = broker.default;
export type MediaStreamBrokerObserver = brokerObserver.default;
export type MeetingConfiguration = InstanceType<typeof configuration.default>;
export type VideoTileState = tileState.default;
