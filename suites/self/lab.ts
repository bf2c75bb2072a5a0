import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RunEvent } from '#domain';
import { eventually } from '#kit';
import { listRunFolders, parseAssessment, readEvents } from './results.ts';
import type { AssessmentDocument, SuiteDocument } from './results.ts';
import { expectNothingLeft, listLeft, watch } from './watcher.ts';
import type { Watcher } from './watcher.ts';

export const ROOT: string = join(import.meta.dirname, '..', '..', '..');
export const BIN: string = join(ROOT, 'bin', 'reality.js');
export const PROGRAMS: string = join(ROOT, 'fixtures', 'programs');
/** Compiled fixture suites. */
export const SUITES: string = join(ROOT, 'dist', 'fixtures', 'suites');

export interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
  readonly peakBytes: number;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Goes before the command, such as a shell that sets a limit. */
  readonly through?: readonly string[];
}

/** A command under way. */
export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves when the text has appeared on stdout or stderr. */
  readonly said: (text: string) => Promise<void>;
  /** Resolves with the first event of the newest run that fits. */
  readonly event: (fits: (event: RunEvent) => boolean, what: string) => Promise<RunEvent>;
}

/** A folder of its own for one test: a project, a home, a temporary folder, and a watch over all that is started. */
export class Lab {
  readonly root: string = mkdtempSync(join(tmpdir(), 'self-'));
  readonly project: string = join(this.root, 'project');
  readonly tmp: string = join(this.root, 'tmp');
  readonly home: string = join(this.root, 'home');
  readonly watcher: Watcher = watch(this.root);

  constructor() {
    for (const folder of [this.project, this.tmp, this.home]) mkdirSync(folder);
  }

  get reports(): string {
    return join(this.project, 'reports');
  }

  /** Folder of the newest run. */
  get latest(): string {
    const newest = existsSync(this.reports) ? listRunFolders(this.reports).at(-1) : undefined;
    if (newest === undefined) throw new Error(`no run in ${this.reports}`);
    return newest;
  }

  path(name: string): string {
    return join(this.project, name);
  }

  write(name: string, text: string): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** Writes `reality.yaml`; JSON is YAML. */
  configure(config: object): void {
    this.write('reality.yaml', JSON.stringify({ version: 1, project: 'self', ...config }, undefined, 1));
  }

  start(args: readonly string[], { env = {}, cwd = this.project, through = [] }: StartOptions = {}): Running {
    const [program = '', ...rest] = [...through, process.execPath, BIN, ...args];
    const child = spawn(program, rest, {
      cwd,
      // Nothing of the caller: a test must not pass because of his shell. What remains of a kill is known by these paths.
      // Experiments are tested by themselves: elsewhere they would only make runs longer.
      env: {
        PATH: process.env['PATH'],
        HOME: this.home,
        TMPDIR: this.tmp,
        REALITY_OPT_EXPERIMENTS: 'off',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    return this.follow(child);
  }

  async run(args: readonly string[], options: StartOptions = {}): Promise<Ended> {
    return this.start(args, options).ended;
  }

  assessment(): AssessmentDocument {
    return parseAssessment(this.report('assessment.json'));
  }

  suite(name: string): SuiteDocument {
    const found = this.assessment().suites.find((suite) => suite.name === name);
    if (found === undefined) throw new Error(`no suite ${name} in the report`);
    return found;
  }

  /** Text of one file in the newest run's folder. */
  report(name: string): string {
    return readFileSync(join(this.latest, name), 'utf8');
  }

  events(): readonly RunEvent[] {
    return readEvents(this.latest);
  }

  /** Resolves with the first event of the newest run that fits. */
  async event(fits: (event: RunEvent) => boolean, what: string): Promise<RunEvent> {
    return eventually(
      () => {
        const found = this.events().find(fits);
        if (found === undefined) throw new Error(JSON.stringify(this.events().at(-1)));
        return found;
      },
      { withinMs: 60_000, everyMs: 25, what },
    );
  }

  /** Processes of ours that run, and what stands in the temporary folder, now. */
  left(): readonly string[] {
    return listLeft(this.watcher, this.tmp);
  }

  /** Fails when anything is left, and removes everything in any case. */
  async close(): Promise<void> {
    try {
      const ports = existsSync(this.reports) ? listRunFolders(this.reports).flatMap(listLeasedPorts) : [];
      await expectNothingLeft({ watcher: this.watcher, tmp: this.tmp, ports });
    } finally {
      for (const { pid } of this.watcher.alive()) kill(pid);
      this.watcher.close();
      rmSync(this.root, { recursive: true, force: true });
    }
  }

  private follow(child: ChildProcess): Running {
    const { pid } = child;
    if (pid === undefined) throw new Error('the command could not be started');
    this.watcher.follow(pid);
    const said = { stdout: '', stderr: '' };
    child.stdout?.on('data', (bytes: Buffer) => (said.stdout += bytes.toString()));
    child.stderr?.on('data', (bytes: Buffer) => (said.stderr += bytes.toString()));
    return {
      pid,
      ended: this.end(child, pid, said),
      kill: (signal) => void child.kill(signal),
      said: async (text) =>
        eventually(
          () => {
            if (!`${said.stdout}${said.stderr}`.includes(text)) throw new Error(`${said.stdout}${said.stderr}`);
          },
          { withinMs: 60_000, everyMs: 10, what: `"${text}"` },
        ),
      event: async (fits, what) => this.event(fits, what),
    };
  }

  private async end(child: ChildProcess, pid: number, said: { stdout: string; stderr: string }): Promise<Ended> {
    const startedMs = performance.now();
    // `exit` and not `close`: a survivor that holds the pipe must be found, not waited for.
    const drained = Promise.all([child.stdout, child.stderr].map(async (stream) => stream && once(stream, 'close')));
    await once(child, 'exit');
    const { exitCode: status, signalCode: signal } = child;
    const tookMs = performance.now() - startedMs;
    await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    return { status, signal, ...said, tookMs, peakBytes: this.watcher.peakBytes(pid) };
  }
}

/** The body of a test that has a lab to itself: `it('…', inLab(async (lab) => { … }))`. */
export function inLab(body: (lab: Lab) => Promise<void>): () => Promise<void> {
  return async () => {
    const lab = new Lab();
    const closed = async (): Promise<unknown> =>
      lab.close().then(
        () => undefined,
        (error: unknown) => error,
      );
    try {
      await body(lab);
    } catch (error) {
      // The first fault is told; what it left behind is its consequence.
      await closed();
      throw error;
    }
    await lab.close();
  };
}

export interface SuiteConfig {
  readonly name: string;
}

/** A suite whose verdict is the exit status of a program. */
export function exec(name: string, command: readonly string[], more: object = {}): SuiteConfig {
  const suite = { name, engine: 'exec', command, lane: 'unit', ...more };
  return suite;
}

export function shell(name: string, script: string, more: object = {}): SuiteConfig {
  return exec(name, ['bash', '-c', script], more);
}

/** A compiled fixture suite. */
export function mocha(name: string, file: string, more: object = {}): SuiteConfig {
  const suite = { name, engine: 'mocha', files: [join(SUITES, file)], lane: 'unit', ...more };
  return suite;
}

function listLeasedPorts(folder: string): readonly number[] {
  return readEvents(folder).flatMap((event) => (event.kind === 'port-leased' ? [event.port] : []));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}
