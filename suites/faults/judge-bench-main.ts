// `npm run bench:judge [-- ID…] [--keep FOLDER] [--again FOLDER] [--held-out]`: runs each fault for real and compares what the judge says
// with what is known to be wrong. `--keep` leaves the runs in a folder, `--again` judges those once more. Faults that are kept aside while
// rules are written are a part of their own, and so is each of those that were written later, by somebody who had not read a rule, and run once.
// `--mutations COUNT --seed TEXT` draws wrong lines that nobody wrote: so many for each service and heading; those that turn no test red are
// left out.
// `--outcomes` judges nothing: it tells how each test ended, so that a fault can be tried without looking at what is said of it.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foldRun } from '#journal';
import { copyServices } from '../mutants/service-copies.ts';
import { BLIND2_FAULTS, BLIND3_FAULTS, BLIND4_FAULTS, FAULTS, GENERAL_FAULTS, SIGNED_FAULTS, WIDE_FAULTS } from './faults.ts';
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
Usage: npm run bench:judge -- [ID…] [--held-out | --blind | --blind2 | --blind3 | --general] [--keep FOLDER] [--again FOLDER] [--outcomes]

Runs each fault for real and compares what the judge says with what is known to be wrong: those named, or a part, or those that rules were
written with. --keep leaves the runs in a folder, --again judges those of a folder once more, --outcomes judges nothing.
Faults: ${FAULTS.map(({ id }) => id).join(', ')}.
`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keep: { type: 'string' },
    again: { type: 'string' },
    'held-out': { type: 'boolean', default: false },
    blind: { type: 'boolean', default: false },
    blind2: { type: 'boolean', default: false },
    blind3: { type: 'boolean', default: false },
    blind4: { type: 'boolean', default: false },
    general: { type: 'boolean', default: false },
    mutations: { type: 'string' },
    seed: { type: 'string', default: '1' },
    wide: { type: 'boolean', default: false },
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
  if (values.blind2) return BLIND2_FAULTS;
  if (values.blind3) return BLIND3_FAULTS;
  if (values.blind4) return BLIND4_FAULTS;
  if (values.general) return GENERAL_FAULTS;
  if (values.wide) return WIDE_FAULTS;
  if (values.blind) return FAULTS.filter(({ isBlind = false }) => isBlind);
  const others = [...SIGNED_FAULTS, ...GENERAL_FAULTS, ...WIDE_FAULTS];
  return FAULTS.filter((fault) => !others.includes(fault)).filter(
    ({ isHeldOut = false, expected }) => isHeldOut === values['held-out'] || expected.length === 0,
  );
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
