/** The few lines of SDP that stand between the SDK, the browsers and werift. */

const sectionsOf = (sdp: string): string[] => sdp.split(/(?=^m=)/m);

export interface OfferedSection {
  readonly kind: 'audio' | 'video' | 'other';
  readonly port: number;
  readonly mid: string;
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
}

/** The media sections of an offer, in order. */
export function readOffer(sdp: string): OfferedSection[] {
  return sectionsOf(sdp)
    .filter((section) => section.startsWith('m='))
    .map((section) => {
      const [, kind = '', port = '0'] = /^m=(\w+) (\d+)/.exec(section) ?? [];
      const direction = /^a=(sendrecv|sendonly|recvonly|inactive)/m.exec(section)?.[1];
      return {
        kind: kind === 'audio' || kind === 'video' ? kind : 'other',
        port: Number(port),
        mid: /^a=mid:(\S+)/m.exec(section)?.[1] ?? '',
        direction: (direction ?? 'sendrecv') as OfferedSection['direction'],
      };
    });
}

/** Firefox gives bundled sections port 0 and a=bundle-only; werift would take port 0 for a refusal. */
export function acceptBundleOnly(sdp: string): string {
  return sectionsOf(sdp)
    .map((section) => (/^a=bundle-only/m.test(section) ? section.replace(/^(m=\w+) 0 /, '$1 9 ') : section))
    .join('');
}

/** The SDK finds the attendee behind a remote video by this stream id. */
export const trackLabel = (mid: string): string => `v_${mid}`;

/** Names the streams as the SDK expects, and lets the camera start at 1 Mbit/s instead of climbing from 300 kbit/s. */
export function finishAnswer(sdp: string): string {
  return sectionsOf(sdp)
    .map((section) => (section.startsWith('m=') ? finishSection(section) : section))
    .join('');
}

/** Nobody listens at the discard port: what a browser sees behind a firewall that swallows UDP. */
export function withoutWay(sdp: string): string {
  return sdp.replace(/^(a=candidate:\S+ \d+ \S+ \d+ \S+) \d+ /gm, '$1 9 ');
}

function finishSection(section: string): string {
  const isVideo = section.startsWith('m=video');
  const mid = /^a=mid:(\S+)/m.exec(section)?.[1] ?? '';
  let result = section.replace(/^a=msid:.*\r\n/gm, '').replace(/^a=ssrc:\d+ msid:.*\r\n/gm, '');
  if (/^a=(sendonly|sendrecv)/m.test(result)) {
    const label = isVideo ? trackLabel(mid) : `a_${mid}`;
    result = result.replace(/^(a=mid:\S+\r\n)/m, `$1a=msid:${label} ${label}\r\n`);
  }
  return isVideo
    ? result.replace(/^(a=rtpmap:(\d+) VP8\/90000\r\n)/m, '$1a=fmtp:$2 x-google-start-bitrate=1000\r\n')
    : result;
}
