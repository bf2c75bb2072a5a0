import { readFileSync, statSync } from 'node:fs';
import type { Finding } from '#domain';
import { resolveFirstParty } from './first-party.ts';
import { parseScript } from './parse-script.ts';
import type { Script } from './script.ts';
import { SCRIPT_RULES } from './script-rules.ts';

/** What was found in files and in what they load of the same project. */
export interface ScanResult {
  readonly findings: readonly Finding[];
  /** Files that were read, those that others led to included. */
  readonly files: readonly string[];
  /** Files that could not be read as programs, each a sentence. */
  readonly problems: readonly string[];
}

interface Visit {
  readonly file: string;
  readonly through: readonly string[];
}

/** Reads JavaScript and TypeScript files and the first-party files they load, each once. Paths are absolute; `root` bounds the project. */
export function scanScripts(files: readonly string[], root: string): ScanResult {
  const findings: Finding[] = [];
  const problems: string[] = [];
  const seen = new Set(files);
  const queue: Visit[] = files.map((file) => ({ file, through: [] }));
  for (let visit = queue.shift(); visit !== undefined; visit = queue.shift()) {
    const { file, through } = visit;
    const script = readScript(file, problems);
    if (script === undefined) continue;
    findings.push(...judgeScript(script, through));
    for (const { specifier } of script.loads) {
      const next = resolveFirstParty(specifier, file, root);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      queue.push({ file: next, through: [...through, file] });
    }
  }
  return { findings, files: [...seen], problems };
}

/** Nobody writes a test as large as this by hand, and a parser takes a hundred times as much memory. */
const MAX_SCRIPT_BYTES = 8 * 1024 * 1024;

function readScript(file: string, problems: string[]): Script | undefined {
  try {
    if (statSync(file).size > MAX_SCRIPT_BYTES) throw new Error('it is larger than 8 MB');
    const script = parseScript(file, readFileSync(file, 'utf8'));
    if (script.problem !== undefined) problems.push(`${file} cannot be read as a program: ${script.problem}`);
    return script;
  } catch (error) {
    problems.push(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function judgeScript(script: Script, through: readonly string[]): readonly Finding[] {
  return SCRIPT_RULES.flatMap(({ id, mend, find }) =>
    find(script).map(({ verdict, text, line, column }): Finding => ({
      rule: id,
      verdict,
      file: script.file,
      line,
      column,
      sentence: text,
      mend,
      ...(through.length === 0 ? {} : { through }),
    })),
  );
}
