import type { PortDeclaration } from '#domain';
import { makeAccessSettings } from './mediamtx-access.ts';

export const MEDIAMTX_PROTOCOLS = ['rtsp', 'hls', 'webrtc', 'rtmp', 'srt'] as const;
export type MediamtxProtocol = (typeof MEDIAMTX_PROTOCOLS)[number];

/** What the configuration depends on, apart from addresses. */
export interface MediamtxFeatures {
  readonly protocols: readonly MediamtxProtocol[];
  /** RTSP over UDP as well: needs an even/odd pair of ports. */
  readonly udp: boolean;
  readonly metrics: boolean;
  readonly playback: boolean;
}

export interface MediamtxConfigInput extends MediamtxFeatures {
  readonly host: string;
  readonly ports: Readonly<Record<string, number>>;
  readonly recordings: string;
  readonly nonce: string;
  readonly logLevel: string;
  readonly pathDefaults: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Who is asked whom to let in; absent = it decides itself. */
  readonly accessUrl?: string;
}

/** The ports that the features need; the API is always among them, because it proves readiness. */
export function listMediamtxPorts(features: MediamtxFeatures): readonly PortDeclaration[] {
  const asked = (protocol: MediamtxProtocol): boolean => features.protocols.includes(protocol);
  const table: readonly (readonly [isNeeded: boolean, port: PortDeclaration])[] = [
    [true, { name: 'api', protocol: 'tcp' }],
    [asked('rtsp'), { name: 'rtsp', protocol: 'tcp', advertised: true }],
    // RTP must be even and RTCP the next one, or the start fails (gortsplib, server.go).
    [asked('rtsp') && features.udp, { name: 'rtp', protocol: 'udp', pair: true }],
    [asked('hls'), { name: 'hls', protocol: 'tcp', advertised: true }],
    [asked('webrtc'), { name: 'webrtc', protocol: 'tcp', advertised: true }],
    [asked('webrtc'), { name: 'ice', protocol: 'udp' }],
    [asked('rtmp'), { name: 'rtmp', protocol: 'tcp', advertised: true }],
    [asked('srt'), { name: 'srt', protocol: 'udp' }],
    [features.metrics, { name: 'metrics', protocol: 'tcp' }],
    [features.playback, { name: 'playback', protocol: 'tcp', advertised: true }],
  ];
  return table.filter(([isNeeded]) => isNeeded).map(([, port]) => port);
}

/**
 * The whole configuration as an object; written as JSON, which is valid YAML without its traps. Every address is on loopback and
 * every server that nobody asked for is off. Only keys that v1.14 to v1.20 know: an unknown one is fatal, so that
 * version-dependent switches go by environment. Without `all_others`, publishing to a path that nobody added is refused.
 */
export function makeMediamtxConfig(input: MediamtxConfigInput): Readonly<Record<string, unknown>> {
  const asked = (protocol: MediamtxProtocol): boolean => input.protocols.includes(protocol);
  const at = (name: string): string => `${input.host}:${String(input.ports[name])}`;
  const server = (name: string, on: boolean): Record<string, unknown> =>
    on ? { [name]: true, [`${name}Address`]: at(name) } : { [name]: false };
  return {
    logLevel: input.logLevel,
    logDestinations: ['stdout'],
    // Unused while the system log is no destination: carries our nonce, and the API gives it back.
    sysLogPrefix: input.nonce,
    ...server('api', true),
    ...server('metrics', input.metrics),
    ...server('playback', input.playback),
    pprof: false,
    ...server('rtsp', asked('rtsp')),
    rtspTransports: input.udp ? ['udp', 'tcp'] : ['tcp'],
    ...(asked('rtsp') && input.udp
      ? { rtpAddress: at('rtp'), rtcpAddress: `${input.host}:${nextPort(input.ports['rtp'])}` }
      : {}),
    ...server('rtmp', asked('rtmp')),
    ...server('hls', asked('hls')),
    ...server('webrtc', asked('webrtc')),
    ...(asked('webrtc') ? { webrtcLocalUDPAddress: at('ice'), webrtcIPsFromInterfacesList: ['lo'] } : {}),
    ...server('srt', asked('srt')),
    ...makeAccessSettings(input.accessUrl),
    ...input.settings,
    pathDefaults: {
      recordPath: `${input.recordings}/%path/%Y-%m-%d_%H-%M-%S-%f`,
      // The cleaner judges by the date in the file name: recordings with old dates would vanish.
      recordDeleteAfter: '0s',
      // The file appears when its first part is closed.
      recordPartDuration: '200ms',
      ...input.pathDefaults,
    },
    paths: Object.fromEntries(Object.entries(input.paths).map(([name, path]) => [name, path ?? {}])),
  };
}

function nextPort(port: number | undefined): string {
  return String((port ?? 0) + 1);
}
