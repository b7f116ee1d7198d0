/** What a page did with cameras, microphones and connections, noted from its first line on. */
export interface CallProbe {
  /** Every track that was ever captured or cloned. */
  readonly tracks: MediaStreamTrack[];
  readonly connections: RTCPeerConnection[];
  /** What was asked for: `audio`, `video`, `audio+video`, or `screen`. */
  readonly asked: string[];
  /** Lets go of what has ended, so that the probe itself keeps nothing. */
  forget(): void;
  /** The first element that fits, through every open shadow root. */
  deep(selector: string): Element | undefined;
  /** The first visible button with this accessible name. */
  button(name: string): HTMLElement | undefined;
  /** Where that button is in each picture that is drawn within a second: left, top, width and height in pixels. */
  places(name: string): Promise<readonly string[]>;
  /** Text of everything that can be seen, through every open shadow root. */
  text(): string;
  /** RTP of all connections that are open: packets by direction and kind, and how loud it is. */
  figures(): Promise<CallFigures>;
  /** Packets since it was last asked. */
  grown(): Promise<Omit<CallFigures, 'inEnergy' | 'outEnergy'>>;
}

export interface CallFigures {
  readonly inAudio: number;
  readonly inVideo: number;
  readonly outAudio: number;
  readonly outVideo: number;
  /** Energy of the sound so far; above 0 when there was any. */
  readonly inEnergy: number;
  /** Undefined in Firefox, which does not count it. */
  readonly outEnergy: number | undefined;
}

/** Runs in the page before anything else of it. Leaves a `CallProbe` in `window.probe`. */
export function installProbe(): void {
  const tracks: MediaStreamTrack[] = [];
  const connections: RTCPeerConnection[] = [];
  const asked: string[] = [];
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  for (const name of ['getUserMedia', 'getDisplayMedia'] as const) {
    const real = devices?.[name].bind(devices);
    if (!devices || !real) continue;
    devices[name] = async (constraints?: MediaStreamConstraints) => {
      const kinds = [constraints?.audio ? 'audio' : '', constraints?.video ? 'video' : ''].filter(Boolean);
      asked.push(name === 'getDisplayMedia' ? 'screen' : kinds.join('+'));
      const stream = await real(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  }
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the track it is asked of
  const cloneTrack = MediaStreamTrack.prototype.clone;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    const copy = cloneTrack.call(this);
    tracks.push(copy);
    return copy;
  };
  if ('RTCPeerConnection' in window) {
    window.RTCPeerConnection = class extends window.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
  }

  const everything = (root: Document | ShadowRoot): Element[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      element,
      ...(element.shadowRoot ? everything(element.shadowRoot) : []),
    ]);
  const nameOf = (element: Element): string =>
    (element.getAttribute('aria-label') ?? (element as HTMLElement).innerText).trim();
  const isInert = (element: Element | undefined): boolean =>
    element instanceof HTMLElement &&
    (element.inert || isInert(element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host));
  const figures = async (): Promise<CallFigures> => {
    const sum = { inAudio: 0, inVideo: 0, outAudio: 0, outVideo: 0, inEnergy: 0 };
    let outEnergy: number | undefined;
    for (const connection of connections.filter(({ connectionState }) => connectionState !== 'closed')) {
      (await connection.getStats()).forEach((one: Record<string, unknown>) => {
        const number = (key: string): number => Number(one[key] ?? 0);
        const isAudio = one['kind'] === 'audio';
        if (one['type'] === 'inbound-rtp') {
          if (isAudio) sum.inAudio += number('packetsReceived');
          else sum.inVideo += number('packetsReceived');
          if (isAudio) sum.inEnergy += number('totalAudioEnergy');
        }
        if (one['type'] === 'outbound-rtp') {
          if (isAudio) sum.outAudio += number('packetsSent');
          else sum.outVideo += number('packetsSent');
        }
        if (one['type'] === 'media-source' && isAudio && 'totalAudioEnergy' in one) {
          outEnergy = (outEnergy ?? 0) + number('totalAudioEnergy');
        }
      });
    }
    return { ...sum, outEnergy };
  };

  let counted = { inAudio: 0, inVideo: 0, outAudio: 0, outVideo: 0 };
  const probe: CallProbe = {
    tracks,
    connections,
    asked,
    forget: () => {
      for (const track of tracks.splice(0)) if (track.readyState !== 'ended') tracks.push(track);
      for (const one of connections.splice(0)) if (one.signalingState !== 'closed') connections.push(one);
    },
    deep: (selector) => everything(document).find((element) => element.matches(selector)),
    button: (name) =>
      everything(document).find(
        (element): element is HTMLElement =>
          element.matches('button, a, [role=button]') &&
          nameOf(element) === name &&
          element.checkVisibility() &&
          !isInert(element),
      ),
    places: (name) =>
      new Promise((resolve) => {
        const places: string[] = [];
        let isOver = false;
        const look = (): void => {
          const { x, y, width, height } = window.probe.button(name)?.getBoundingClientRect() ?? new DOMRect();
          places.push([x, y, width, height].map(Math.round).join());
          if (!isOver) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
        setTimeout(() => {
          isOver = true;
          resolve(places);
        }, 1_000);
      }),
    text: () =>
      everything(document)
        .filter((element) => element.shadowRoot === null && element.checkVisibility())
        .map((element) =>
          [...element.childNodes]
            .filter((node) => node.nodeType === Node.TEXT_NODE)
            .map((node) => node.textContent)
            .join(' '),
        )
        .join(' ')
        .replace(/\s+/g, ' '),
    figures,
    grown: async () => {
      const { inAudio, inVideo, outAudio, outVideo } = await figures();
      const last = counted;
      counted = { inAudio, inVideo, outAudio, outVideo };
      return {
        inAudio: inAudio - last.inAudio,
        inVideo: inVideo - last.inVideo,
        outAudio: outAudio - last.outAudio,
        outVideo: outVideo - last.outVideo,
      };
    },
  };
  Object.assign(window, { probe });
}
