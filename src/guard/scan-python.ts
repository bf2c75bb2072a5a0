import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Finding } from '#domain';
import type { ScanResult } from './scan-scripts.ts';
import { REAL_PARTS } from './script-rule.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'src', 'guard', 'scan_python.py');
const LIMIT_MS = 60_000;

/** Reads Python files by Python's own parser, with what they load of the project and every conftest.py that pytest would load. */
export function scanPython(files: readonly string[], root: string, python = 'python3'): ScanResult {
  if (files.length === 0) return { findings: [], files: [], problems: [] };
  try {
    const text = execFileSync(python, ['-I', SCRIPT], {
      input: JSON.stringify({ files, root }),
      encoding: 'utf8',
      timeout: LIMIT_MS,
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return readAnswer(JSON.parse(text));
  } catch (error) {
    const why =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? `${python} is not there` : String(error);
    return { findings: [], files: [], problems: [`${files.length} Python files could not be read: ${why}`] };
  }
}

/** The script is ours, and writes this shape alone. */
function readAnswer(value: unknown): ScanResult {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by scan_python.py beside this file
  const answer = value as Omit<ScanResult, 'findings'> & { readonly findings: readonly Omit<Finding, 'mend'>[] };
  return { ...answer, findings: answer.findings.map((finding) => ({ ...finding, mend: REAL_PARTS })) };
}
