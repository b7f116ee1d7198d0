import type {
  CallConnection,
  CallConnectionEvent,
  Capture,
  JoinOptions,
  MeetingTicket,
  Surface,
} from '../../core/call/ports.js';
import type { Clock } from '../../core/clock.js';
import { DeskbellError } from '../../core/errors.js';
import type { Logger } from '../../core/log.js';
import { browserCapture } from '../browser/capture.js';
import { configurationOf, createClient, type Client } from './client.js';
import { Inputs } from './inputs.js';
import { NetworkWatch } from './network.js';
import { joinError, stoppedBecause, textOf } from './normalise.js';
import { People } from './people.js';
import type { AudioVideoObserver, DataMessage, VideoTileState } from './sdk.js';
import { Share } from './share.js';
import { Sound } from './sound.js';
import { Tiles } from './tiles.js';

export interface MeetingPorts {
  readonly clock: Clock;
  readonly logger: Logger;
}

type Listener = (event: CallConnectionEvent) => void;
type Stopped = Extract<CallConnectionEvent, { type: 'stopped' }>['why'];

/** Data messages are heard by topic: Amazon Connect's for shared screens, and ours for hold. */
const topics = ['AMAZON_CONNECT_SCREEN_SHARING', 'DESKBELL_CALL'];

/** How long media may take to flow, in milliseconds: what is not there by then does not get through. */
const mediaWithinMs = 20_000;

/** How long a polite goodbye may take, in milliseconds. The client itself would wait 15 s for the answer. */
const goodbyeMs = 2_000;

/** Everything that exists once there is a ticket. */
interface Parts {
  readonly client: Client;
  readonly people: People;
  readonly share: Share;
  readonly sound: Sound;
  readonly tiles: Tiles;
}

/** One meeting over amazon-chime-sdk-js. */
export class Meeting implements CallConnection {
  readonly extras = { background: false, voiceFocus: false };
  readonly #ports: MeetingPorts;
  readonly #inputs = new Inputs();
  readonly #network: NetworkWatch;
  #listener: Listener = () => {};
  #parts: Parts | undefined;
  #surface: Surface | undefined;
  #speakerId = '';
  /** Media flowed at least once. */
  #joined = false;
  #over = false;
  /** Settles the join that is running. */
  #settle: ((error: DeskbellError | undefined) => void) | undefined;
  /** Resolves a polite goodbye. */
  #gone: (() => void) | undefined;

  constructor(ports: MeetingPorts) {
    this.#ports = ports;
    this.#network = new NetworkWatch(this.#emit);
  }

  async prepare(ticket: MeetingTicket, listener: Listener, signal: AbortSignal): Promise<void> {
    const { client } = this.#open(ticket, listener);
    const onAbort = (): void => this.close();
    signal.addEventListener('abort', onAbort);
    try {
      signal.throwIfAborted();
      const open = client.socket.whenOpen();
      client.controller.start({ signalingOnly: true });
      if (!(await open)) throw new DeskbellError('connection/lost', { retryable: true });
    } catch (error) {
      throw DeskbellError.from(error, 'media/interrupted');
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  async join(ticket: MeetingTicket, options: JoinOptions, listener: Listener, signal: AbortSignal): Promise<void> {
    const { client, people, sound } = this.#open(ticket, listener);
    await this.#inputs.setMicrophone(browserCapture(options.microphone));
    await this.#inputs.setCamera(browserCapture(options.camera));
    people.setMuted(options.muted);
    if (options.speakerId) await sound.speaker(options.speakerId).catch(() => {});
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => this.close(DeskbellError.from(signal.reason, 'media/interrupted'));
      const stopWaiting = this.#ports.clock.after(mediaWithinMs, () => {
        const { opened } = client.socket;
        this.close(new DeskbellError(opened ? 'media/no-route' : 'connection/timeout', { retryable: true }));
      });
      this.#settle = (error) => {
        this.#settle = undefined;
        stopWaiting();
        signal.removeEventListener('abort', onAbort);
        if (error) reject(error);
        else resolve();
      };
      signal.addEventListener('abort', onAbort);
      if (this.#over) return this.#settle(new DeskbellError('media/interrupted'));
      if (signal.aborted) return onAbort();
      client.controller.start();
      if (this.#inputs.hasCamera) client.controller.videoTileController.startLocalVideoTile();
    });
  }

  async setMicrophone(capture: Capture | undefined): Promise<void> {
    await this.#inputs.setMicrophone(browserCapture(capture));
  }

  setMuted(muted: boolean): void {
    this.#parts?.people.setMuted(muted);
  }

  async setCamera(capture: Capture | undefined): Promise<void> {
    await this.#inputs.setCamera(browserCapture(capture));
    const tiles = this.#parts?.client.controller.videoTileController;
    if (!tiles) return;
    if (!capture) {
      tiles.stopLocalVideoTile();
      tiles.removeLocalVideoTile();
    } else if (!tiles.hasStartedLocalVideoTile()) tiles.startLocalVideoTile();
  }

  async setSpeaker(speakerId: string): Promise<void> {
    this.#speakerId = speakerId;
    await this.#parts?.sound.speaker(speakerId);
  }

  show(tileId: string, surface: Surface | undefined): void {
    this.#parts?.tiles.show(tileId, surface);
  }

  sound(surface: Surface | undefined): void {
    this.#surface = surface;
    void this.#parts?.sound.on(surface);
  }

  async resumeSound(): Promise<void> {
    await this.#parts?.sound.play();
  }

  async startShare(): Promise<void> {
    if (!this.#joined || !this.#parts) throw new DeskbellError('connection/lost');
    await this.#parts.share.start();
  }

  stopShare(): void {
    this.#parts?.share.stop();
  }

  setSharePaused(paused: boolean): void {
    this.#parts?.share.setPaused(paused);
  }

  setPaused(tileId: string, paused: boolean): void {
    this.#parts?.tiles.setPaused(tileId, paused);
  }

  sendMessage(topic: string, text: string): void {
    this.#parts?.client.controller.realtimeController.realtimeSendDataMessage(topic, text);
  }

  /** What blurs a background is fetched by the client from an address of Amazon's, which no strict page allows. */
  setBackground(on: boolean): Promise<void> {
    return on ? Promise.reject(new DeskbellError('media/unsupported')) : Promise.resolve();
  }

  /** The same holds for what takes noise out of a voice; the browser's own suppression is always on. */
  setVoiceFocus(on: boolean): Promise<void> {
    return on ? Promise.reject(new DeskbellError('media/unsupported')) : Promise.resolve();
  }

  async leave(): Promise<void> {
    if (this.#over || !this.#parts || !this.#settleOrJoined()) return this.close();
    const { client, share } = this.#parts;
    share.stop();
    await new Promise<void>((resolve) => {
      const stop = this.#ports.clock.after(goodbyeMs, resolve);
      this.#gone = () => {
        stop();
        resolve();
      };
      client.leave();
    });
    this.close();
  }

  close(error: DeskbellError = new DeskbellError('media/interrupted')): void {
    if (this.#over) return;
    this.#over = true;
    const parts = this.#parts;
    this.#parts = undefined;
    parts?.share.stop();
    parts?.people.stop();
    parts?.tiles.stop();
    void parts?.sound.on(undefined);
    for (const topic of topics) {
      parts?.client.controller.realtimeController.realtimeUnsubscribeFromReceiveDataMessage(topic);
    }
    parts?.client.controller.removeObserver(this.#observer);
    parts?.client.cut();
    this.#inputs.stop();
    this.#settle?.(error);
  }

  /** Whether the client has anything to say goodbye to. */
  #settleOrJoined(): boolean {
    return this.#joined || this.#settle !== undefined;
  }

  #open(ticket: MeetingTicket, listener: Listener): Parts {
    this.#listener = listener;
    if (this.#over) throw new DeskbellError('media/interrupted');
    if (this.#parts) return this.#parts;
    const configuration = configurationOf(ticket);
    const client = createClient(configuration, this.#inputs);
    const { controller } = client;
    const parts: Parts = {
      client,
      people: new People(controller, configuration.credentials?.attendeeId ?? '', this.#emit),
      share: new Share(configuration, this.#emit),
      sound: new Sound(controller.audioMixController, (blocked) => this.#emit({ type: 'sound', blocked })),
      tiles: new Tiles(controller, this.#emit),
    };
    controller.addObserver(this.#observer);
    for (const topic of topics) {
      controller.realtimeController.realtimeSubscribeToReceiveDataMessage(topic, this.#message);
    }
    this.#parts = parts;
    void parts.sound.on(this.#surface);
    if (this.#speakerId) void parts.sound.speaker(this.#speakerId).catch(() => {});
    return parts;
  }

  readonly #emit = (event: CallConnectionEvent): void => {
    if (!this.#over) this.#listener(event);
  };

  readonly #message = (message: DataMessage): void => {
    const text = textOf(message);
    if (text === undefined) return;
    this.#emit({ type: 'message', topic: message.topic, text, from: message.senderExternalUserId ?? undefined });
  };

  readonly #observer: AudioVideoObserver = {
    audioVideoDidStartConnecting: (reconnecting) => {
      if (!reconnecting || !this.#joined) return;
      this.#ports.logger.log('info', 'call.reconnecting');
      this.#emit({ type: 'interrupted' });
    },
    audioVideoDidStart: () => {
      this.#joined = true;
      this.#network.reset();
      this.#emit({ type: 'joined' });
      // A client that did not get in at the first attempt has forgotten the camera it was asked to show.
      const tiles = this.#parts?.client.controller.videoTileController;
      if (this.#inputs.hasCamera && !tiles?.hasStartedLocalVideoTile()) tiles?.startLocalVideoTile();
      this.#parts?.tiles.tellAgain();
      void this.#parts?.sound.play();
      this.#settle?.(undefined);
    },
    audioVideoDidStop: (status) => this.#stopped(status.statusCode()),
    videoTileDidUpdate: (state: VideoTileState) => this.#parts?.tiles.changed(state),
    videoTileWasRemoved: (tileId: number) => this.#parts?.tiles.removed(tileId),
    connectionDidBecomePoor: () => this.#network.received(true),
    connectionDidBecomeGood: () => this.#network.received(false),
    connectionDidSuggestStopVideo: () => {
      this.#network.tooMuch();
      this.#emit({ type: 'video-too-much' });
    },
    metricsDidReceive: (report) => this.#network.measured(report, this.#inputs.hasCamera),
  };

  #stopped(statusCode: number): void {
    const why: Stopped = stoppedBecause(statusCode);
    this.#ports.logger.log('info', 'call.stopped', { status: statusCode });
    const joined = this.#joined;
    if (joined) this.#emit({ type: 'stopped', why });
    this.#gone?.();
    const signalling = this.#parts?.client.socket.opened ?? false;
    this.close(joined ? undefined : joinError(why, { signalling }));
  }
}
