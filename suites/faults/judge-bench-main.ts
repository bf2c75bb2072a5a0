// `npm run bench:judge`: runs each fault for real and compares what the judge says with what is known to be wrong.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foldRun } from '#journal';
import { copyServices } from '../mutants/service-copies.ts';
import { FAULTS, PARTS } from './faults.ts';
import type { Fault } from './fault.ts';
import { findTalk } from './find-talk.ts';
import { effectsOf, judgeStored, readStored } from './judge-stored.ts';
import type { StoredFault } from './judge-stored.ts';
import { drawMutations } from './mutations.ts';
import { renderOutcomes } from './render-outcomes.ts';
import { renderAll } from './render.ts';
import { neutralName, stage } from './stage.ts';
import { tellUsage } from '../mutants/tell-usage.ts';

tellUsage(`
Usage: npm run bench:judge -- [ID…] [--part NAME] [--mutations COUNT [--seed TEXT]] [--keep FOLDER] [--again FOLDER] [--outcomes]

Runs each fault for real and compares what the judge says with what is known to be wrong: those named, those of a part, or those that rules
were written with first.
  --part NAME        ${Object.keys(PARTS).join(', ')}
  --mutations COUNT  wrong lines that nobody wrote, so many for each service and heading, drawn by --seed; those that turn no test red are left out
  --keep FOLDER      leaves the runs in a folder
  --again FOLDER     judges the runs of a folder once more
  --outcomes         judges nothing: how each test ended, so that a fault can be tried without looking at what is said of it
Faults: ${FAULTS.map(({ id }) => id).join(', ')}.
`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    again: { type: 'string' },
    part: { type: 'string', default: 'development' },
    mutations: { type: 'string' },
    seed: { type: 'string', default: '1' },
    outcomes: { type: 'boolean', default: false },
  },
});

let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (isInterrupted = true));

const faults = chooseFaults();
const given = values.again ?? values.keep;
const folder = given ?? mkdtempSync(join(tmpdir(), 'bench-'));
try {
  if (values.again === undefined) await runAll();
  const all = faults.flatMap((fault) => readStored(folder, fault));
  const stored = values.mutations === undefined ? all : all.filter(({ run }) => effectsOf(foldRun(run)).size > 0);
  const talk = stored.flatMap(({ fault, run }) => findTalk(fault, run));
  for (const line of talk) process.stdout.write(`the run was told what is wrong with it: ${line}\n`);
  process.stdout.write(values.outcomes ? renderOutcomes(stored) : renderJudged(stored));
  process.exitCode = isInterrupted ? 130 : Number(talk.length > 0);
} finally {
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
}

function chooseFaults(): readonly Fault[] {
  if (values.mutations !== undefined) return drawMutations(values.seed, Number(values.mutations));
  const unknown = positionals.filter((id) => !FAULTS.some((fault) => fault.id === id));
  if (unknown.length > 0)
    throw new Error(`no fault ${unknown.join(', ')}; known: ${FAULTS.map(({ id }) => id).join(', ')}`);
  if (positionals.length > 0) return FAULTS.filter(({ id }) => positionals.includes(id));
  const part = PARTS[values.part];
  if (part === undefined) throw new Error(`no part ${values.part}; known: ${Object.keys(PARTS).join(', ')}`);
  return part;
}

async function runAll(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'dist'))) {
    copyServices(
      folder,
      FAULTS.filter(({ edits = [], service }) => edits.length > 0 && service === undefined).map(
        ({ id, edits = [] }) => ({
          name: neutralName(id),
          edits,
        }),
      ),
    );
  }
  for (const [index, fault] of faults.entries()) {
    if (isInterrupted) return;
    const { status, tookMs, said } = await stage(folder, fault);
    process.stderr.write(
      `${index + 1} of ${faults.length}: ${fault.id}, ${(tookMs / 1000).toFixed(1)} s, exit ${status}\n`,
    );
    if (!values.outcomes && (status === null || status > 1)) process.stderr.write(`${said}\n`);
  }
}

function renderJudged(stored: readonly StoredFault[]): string {
  return renderAll(judgeStored(withSingles(stored)).filter(({ fault }) => faults.includes(fault)));
}

/** Which effects belong to which of two faults is known from each alone. */
function withSingles(stored: readonly StoredFault[]): readonly StoredFault[] {
  const parts = stored.flatMap(({ fault }) => (fault.id.includes('+') ? fault.id.split('+') : []));
  const missing = parts.filter((id) => !stored.some(({ fault }) => fault.id === id));
  return [...stored, ...FAULTS.filter(({ id }) => missing.includes(id)).flatMap((fault) => readStored(folder, fault))];
}
