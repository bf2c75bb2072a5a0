import { createHash, randomBytes } from 'node:crypto';
import { openHttp } from './http.ts';
import type { MediaMtxClient, MediaPath } from './mediamtx-client.ts';
import { eventually } from './eventually.ts';
import { withNonce } from './nonce.ts';

/** What a WHEP endpoint answered to an offer to receive video. */
export interface WhepAnswer {
  readonly status: number;
  /** Address of the session that was made; it is deleted before this is returned. */
  readonly session: string | undefined;
  readonly sdp: string;
  /** Codecs of the video the server will send, e.g. H264. Empty when it sends none. */
  readonly codecs: readonly string[];
  /** Addresses at which the server can be reached for media, as `ip:port/protocol`. */
  readonly candidates: readonly string[];
}

/** The WHEP endpoint behind an advertised WebRTC address, which may be the endpoint itself or MediaMTX's page beside it. */
export function whepAddress(url: string): string {
  const page = url.replace(/\/+$/u, '');
  return page.endsWith('/whep') ? page : `${page}/whep`;
}

/**
 * Offers to receive video by WHEP and reads the answer. Proves that the endpoint knows the path and would send its video;
 * it does **not** prove that media arrive, which needs ICE, DTLS and SRTP: see `pullWhep`.
 */
export async function offerWhep(url: string, withinMs = 10_000): Promise<WhepAnswer> {
  const answer = await openHttp(withNonce(url), {
    method: 'POST',
    headers: { 'content-type': 'application/sdp' },
    body: makeOffer(),
    withinMs,
  });
  const location = answer.headers['location'];
  const session = answer.status === 201 && location !== undefined ? new URL(location, url).href : undefined;
  if (session !== undefined) await openHttp(session, { method: 'DELETE', withinMs });
  const sdp = answer.body.toString();
  const sends = /^a=(?:sendonly|sendrecv)/mu.test(sdp);
  return {
    status: answer.status,
    session,
    sdp,
    codecs: sends ? [...sdp.matchAll(/^a=rtpmap:\d+ ([\w-]+)\//gmu)].map((match) => match[1] ?? '') : [],
    candidates: [...sdp.matchAll(/^a=candidate:\S+ \d+ (\S+) \d+ (\S+) (\d+) /gmu)].map(
      ([, protocol = '', ip = '', port = '']) => `${ip}:${port}/${protocol.toLowerCase()}`,
    ),
  };
}

/**
 * Receives the media behind a WHEP address for real: a MediaMTX pulls it into a path of its own (ICE, DTLS, SRTP and depacketising
 * included) and is watched until bytes have come; the path is removed afterwards. `url` begins with http; the server must reach it.
 */
export async function pullWhep(url: string, server: MediaMtxClient, withinMs = 20_000): Promise<MediaPath> {
  const name = `whep-probe-${randomBytes(4).toString('hex')}`;
  await server.addPath(name, { source: withNonce(url).replace(/^http/u, 'whep') });
  try {
    return await eventually(
      async () => {
        const path = await server.path(name);
        if (path === undefined || !path.ready || path.inboundBytes === 0) {
          throw new Error(`${path?.inboundBytes ?? 0} bytes, ready ${path?.ready ?? false}`);
        }
        return path;
      },
      { what: `media by WHEP from ${url}`, withinMs, everyMs: 100 },
    );
  } finally {
    await server.deletePath(name);
  }
}

/** A receive-only offer of one video track in H.264, VP8 and VP9, with credentials of its own, as browsers make it. */
function makeOffer(): string {
  const fingerprint = createHash('sha256').update(randomBytes(32)).digest('hex').toUpperCase().match(/../gu)?.join(':');
  return [
    'v=0',
    `o=- ${randomBytes(6).readUIntBE(0, 6)} 2 IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=video 9 UDP/TLS/RTP/SAVPF 96 97 98',
    'c=IN IP4 0.0.0.0',
    'a=rtcp:9 IN IP4 0.0.0.0',
    `a=ice-ufrag:${randomBytes(3).toString('hex')}`,
    `a=ice-pwd:${randomBytes(12).toString('hex')}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=mid:0',
    'a=recvonly',
    'a=rtcp-mux',
    'a=rtpmap:96 H264/90000',
    'a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
    'a=rtpmap:97 VP8/90000',
    'a=rtpmap:98 VP9/90000',
    '',
  ].join('\r\n');
}
