import type { Finding } from '#domain';
import { SCRIPT } from './first-party.ts';
import { listFiles } from './list-files.ts';
import { scanConfig } from './scan-config.ts';
import { scanGo } from './scan-go.ts';
import { scanPython } from './scan-python.ts';
import { scanScripts } from './scan-scripts.ts';
import type { ScanResult } from './scan-scripts.ts';

export interface ScanRequest {
  /** Files and folders, absolute. */
  readonly paths: readonly string[];
  /** The project: what lies outside is somebody else's. */
  readonly root: string;
  /** Interpreter that reads Python files; default `python3`. */
  readonly python?: string;
  /** Arguments of `go test`: its build tags decide which files there are. */
  readonly goArgs?: readonly string[];
}

/** Reads everything below the given paths that is a program of a known language, and what it leads to in the same project. */
export function scan({ paths, root, python, goArgs }: ScanRequest): ScanResult {
  const files = listFiles(paths);
  const config = scanConfig(root);
  const scripts = files.filter((file) => SCRIPT.test(file) && !file.endsWith('.d.ts'));
  const parts = [
    scanScripts([...new Set([...scripts, ...(scripts.length > 0 ? config.loads.filter(isScript) : [])])], root),
    scanPython(
      files.filter((file) => file.endsWith('.py')),
      root,
      python,
    ),
    scanGo(
      files.filter((file) => file.endsWith('.go')),
      goArgs,
    ),
  ];
  const findings = [...config.findings, ...listMockFolders(scripts), ...parts.flatMap((part) => part.findings)];
  return {
    findings: findings.toSorted(comparePlaces),
    files: parts.flatMap((part) => part.files),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function isScript(file: string): boolean {
  return SCRIPT.test(file);
}

/** jest and vitest put files of such a folder in the place of modules without being asked. */
function listMockFolders(files: readonly string[]): readonly Finding[] {
  return files
    .filter((file) => /[/\\]__mocks__[/\\]/u.test(file))
    .map((file) => ({
      rule: 'mocks-folder',
      verdict: 'block',
      file,
      line: 1,
      column: 1,
      sentence: '__mocks__ puts its files in the place of modules',
      mend: 'remove the folder, and start the real part as a component',
    }));
}

function comparePlaces(one: Finding, other: Finding): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
