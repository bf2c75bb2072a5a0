import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const NODE_MODULES = join(ROOT, 'node_modules');

/** Stands where the built shell stands: tells its arguments, and waits for a signal when asked to. */
const SHELL = `
if (process.argv.includes('wait')) {
  const timer = setInterval(() => {}, 1000);
  process.once('SIGINT', () => {
    process.stdout.write('put away\\n');
    clearInterval(timer);
    process.exitCode = 130;
  });
}
if (process.argv.includes('fail')) process.exitCode = 7;
process.stdout.write(JSON.stringify(process.argv.slice(2)) + '\\n');
`;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A clone in small: the real bootstrap, a real compiler, one source and no other dependency. */
function makeClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'reality-bootstrap-'));
  mkdirSync(join(clone, 'bin'));
  mkdirSync(join(clone, 'src'));
  cpSync(join(ROOT, 'bin', 'bootstrap.js'), join(clone, 'bin', 'bootstrap.js'));
  writeFileSync(join(clone, 'bin', 'reality.js'), SHELL);
  writeFileSync(join(clone, 'src', 'one.ts'), 'export const one: number = 1;\n');
  const compilerOptions = { rootDir: '.', outDir: 'dist', module: 'node20', incremental: true, types: [] };
  writeFileSync(join(clone, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['src/**/*.ts'] }));
  const typescript = `file:${join(NODE_MODULES, 'typescript')}`;
  const manifest = { name: 'clone', version: '1.0.0', type: 'module', devDependencies: { typescript } };
  writeFileSync(join(clone, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(clone, 'package-lock.json'), JSON.stringify({ name: 'clone', lockfileVersion: 3, packages: {} }));
  return clone;
}

function startBootstrap(clone: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const options = { cwd: clone, env: { ...process.env, ...env } };
  return spawn(process.execPath, [join(clone, 'bin', 'bootstrap.js'), ...args], options);
}

async function finish(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { status: child.exitCode, stdout, stderr };
}

async function bootstrap(clone: string, ...args: readonly string[]): Promise<Ended> {
  return finish(startBootstrap(clone, args));
}

/** Resolves when the child has printed the text; the test's own limit ends a wait in vain. */
async function waitForText(child: ChildProcess, text: string): Promise<void> {
  let seen = '';
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
  });
}

describe('bootstrap, installed', () => {
  let clone = '';
  before(async () => {
    clone = makeClone();
    await bootstrap(clone, 'start');
  });
  after(() => rmSync(clone, { recursive: true, force: true }));

  it('sets up, then runs everything with the arguments it was given', async () => {
    const { stdout, stderr } = await bootstrap(clone, 'start', '--tag', 'two words');
    assert.equal(stdout, '["run","--all","--tag","two words"]\n');
    assert.match(stderr, /\["setup"\]/);
  });

  it('passes the exit status on', async () => {
    const { status } = await bootstrap(clone, 'start', 'fail');
    assert.equal(status, 7);
  });

  it('passes a signal on and waits until the child has put everything away', async () => {
    const child = startBootstrap(clone, ['start', 'wait']);
    const ended = finish(child);
    await waitForText(child, '"wait"');
    child.kill('SIGINT');
    const { status, stdout } = await ended;
    assert.match(stdout, /put away/);
    assert.equal(status, 130);
  });
});

describe('bootstrap, fresh', () => {
  let clone = '';
  beforeEach(() => {
    clone = makeClone();
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  it('installs and builds once, then hands over at once', async () => {
    const first = await bootstrap(clone, 'start');
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stderr, /installing the locked packages[\s\S]*packages installed in[\s\S]*built in/);
    assert.ok(existsSync(join(clone, 'dist', 'src', 'one.js')));
    const second = await bootstrap(clone, 'start');
    assert.equal(second.status, 0, second.stderr);
    assert.doesNotMatch(second.stderr, /install|build/);
  });

  it('starts an install afresh that was cut off', async () => {
    mkdirSync(join(clone, 'node_modules', 'half'), { recursive: true });
    writeFileSync(join(clone, 'node_modules', 'half', 'package.json'), '{}');
    writeFileSync(join(clone, 'node_modules', '.reality-installing'), '1\n');
    const { status, stderr } = await bootstrap(clone, 'start');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /cut off/);
    assert.equal(existsSync(join(clone, 'node_modules', 'half')), false);
  });

  it('keeps the last good build when a new one fails', async () => {
    await bootstrap(clone, 'start');
    writeFileSync(join(clone, 'src', 'one.ts'), "export const one: number = 'two';\n");
    const broken = await bootstrap(clone, 'start');
    assert.notEqual(broken.status, 0);
    assert.equal(broken.stdout, '');
    assert.match(broken.stderr, /TS2322/);
    assert.match(readFileSync(join(clone, 'dist', 'src', 'one.js'), 'utf8'), /one = 1/);
  });

  it('leaves no ghost of a source that is gone', async () => {
    writeFileSync(join(clone, 'src', 'ghost.ts'), 'export const ghost: number = 0;\n');
    await bootstrap(clone, 'start');
    assert.ok(existsSync(join(clone, 'dist', 'src', 'ghost.js')));
    rmSync(join(clone, 'src', 'ghost.ts'));
    await bootstrap(clone, 'start');
    assert.equal(existsSync(join(clone, 'dist', 'src', 'ghost.js')), false);
    assert.ok(existsSync(join(clone, 'dist', 'src', 'one.js')));
  });

  it('does the work once when two start at once', async () => {
    const both = await Promise.all([bootstrap(clone, 'start'), bootstrap(clone, 'start')]);
    assert.deepEqual(
      both.map(({ status }) => status),
      [0, 0],
      both.map(({ stderr }) => stderr).join('\n'),
    );
    const installs = both.filter(({ stderr }) => stderr.includes('installing the locked packages'));
    assert.equal(installs.length, 1);
  });

  it('says in one sentence what it cannot do', async () => {
    const usage = await bootstrap(clone, 'dance');
    assert.equal(usage.status, 2);
    assert.match(usage.stderr, /usage: /);
    rmSync(join(clone, 'tsconfig.json'));
    const packed = await bootstrap(clone, 'start');
    assert.equal(packed.status, 2);
    assert.match(packed.stderr, /not a clone/);
  });
});
