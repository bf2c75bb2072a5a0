import type { Fault } from './fault.ts';
import { OPERATED, OPERATOR } from './faults-blind2-cameras.ts';
import { beforeApi } from './faults-blind4-camera-joints.ts';
import {
  COUNTED_PICTURES,
  NOTHING_TO_WORRY,
  ONE_AFTER_THE_OTHER,
  POLICY,
  SEEN_AND_RECORDED,
  SILENT_CAMERAS,
  UNPLUGGED,
} from './faults-blind7-camera-texts.ts';
import { suiteOf } from './own-suite.ts';

const AFTER_UNPLUGGING = suiteOf(
  UNPLUGGED,
  { requires: ['service', 'devices'] },
  "import { eventually, mediaMtx } from 'reality-harness/kit';",
);

const WATCHED = suiteOf(`${OPERATOR}${SEEN_AND_RECORDED}`, OPERATED);

/** Seventh blind part, on the reference camera service. */
export const BLIND7_CAMERA_FAULTS: readonly Fault[] = [
  {
    id: 'p1',
    what: 'the end that was set for one recording ends the next one as well',
    expected: ['SYSTEM_CRITICAL'],
    ...suiteOf(`${OPERATOR}${ONE_AFTER_THE_OTHER}`, OPERATED),
    edits: [
      {
        file: 'recorder.ts',
        from: 'await this.#startSession(camera, filename, options.durationSeconds);',
        to: 'await this.#startSession(camera, filename);',
      },
      {
        file: 'recorder.ts',
        from: "      this.#tell(capture, 'STARTED', 0);\n",
        to: `      this.#tell(capture, 'STARTED', 0);
      if (options.durationSeconds !== undefined) {
        setTimeout(() => void this.stop(camera).catch(() => undefined), options.durationSeconds * 1000);
      }
`,
      },
    ],
    signed: {
      why: 'REQ-MEDIA-008 and REQ-MEDIA-026, approved and critical: a recording ends after its own duration, or when it is stopped. One that was begun without a duration, or with a longer one, ends when that of an earlier and stopped one would have. Publisher and MediaMTX are well all the time.',
      cites:
        'Error -1004 to stop_recording, and a second start_recording that is taken, for a recording that nobody has stopped; recording_status_update STOPPED for it at the time that was set for the one before; the log of the service without a loss; REQ-MEDIA-026, REQ-MEDIA-011.',
    },
  },
  {
    id: 'p2',
    what: 'in a batch what wants no answer is answered with null',
    expected: ['SYSTEM_CRITICAL'],
    suites: ['control'],
    edits: [
      {
        file: 'dispatcher.ts',
        from: '    const wanted = answers.filter((answer) => answer !== undefined);\n    return wanted.length === 0 ? undefined : serialise(wanted);\n',
        to: '    return JSON.stringify(answers);\n',
      },
    ],
    signed: {
      why: 'REQ-WS-009 and REQ-WS-019, approved: a request without an id gets no answer, and a batch of nothing but such gets none. The service alone makes the answer to a batch, and puts null where nothing belongs; without a batch the same requests are in order.',
      cites:
        'Answers to a batch that hold null, and an answer to a batch of notifications alone; requests without an id outside of a batch, unanswered; REQ-WS-009, REQ-WS-019.',
    },
  },
  {
    id: 'p3',
    what: 'what stands before the API of MediaMTX lets nothing be deleted',
    expected: ['INTEGRATION_ISSUE'],
    ...AFTER_UNPLUGGING,
    files: { ...AFTER_UNPLUGGING.files, 'gateway.mjs': POLICY },
    change: (config, place) => {
      AFTER_UNPLUGGING.change?.(config, place);
      beforeApi(config);
    },
    signed: {
      why: 'MediaMTX deletes the path for whoever asks it directly, and the service asks as the API is documented; the gateway between them lets GET and POST through and refuses DELETE. The service then holds MediaMTX for lost, which is what it was told.',
      cites:
        'The path camera1 in MediaMTX long after video1 was unplugged; the log of the gateway: DELETE refused by policy; the log of the service: MediaMTX answered 403; no DELETE at MediaMTX, which is ready; paths added before.',
    },
  },
  {
    id: 'p4',
    what: 'MediaMTX lets nobody look who has not signed in',
    expected: ['INTEGRATION_ISSUE'],
    ...WATCHED,
    change: (config, place) => {
      WATCHED.change?.(config, place);
      const authInternalUsers = [
        { user: 'any', pass: '', ips: [], permissions: [{ action: 'publish' }, { action: 'api' }] },
        { user: 'viewer', pass: 'since-monday', ips: [], permissions: [{ action: 'read' }, { action: 'playback' }] },
      ];
      const settings = { authMethod: 'internal', authInternalUsers };
      config.setIn(['components', 'mediamtx', 'settings'], config.createNode(settings));
    },
    signed: {
      why: 'MediaMTX takes what is published and answers its API, and wants a name and a password of readers; the service reads without, as it always did, and has no setting for them. Each does what it was made for; who may read has to be agreed between the two.',
      cites:
        'Error -1003 to take_snapshot, DESCRIBE failed: 401 Unauthorized in the words of FFmpeg, and the same for the recording in the log of the service; authInternalUsers in the configuration of MediaMTX; its path ready with growing bytes, listed by get_streams.',
    },
  },
  {
    id: 'p5',
    what: 'a test takes the first hundred files for all of them',
    expected: ['TEST_ARTIFACT'],
    ...suiteOf(
      COUNTED_PICTURES,
      { secrets: ['service.jwt'] },
      "import { utimesSync, writeFileSync } from 'node:fs';\nimport { join } from 'node:path';",
    ),
    signed: {
      why: 'REQ-MEDIA-018, approved: limit is 100 where none is given, and total counts them all. The test gives no limit, has 130 files made, and looks for the oldest among the hundred newest. total is 130, and with a limit or an offset they are all there.',
      cites:
        '100 files and total 130 in one answer; list_snapshots without limit and offset; the second page, asked for by another test, with the oldest in it; REQ-MEDIA-018.',
    },
  },
  {
    id: 'p6',
    what: 'how many frames a second a camera has that sends nothing is left open',
    expected: ['REQUIREMENT_GAP'],
    ...suiteOf(SILENT_CAMERAS),
    signed: {
      why: 'REQ-CAM-009 says what resolution is while it is not known, and nothing of that kind of fps. The service tells 0, the tests want null; both can be meant, and viewers have to know which. Somebody has to say so in the contract.',
      cites: 'fps 0 beside resolution unknown, expected null; the text of REQ-CAM-009, which is silent on it.',
    },
  },
  {
    id: 'p0a',
    what: 'nothing is wrong',
    expected: [],
    ...suiteOf(
      `${OPERATOR}${NOTHING_TO_WORRY}`,
      { ...OPERATED, requires: ['service', 'devices', 'camera0'] },
      "import { eventually, mediaMtx } from 'reality-harness/kit';",
    ),
    signed: {
      why: 'Every test that runs passes. What is refused was meant to be refused; the devices are unplugged and the publisher is stopped by the suite, and both come back; a test that has no weather station is skipped with its reason, and what is printed is talk.',
      cites: 'No test that failed; unplug, plug, stop and start in the journal as asked for by the suite.',
    },
  },
];
