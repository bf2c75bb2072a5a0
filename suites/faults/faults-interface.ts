import type { Document } from 'yaml';
import { setServiceVariable } from './fault.ts';
import type { Fault, Place } from './fault.ts';
import { RELAY } from './relay.ts';

/** Puts a relay of ours between the service and the API of MediaMTX. */
function relay(change: 'rename' | 'delay'): Pick<Fault, 'change' | 'files'> {
  return {
    files: { 'relay.mjs': RELAY },
    change: (config) => {
      config.setIn(
        ['components', 'relay'],
        config.createNode({
          kind: 'service',
          command: ['node', 'relay.mjs', change],
          requires: ['mediamtx'],
          ports: ['api'],
          env: { LISTEN: '${relay.ports.api}', UPSTREAM: '${mediamtx.ports.api}' },
          ready: [{ tcp: '${relay.host}:${relay.ports.api}' }],
        }),
      );
      config.addIn(['components', 'service', 'requires'], 'relay');
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_API_PORT', '${relay.ports.api}');
    },
  };
}

/** Each side passes its own probe, and what they do together fails. */
export const INTERFACE_FAULTS: readonly Fault[] = [
  {
    id: '14',
    what: 'the service adds the path cam0 and advertises camera0',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'rate-limit', 'discovery'],
    edits: [
      {
        file: 'mediamtx-client.ts',
        from: '`/v3/config/paths/add/${name}`',
        to: "`/v3/config/paths/add/${name.replace('camera', 'cam')}`",
      },
    ],
  },
  {
    id: '15',
    what: 'the service is configured with a wrong port of the API of MediaMTX',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'smoke-websocket'],
    change: (config) => setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_API_PORT', '9997'),
  },
  {
    id: '17',
    what: 'the API of MediaMTX wants a password for what changes, and the service has none',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'smoke-websocket'],
    files: { 'relay.mjs': RELAY },
    change: (config, place) => relayWith(config, place, 'guard'),
  },
  {
    id: '18',
    what: 'a relay renames a field of the answers of MediaMTX',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'smoke-websocket'],
    ...relay('rename'),
    isHeldOut: true,
  },
  {
    id: '19',
    what: '5 s of latency between the service and MediaMTX',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['startup', 'smoke-websocket'],
    ...relay('delay'),
  },
  {
    id: '22',
    what: 'the service is started with a PATH that holds no FFmpeg',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['snapshot'],
    change: (config, { main }) =>
      config.setIn(['components', 'service', 'command'], ['/usr/bin/env', 'PATH=/nowhere', process.execPath, main]),
  },
  {
    id: '23',
    what: 'service and suites disagree on the folder of the recordings',
    expected: ['INTEGRATION_ISSUE'],
    suites: ['recording'],
    change: (config) =>
      setServiceVariable(config, 'CAMERA_SERVICE_MEDIAMTX_RECORDINGS_PATH', '${dirs.recordings}/service'),
    isHeldOut: true,
  },
];

function relayWith(config: Document, place: Place, change: 'guard'): void {
  relay('rename').change?.(config, place);
  config.setIn(['components', 'relay', 'command'], ['node', 'relay.mjs', change]);
}
