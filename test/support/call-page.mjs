// Runs in a page: one call with the real Chime SDK, and what happened in it. `window.startCall` begins one.
import DefaultActiveSpeakerPolicy from 'amazon-chime-sdk-js/build/activespeakerpolicy/DefaultActiveSpeakerPolicy';
import DefaultDeviceController from 'amazon-chime-sdk-js/build/devicecontroller/DefaultDeviceController';
import NoOpLogger from 'amazon-chime-sdk-js/build/logger/NoOpLogger';
import DefaultMeetingSession from 'amazon-chime-sdk-js/build/meetingsession/DefaultMeetingSession';
import MeetingSessionConfiguration from 'amazon-chime-sdk-js/build/meetingsession/MeetingSessionConfiguration';
import MeetingSessionStatusCode from 'amazon-chime-sdk-js/build/meetingsession/MeetingSessionStatusCode';

const topics = ['AMAZON_CONNECT_SCREEN_SHARING', 'DESKBELL_CALL', 'test'];

class Call {
  /** `{name, detail}`, oldest first. */
  events = [];
  /** Loudest volume so far, by attendee. */
  loudest = {};
  audioVideo;
  #devices;

  constructor({ Meeting, Attendee }) {
    const logger = new NoOpLogger();
    this.#devices = new DefaultDeviceController(logger);
    const configuration = new MeetingSessionConfiguration(Meeting, Attendee);
    this.audioVideo = new DefaultMeetingSession(configuration, logger, this.#devices).audioVideo;
    this.#observe();
  }

  /** `microphone` and `camera` are streams; undefined takes the first device, null none. */
  async start({ microphone, camera } = {}) {
    const audioInput =
      microphone === undefined ? (await this.#devices.listAudioInputDevices())[0]?.deviceId : microphone;
    const videoInput = camera === undefined ? (await this.#devices.listVideoInputDevices())[0]?.deviceId : camera;
    if (audioInput) await this.audioVideo.startAudioInput(audioInput);
    if (videoInput) await this.audioVideo.startVideoInput(videoInput);
    await this.audioVideo.bindAudioElement(document.getElementById('audio'));
    this.audioVideo.start();
    if (videoInput) this.audioVideo.startLocalVideoTile();
  }

  /** Packets received and sent so far, by kind. */
  async packets() {
    const counts = { in: { audio: 0, video: 0 }, out: { audio: 0, video: 0 } };
    const report = await this.audioVideo.getRTCPeerConnectionStats();
    report?.forEach((entry) => {
      if (entry.type === 'inbound-rtp') counts.in[entry.kind] += entry.packetsReceived;
      if (entry.type === 'outbound-rtp') counts.out[entry.kind] += entry.packetsSent;
    });
    return counts;
  }

  /** Shares a drawn screen: no picker, same path through the SDK. */
  async share() {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const pen = canvas.getContext('2d');
    let count = 0;
    setInterval(() => {
      pen.fillStyle = 'white';
      pen.fillRect(0, 0, 640, 360);
      pen.fillStyle = 'navy';
      pen.font = '40px sans-serif';
      pen.fillText(`Shared screen ${(count += 1)}`, 100, 180);
    }, 100);
    await this.audioVideo.startContentShare(canvas.captureStream(10));
  }

  #observe() {
    const { audioVideo } = this;
    audioVideo.addObserver({
      audioVideoDidStartConnecting: (reconnecting) => this.#note('connecting', reconnecting),
      audioVideoDidStart: () => this.#note('started'),
      audioVideoDidStop: (status) => this.#note('stopped', MeetingSessionStatusCode[status.statusCode()]),
      connectionDidSuggestStopVideo: () => this.#note('stop-video-suggested'),
      connectionDidBecomePoor: () => this.#note('poor'),
      videoSendDidBecomeUnavailable: () => this.#note('video-unavailable'),
      videoTileDidUpdate: (tile) => this.#show(tile),
      videoTileWasRemoved: (tileId) => this.#note('tile-removed', tileId),
    });
    audioVideo.addContentShareObserver({
      contentShareDidStart: () => this.#note('share-started'),
      contentShareDidStop: () => this.#note('share-stopped'),
    });
    audioVideo.realtimeSubscribeToAttendeeIdPresence((attendeeId, isPresent, externalUserId) => {
      this.#note(isPresent ? 'joined' : 'left', { attendeeId, externalUserId });
      if (isPresent) this.#listen(attendeeId);
      else audioVideo.realtimeUnsubscribeFromVolumeIndicator(attendeeId);
    });
    for (const topic of topics) {
      audioVideo.realtimeSubscribeToReceiveDataMessage(topic, (message) =>
        this.#note('message', {
          topic,
          text: message.text(),
          from: message.senderExternalUserId,
          throttled: message.throttled,
        }),
      );
    }
    audioVideo.subscribeToActiveSpeakerDetector(new DefaultActiveSpeakerPolicy(), ([speaker]) => {
      if (speaker) this.#note('speaking', speaker);
    });
  }

  #show(tile) {
    // The first update has no attendee yet, and for a shared screen does not even say that it is one.
    if (tile.tileId === null || !tile.boundAttendeeId) return;
    const place = tile.localTile ? 'local' : tile.isContent ? 'screen' : 'remote';
    this.#note('tile', { tileId: tile.tileId, place });
    this.audioVideo.bindVideoElement(tile.tileId, document.getElementById(place));
  }

  #listen(attendeeId) {
    let wasMuted = null;
    this.audioVideo.realtimeSubscribeToVolumeIndicator(attendeeId, (id, volume, isMuted, signal) => {
      this.loudest[id] = Math.max(this.loudest[id] ?? 0, volume ?? 0);
      if (signal !== null) this.signal = signal;
      if (isMuted === null || isMuted === wasMuted) return;
      if (wasMuted !== null) this.#note(isMuted ? 'muted' : 'unmuted', id);
      wasMuted = isMuted;
    });
  }

  #note(name, detail) {
    this.events.push({ name, detail: detail ?? null });
  }
}

window.startCall = async (connectionData, inputs = {}) => {
  window.call = new Call(connectionData);
  await window.call.start(inputs);
};
