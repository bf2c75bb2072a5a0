import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ComponentSpec, Contact, ContactLevel, Mark, MockUse, SuiteSpec, Toolbox } from '#domain';
import { execSuite, part } from '../../fixtures/tools/runner-config.ts';
import { runLab } from '../../fixtures/tools/runner-lab.ts';
import type { LabResult } from '../../fixtures/tools/runner-lab.ts';
import { testProgramJudge, testTools } from '../../fixtures/tools/tools.ts';

const RECORDER = path.join(import.meta.dirname, '../../fixtures/guard/contact/recorder-main.js');
const SERVES =
  'require("node:http").createServer((q, s) => s.end("{}")).listen(0, "127.0.0.1"); setTimeout(() => process.exit(), 1500);';

function recorder(name: string, env: Readonly<Record<string, string>>, prelude = ''): ComponentSpec {
  const command = ['/bin/sh', '-c', `${prelude} exec "$0" "$@"`, process.execPath, RECORDER];
  return part(
    name,
    'service',
    {
      command,
      ports: ['http'],
      urls: { http: `http://127.0.0.1:\${${name}.ports.http}` },
      env: {
        PORT: `\${${name}.ports.http}`,
        API: '${mediamtx.urls.api}',
        RTSP: '${mediamtx.urls.rtsp}',
        RECORDINGS: '${dirs.recordings}',
        ...env,
      },
      ready: [{ http: `\${${name}.urls.http}/` }],
    },
    ['mediamtx'],
  );
}

interface Case {
  readonly name: string;
  /** Rule and verdict of what has to be told; absent = nothing. */
  readonly told?: readonly [rule: string, verdict: string];
  readonly outcome: string;
}

describe('what stands in for real parts, seen from outside', function standIns() {
  this.timeout(600_000);
  let folder = '';
  let tools: Toolbox = {};
  let result: LabResult;
  const cases: Case[] = [];
  const suites: SuiteSpec[] = [];
  const components: ComponentSpec[] = [];

  function program(name: string, text: string): string {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  }

  /** A suite that is a few lines of shell, and what has to be said of it. */
  function say(told: Case['told'], name: string, script: string, more: Partial<SuiteSpec> = {}): void {
    const outcome = told?.[1] === 'block' ? 'mock-violation' : 'passed';
    cases.push({ name, outcome, ...(told === undefined ? {} : { told }) });
    suites.push(execSuite(name, ['/bin/sh', '-c', script, 'suite', folder], { lane: 'system', ...more }));
  }

  function record(
    told: Case['told'],
    name: string,
    env: Readonly<Record<string, string>>,
    { prelude = '', declared = 'L3' }: { readonly prelude?: string; readonly declared?: ContactLevel } = {},
  ): void {
    const component = `service-${name}`;
    components.push(recorder(component, env, prelude));
    const url = `REALITY_${component.toUpperCase().replaceAll('-', '_')}_URL_HTTP`;
    const contact = { [`${component}>mediamtx`]: declared };
    say(told, name, `curl -sf "$${url}/record?path=camera&ms=1500"`, { requires: [component, 'camera'], contact });
  }

  before(async () => {
    tools = await testTools();
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'stand-ins-')));
    const ffmpeg = tools.ffmpeg?.path ?? '';
    const canned = path.join(folder, 'canned.mp4');
    execFileSync(ffmpeg, `-v error -f lavfi -i testsrc2=size=320x240:rate=10 -t 2 -c:v libx264 ${canned}`.split(' '));
    program('fake/ffmpeg', '#!/bin/sh\nfor last; do :; done\necho "ffmpeg version 5.1.9"\n: > "$last"\n');
    program('wrapped/ffmpeg', `#!/bin/sh\nexec ${ffmpeg} "$@"\n`);
    program(
      'fake/mediamtx',
      `#!${process.execPath}\nif (process.argv[2] === "--version") console.log("v1.19.3"); else { ${SERVES} }\n`,
    );
    program('node_modules/json-server/bin.js', SERVES);
    program('node_modules/toxiproxy-node/bin.js', SERVES);
    components.push(
      part('mediamtx', 'mediamtx', { paths: { camera: {} } }),
      part('camera', 'ffmpeg-stream', { publishTo: 'mediamtx', path: 'camera', source: 'clip' }),
    );
    // A script that ends at once is seen by the PATH that its callers have.
    const made = 'ffmpeg -f lavfi -i nullsrc -frames:v 1 -f null "$REALITY_TMP/out" >/dev/null 2>&1; sleep 0.7';
    say(['fake-executable', 'block'], 'path-fake', `PATH="$1/fake:$PATH"; ${made}`);
    say(undefined, 'path-wrapper', `PATH="$1/wrapped:$PATH"; ${made}`);
    // Over before anybody could look at it: the guard of the suite's own process tells which file it was.
    const node = `"${process.execPath}" -e`;
    const started = `require("node:child_process").execSync("ffmpeg -version")`;
    say(
      ['fake-executable', 'block'],
      'node-fake',
      `${node} 'process.env.PATH = "'$1'/fake:" + process.env.PATH; ${started}' >/dev/null`,
    );
    say(
      undefined,
      'node-wrapper',
      `${node} 'process.env.PATH = "'$1'/wrapped:" + process.env.PATH; ${started}' >/dev/null`,
    );
    const python = 'import os, subprocess; os.environ["PATH"] = os.environ["FIRST"] + ":" + os.environ["PATH"]';
    const ran = `${python}; subprocess.run(["ffmpeg", "-version"], stdout=subprocess.DEVNULL)`;
    say(['fake-executable', 'block'], 'python-fake', `FIRST="$1/fake" python3 -c '${ran}'`);
    say(undefined, 'python-wrapper', `FIRST="$1/wrapped" python3 -c '${ran}'`);
    say(['fake-executable', 'block'], 'server-fake', `"$1/fake/mediamtx" config.yml`);
    say(
      undefined,
      'server-real',
      `cd "$REALITY_TMP"; MTX_RTSP=no MTX_RTMP=no MTX_HLS=no MTX_WEBRTC=no MTX_SRT=no MTX_MOQ=no timeout 1 ${tools.mediamtx?.path ?? ''} /dev/null; true`,
    );
    say(['mock-program', 'block'], 'plays-server', `"${process.execPath}" "$1/node_modules/json-server/bin.js"`);
    say(undefined, 'proxies', `"${process.execPath}" "$1/node_modules/toxiproxy-node/bin.js"`);
    record(undefined, 'recorded', {}, { declared: 'L5' });
    record(undefined, 'in-memory', { MEMORY: '1' }, { declared: 'L5' });
    record(['canned-media', 'block'], 'canned', { CANNED: canned });
    record(['canned-media', 'warn'], 'encoded-again', { AGAIN: '1', FFMPEG: ffmpeg });
    record(['test-switch', 'warn'], 'switched', { TEST_MODE: '1' });
    record(undefined, 'not-switched', { TEST_MODE: '0' });
    record(['fake-executable', 'block'], 'names-fake', { FFMPEG: path.join(folder, 'fake/ffmpeg') });
    record(['fake-executable', 'block'], 'hides-real', {}, { prelude: `PATH="${folder}/fake:$PATH";` });
    say(['canned-media', 'block'], 'copies-in', `cp -p "$1/canned.mp4" "$REALITY_DIR_RECORDINGS/take.mp4"`, {
      requires: ['camera'],
    });
    say(
      undefined,
      'publishes-itself',
      `cp -p "$1/canned.mp4" "$REALITY_DIR_RECORDINGS/take.mp4"; ${ffmpeg} -v error -re -f lavfi -i testsrc2=rate=10 -t 1 -c:v libx264 -f rtsp -rtsp_transport tcp "$REALITY_MEDIAMTX_URL_RTSP/camera"`,
      { requires: ['mediamtx'] },
    );
    const encode = `${ffmpeg} -v error -re -f lavfi -i testsrc2=rate=10 -t 2 -c:v libx264 -g 10 -bsf:v "$REALITY_NONCE_FILTER"`;
    const target = '"$REALITY_MEDIAMTX_URL_RTSP/camera?run=$REALITY_NONCE"';
    const keep = `${encode} -y "$REALITY_ARTIFACTS/own.mp4"`;
    say(undefined, 'publishes-with-nonce', `${encode} -f rtsp -rtsp_transport tcp ${target}; ${keep}`, {
      requires: ['mediamtx'],
    });
    const judgeProgram = testProgramJudge(folder);
    result = await runLab(suites, { config: { components }, request: { tools }, context: { judgeProgram } });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function foundIn(name: string): readonly MockUse[] {
    const attempts = result.state.suites.find(({ planned }) => planned.name === name)?.attempts ?? [];
    return attempts.flatMap(({ mocks }) => mocks.map(({ mock }) => mock)).filter(({ by }) => by === 'contact');
  }

  it('the run itself went well', () => {
    assert.equal(result.error, undefined);
    const harness = result.state.suites.filter(({ outcome }) => outcome === 'errored' || outcome === 'blocked');
    assert.deepEqual(
      harness.map(({ failure }) => failure?.message),
      [],
    );
    assert.deepEqual(result.leftovers, []);
  });

  function contactOf(name: string, edge: string): Contact | undefined {
    const attempts = result.state.suites.find(({ planned }) => planned.name === name)?.attempts ?? [];
    return attempts.flatMap(({ contacts }) => contacts).find((contact) => contact.edge === edge);
  }

  const marksOf = (name: string): readonly Mark[] =>
    result.state.suites.find(({ planned }) => planned.name === name)?.marks ?? [];

  it('a recording with the nonce of a stream is the strongest contact, and a service that only says so is hollow', () => {
    const recorded = contactOf('recorded', 'service-recorded>mediamtx');
    assert.deepEqual([recorded?.level, marksOf('recorded')], ['L5', []]);
    assert.match(recorded?.nonces.join() ?? '', /recordings\/camera\/[^,]*\.mp4/u);
    assert.ok(recorded);
    assert.ok(recorded.serverIds.includes('path camera'), recorded?.serverIds.join());
    assert.ok(recorded.seenBy.includes('media') && recorded.seenBy.includes('witness'), recorded.seenBy.join());
    assert.notEqual(contactOf('in-memory', 'service-in-memory>mediamtx')?.level, 'L5');
    assert.deepEqual(marksOf('in-memory'), ['hollow']);
  });

  it('a suite that publishes with its nonce has changed the state of MediaMTX, and the session is told', () => {
    const own = contactOf('publishes-with-nonce', 'mediamtx');
    assert.equal(own?.level, 'L4', 'its own file, which went nowhere, proves nothing');
    assert.match(own.serverIds.join(), /[0-9a-f]{8}-[0-9a-f]{4}/u);
    assert.match(own.nonces.join(), /session [0-9a-f-]+ of mediamtx/u);
  });

  it('is told by rule and verdict, and its twin is silent', () => {
    const told = cases.map(({ name }) => {
      const seen = foundIn(name).filter(({ rule }) => rule !== 'no-contact');
      const outcome = result.state.suites.find(({ planned }) => planned.name === name)?.outcome;
      return [name, outcome, ...new Set(seen.map(({ rule, verdict }) => `${verdict} ${rule}`))];
    });
    assert.deepEqual(
      told,
      cases.map((each) => [
        each.name,
        each.outcome,
        ...(each.told === undefined ? [] : [each.told.toReversed().join(' ')]),
      ]),
    );
  });
});
