import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, exec } from '../self/lab.ts';
import { makeClip, readTools, timeBareWorld } from './bare-world.ts';
import type { BareInput, Tools } from './bare-world.ts';
import { inPlace } from './place.ts';
import type { Place } from './place.ts';
import type { Row } from './row.ts';
import { describeMs, describeRatio, interleave, median, ratioOfPairs } from './statistics.ts';

const STOPS = 6;
const MEDIAMTX = { kind: 'mediamtx', protocols: ['rtsp'], paths: { camera0: {} } };
const CLIP = { kind: 'ffmpeg-stream', publishTo: 'mediamtx', path: 'camera0', source: 'clip' };

/** A difference of medians against a bare start, in one interleaved run. */
function makeRow(row: Omit<Row, 'measure'>, world: World): Row {
  const measure: Row['measure'] = async ({ rounds, say }) =>
    inPlace(async (place) => {
      const tools = await prepare(place, world);
      const contenders = {
        bare: async () => sum(await timeBareWorld({ place, tools, parts: world.parts })),
        reality: async () => {
          await place.reality('run', '--all');
          return world.read(place);
        },
      };
      const { bare = [], reality = [] } = await interleave(rounds, contenders, say);
      const moreMs = median(reality.map((value, index) => value - (bare[index] ?? Number.NaN)));
      const ratio = describeRatio(ratioOfPairs(reality, bare));
      const value = `${describeMs(median(reality))}, bare ${describeMs(median(bare))}: ${Math.round(moreMs)} ms more, ${ratio}`;
      return { value, met: moreMs <= world.mayCostMs };
    });
  return { ...row, measure };
}

interface World {
  readonly parts: BareInput['parts'];
  readonly mayCostMs: number;
  readonly configure: (place: Place) => void;
  readonly read: (place: Place) => number;
}

/** One run tells which tools are used, and brings the machine's caches to the state that all rounds meet. */
async function prepare(place: Place, { configure }: Pick<World, 'configure'>): Promise<Tools> {
  configure(place);
  await place.reality('run', '--all');
  const tools = readTools(place);
  await makeClip(place, tools);
  return tools;
}

export const mediamtx: Row = makeRow(
  {
    name: 'mediamtx',
    what: 'MediaMTX, from spawn to proved ready',
    target: 'bare spawn to first answer of the API, + 50 ms',
    how: 'states of the component in the journal; the bare one is asked every 2 ms',
  },
  {
    parts: 'mediamtx',
    mayCostMs: 50,
    configure: (place) => {
      place.configure({
        components: { mediamtx: MEDIAMTX },
        suites: [exec('s', ['true'], { requires: ['mediamtx'] })],
      });
    },
    read: (place) => readState(place, 'ready') - readState(place, 'starting'),
  },
);

export const stream: Row = makeRow(
  {
    name: 'stream',
    what: 'MediaMTX and one clip stream with bytes growing, from nothing',
    target: 'bare + 150 ms',
    how: 'from the start of the world to its readiness, leases and directories with it, the clip encoded too',
  },
  {
    parts: 'clip',
    mayCostMs: 150,
    configure: (place) => {
      place.configure({
        components: { mediamtx: MEDIAMTX, camera0: CLIP },
        suites: [exec('s', ['true'], { requires: ['camera0'] })],
      });
    },
    read: readWorldReady,
  },
);

const WHOLE = ['service', 'camera0', 'camera1'];

export const world: Row = makeRow(
  {
    name: 'world',
    what: 'the whole bundled world, from nothing',
    target: 'the service’s own start + the streams’ floor + 150 ms',
    how: 'the floor: MediaMTX, then the service, then both streams, each started bare and asked every 2 ms',
  },
  { parts: 'service', mayCostMs: 150, configure: (place) => configureWhole(place, 1), read: readWorldReady },
);

export const stop: Row = {
  name: 'stop',
  what: 'stop of the whole bundled world',
  target: '≤ 250 ms p50, ≤ 5 s always',
  how: `${STOPS} worlds a round; until no process, port and directory is left, from the journal`,
  measure: async ({ rounds, say }) =>
    inPlace(async (place) => {
      configureWhole(place, STOPS);
      const all: number[] = [];
      for (let round = 1; round <= rounds; round += 1) {
        await place.reality('run', '--all');
        all.push(...place.records().flatMap(({ event }) => (event.kind === 'world-stopped' ? [event.tookMs] : [])));
        say(`  ${round}/${rounds} ${Math.round(median(all))} ms`);
      }
      const [p50, longest] = [median(all), Math.max(...all)];
      const value = `p50 ${describeMs(p50)}, longest ${describeMs(longest)} of ${all.length}`;
      return { value, met: p50 <= 250 && longest <= 5000 };
    }),
};

/** The components of this repository's own configuration, which is what `npm start` runs, for so many worlds. */
function configureWhole(place: Place, worlds: number): void {
  const service = join(ROOT, 'dist', 'fixtures', 'camera-service', 'main.js');
  const text = readFileSync(join(ROOT, 'reality.yaml'), 'utf8').replace(
    'dist/fixtures/camera-service/main.js',
    service,
  );
  const names = Array.from({ length: worlds }, (_, index) => `s${index + 1}`);
  const suites = names.map((name) => JSON.stringify(exec(name, ['true'], { requires: WHOLE })));
  place.write('reality.yaml', text.replace('- { pack: camera }', suites.map((suite) => `- ${suite}`).join('\n  ')));
}

function readState(place: Place, state: string): number {
  const [found] = place
    .records()
    .flatMap(({ event }) => (event.kind === 'component-state' && event.state === state ? [event.afterMs] : []));
  if (found === undefined) throw new Error(`no component was ${state}`);
  return found;
}

function readWorldReady(place: Place): number {
  const [found] = place.records().flatMap(({ event }) => (event.kind === 'world-ready' ? [event.afterMs] : []));
  if (found === undefined) throw new Error('no world was ready');
  return found;
}

function sum({ mediamtxMs, serviceMs, streamsMs }: Awaited<ReturnType<typeof timeBareWorld>>): number {
  return mediamtxMs + serviceMs + streamsMs;
}
