// What `npm start` and `npm test` call first in a clone: install what is locked, build, set up, then do the work.
// It may import nothing but Node's own modules, because nothing is installed yet when it starts.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { availableParallelism, constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MIN_NODE = [20, 19];
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const inRoot = (...parts) => path.join(root, ...parts);
const installStamp = inRoot('node_modules', '.reality-installed');
const installMarker = inRoot('node_modules', '.reality-installing');
const buildStamp = inRoot('dist', '.built-from');
const buildNext = inRoot('.build-next');

/** What stops the command with this exit status, said in one sentence. */
class Stop extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

let child;
let caught;

// The signal goes to the child, which may need its time to put the world away; we only remember it and wait. A terminal
// sends Ctrl-C to the child as well: `reality` takes two signals within 50 ms as one.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    caught = signal;
    child?.kill(signal);
  });
}

const say = (text) => process.stderr.write(`reality: ${text}\n`);
const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/** Runs one program to its end. The result is its exit status, 128 + n when signal n ended it. */
async function run(command, args, stdio = 'inherit') {
  if (caught !== undefined) return 128 + constants.signals[caught];
  return new Promise((resolve, reject) => {
    child = spawn(command, args, { cwd: root, stdio });
    child.once('error', (error) => reject(new Stop(`${command} does not start: ${error.message}`, 3)));
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

/** The same, for a step whose output is only told: stdout is kept for the results of the last step. */
const runQuietly = (command, args) => run(command, args, ['ignore', 2, 2]);

async function runOrStop(what, command, args) {
  const status = await runQuietly(command, args);
  if (caught !== undefined) throw new Stop(`interrupted during ${what}`, 128 + constants.signals[caught]);
  if (status !== 0) throw new Stop(`${what} failed with exit status ${status}`, status);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  throw new Stop(`Node ${MIN_NODE.join('.')} or newer is needed, this is ${process.version} (${process.execPath})`, 3);
}

/**
 * Two set-ups in one clone would write into each other's files. The lock is a bound abstract socket: the kernel frees it
 * the moment its owner dies, however that happens. Elsewhere than on Linux there is none, and no lock.
 */
async function lock() {
  if (process.platform !== 'linux') return () => {};
  const name = `\0reality-bootstrap-${createHash('sha256').update(root).digest('hex').slice(0, 24)}`;
  for (let told = false; ; told = true) {
    const waiting = new Set();
    const server = net.createServer((socket) => waiting.add(socket.on('error', () => {})));
    const got = await new Promise((resolve) => {
      server.once('listening', () => resolve(true)).once('error', () => resolve(false));
      server.listen(name);
    });
    if (got) return () => unlock(server, waiting);
    if (!told) say('another set-up is at work in this folder, waiting for it');
    await waitForOwner(name);
    if (caught !== undefined) throw new Stop('interrupted', 128 + constants.signals[caught]);
  }
}

function unlock(server, waiting) {
  server.close();
  for (const socket of waiting) socket.destroy();
}

/** The owner holds our connection until it is done; its death closes it too. A signal to us ends the wait. */
async function waitForOwner(name) {
  await new Promise((resolve) => {
    const socket = net.connect(name, () => {}).resume();
    const poll = setInterval(() => caught !== undefined && socket.destroy(), 100);
    socket.once('error', () => {});
    socket.once('close', () => {
      clearInterval(poll);
      setTimeout(resolve, 20);
    });
  });
}

async function readOr(file, otherwise) {
  return readFile(file, 'utf8').catch(() => otherwise);
}

async function writeWhole(file, text) {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

/** `npm start` names the npm that runs it; without that, the one on PATH. */
function npmCommand() {
  const own = process.env.npm_execpath;
  return own?.endsWith('npm-cli.js') ? [process.execPath, own] : ['npm'];
}

/** `npm install --no-save` keeps to the lockfile as `npm ci` does; docs/decisions/0003-locked-install.md says why not `ci`. */
async function install() {
  const locked =
    (await readFile(inRoot('package-lock.json'), 'utf8')) + (await readFile(inRoot('package.json'), 'utf8'));
  const host = `${process.platform} ${process.arch} ${process.versions.modules}`;
  const wanted = createHash('sha256').update(locked).update(host).digest('hex');
  // npm takes a package as installed when its folder is there, so what a killed install left has to go as a whole.
  if (existsSync(installMarker)) {
    say('an earlier install was cut off, starting it afresh');
    await rm(inRoot('node_modules'), { recursive: true, force: true });
  } else if ((await readOr(installStamp, '')) === wanted) return;

  const startedMs = Date.now();
  say('installing the locked packages');
  await mkdir(inRoot('node_modules'), { recursive: true });
  await rm(installStamp, { force: true });
  await writeFile(installMarker, `${process.pid}\n`);
  const [npm, ...first] = npmCommand();
  // NODE_ENV=production would leave out the compiler.
  const options = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  await runOrStop('npm install', npm, [...first, ...options]);
  await writeWhole(installStamp, wanted);
  await rm(installMarker);
  say(`packages installed in ${seconds(startedMs)}`);
}

async function hashSources() {
  const hash = createHash('sha256').update(await readFile(inRoot('package-lock.json')));
  const files = ['tsconfig.json'];
  for (const folder of ['src', 'suites', 'fixtures']) {
    const names = await readdir(inRoot(folder), { recursive: true }).catch(() => []);
    files.push(...names.filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name)));
  }
  for (const file of files.toSorted()) hash.update(`${file}\0`).update(await readFile(inRoot(file)));
  return hash.digest('hex');
}

/** Builds beside and moves into place: a failed or killed build leaves the last good one, and no ghost of a deleted file. */
async function build() {
  const wanted = await hashSources();
  if ((await readOr(buildStamp, '')) === wanted) return;
  const startedMs = Date.now();
  say('building');
  await rm(buildNext, { recursive: true, force: true });
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc');
  const target = ['--outDir', buildNext, '--tsBuildInfoFile', path.join(buildNext, '.tsbuildinfo')];
  await runOrStop('build', process.execPath, [tsc, '-p', 'tsconfig.json', '--noEmitOnError', ...target]);
  await writeFile(path.join(buildNext, '.built-from'), wanted);
  await rm(inRoot('dist'), { recursive: true, force: true });
  await rename(buildNext, inRoot('dist'));
  say(`built in ${seconds(startedMs)}`);
}

/**
 * Not in .mocharc.json: mocha would add them to the files named on a command line. Each file goes to the next free process, in this
 * order: what takes long comes first, so that all are busy until the end.
 */
const TESTS = [
  'dist/suites/conformance/*.test.js',
  'dist/suites/self/**/*.test.js',
  'dist/src/**/*.test.js',
  'dist/suites/repo/**/*.test.js',
  'dist/fixtures/**/*.test.js',
];
/** As many as cores: one more would save some time, and cost the calm that limits on time need. More than a few would only take turns. */
const JOBS = Math.min(4, availableParallelism());
/** Side by side, mocha would take each file without a test, such as one of which -g chooses none, for a failure of the whole. */
const SIDE_BY_SIDE = ['--parallel', `--jobs=${JOBS}`, '--no-fail-zero'];

const reality = (args) => [inRoot('bin', 'reality.js'), ...args];
const tool = (...parts) => inRoot('node_modules', ...parts);

async function start(args) {
  await runOrStop('set-up', process.execPath, reality(['setup']));
  return run(process.execPath, reality(['run', '--all', ...args]));
}

/** All checks run, so that one look shows everything that is wrong; the first failure gives the exit status. */
async function test(args) {
  const failed = [];
  const step = async (name, command, ...rest) => {
    say(`${name} …`);
    const status = await run(process.execPath, [command, ...rest]);
    if (caught !== undefined) throw new Stop(`interrupted during ${name}`, 128 + constants.signals[caught]);
    if (status !== 0) failed.push({ name, status });
  };
  await step('format', tool('oxfmt', 'bin', 'oxfmt'), '--check', '.');
  await step('lint', tool('oxlint', 'bin', 'oxlint'), '--deny-warnings');
  await step('dead code', tool('knip', 'bin', 'knip.js'));
  await step('set-up', ...reality(['setup']));
  await step('tests', tool('mocha', 'bin', 'mocha.js'), ...SIDE_BY_SIDE, ...TESTS, ...args);
  for (const { name, status } of failed) say(`${name} failed with exit status ${status}`);
  return failed[0]?.status ?? 0;
}

async function main(command, args) {
  const work = { start, test }[command];
  if (work === undefined) throw new Stop('usage: node bin/bootstrap.js start|test [arguments]', 2);
  checkNode();
  if (!existsSync(inRoot('tsconfig.json'))) throw new Stop('this is not a clone: call `reality` itself', 2);
  const release = await lock();
  try {
    await install();
    await build();
  } finally {
    release();
  }
  return work(args);
}

try {
  process.exitCode = await main(process.argv[2], process.argv.slice(3));
} catch (error) {
  say(error instanceof Stop ? error.message : error.stack);
  process.exitCode = error instanceof Stop ? error.status : 70;
}
