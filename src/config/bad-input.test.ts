import assert from 'node:assert/strict';
import { RealityError } from '#domain';
import { makeProject } from '../../fixtures/tools/config-project.ts';
import { loadConfig } from './load-config.ts';
import type { LoadRequest } from './request.ts';

/** The lines that a user sees. */
async function complain(text: string, more: Partial<LoadRequest> = {}): Promise<readonly string[]> {
  const project = makeProject({ 'a.js': '', 'a.ts': '', 'reality.yaml': text });
  try {
    await loadConfig({ ...project.request, ...more });
  } catch (error) {
    assert.ok(error instanceof RealityError, String(error));
    assert.equal(error.exitCode, 2);
    return error.details;
  } finally {
    project.remove();
  }
  return [];
}

const HEAD = 'version: 1\nproject: p\n';
const suite = (rest: string): string => `${HEAD}components:
  app: {kind: service, command: [run, "\${app.ports.http}"], ports: [http], secrets: [key]}
suites:
  - {name: s, engine: script, files: [a.js], ${rest}}\n`;
const component = (rest: string): string => `${HEAD}suites: []
components:
  app: {kind: service, command: [run, "\${app.ports.http}"], ports: [http]}
  ${rest}\n`;

/** What is written → what is told, every line of it. */
const CASES: readonly (readonly [title: string, text: string, lines: readonly string[]])[] = [
  ['an empty file', '', ['reality.yaml:1:1: the file is empty']],
  ['a list', '- a', ['reality.yaml:1:1: the file must hold a map']],
  [
    'misspelt keys at every level',
    `version: 1\nprojct: p\nsuites: []\ncomponents:\n  app:\n    kind: service\n    requries: []\n    command: [x]\n    stop: {signl: SIGINT}\n`,
    [
      'reality.yaml:1:1: project is missing',
      'reality.yaml:2:1: unknown key "projct" at the top level; did you mean "project"?',
      'reality.yaml:7:5: unknown key "requries" in components.app; did you mean "requires"?',
      'reality.yaml:9:12: unknown key "signl" in components.app.stop; did you mean "signal"?',
    ],
  ],
  [
    'a key given twice',
    `${HEAD}project: q\nsuites: []\n`,
    ['reality.yaml:3:1: this key is given twice in the same map'],
  ],
  [
    'a mock allowed without a reason, for all suites and for one',
    `${HEAD}allow: [{what: nock}]\nsuites:\n  - {name: s, engine: script, files: [a.js], allow: [{what: sinon, reason: " "}]}\n`,
    [
      'reality.yaml:3:9: allow[0].reason is missing',
      'reality.yaml:5:76: suites[0].allow[0].reason must say why, in words, not " "',
    ],
  ],
  [
    'an unknown kind',
    component('b: {kind: servce}'),
    ['reality.yaml:6:13: "servce" is no kind of component; did you mean "service"?'],
  ],
  [
    'a kind unlike any other',
    component('b: {kind: oracle}'),
    ['reality.yaml:6:13: "oracle" is no kind of component; there are: service, stream, store'],
  ],
  ['a kind that is missing', component('b: {requires: [app]}'), ['reality.yaml:6:3: components.b.kind is missing']],
  [
    'a name that is none',
    component('B_1: {kind: store}'),
    [
      'reality.yaml:6:3: component "B_1" must match [a-z][a-z0-9-]* (lower-case letters, digits and hyphens, a letter first)',
    ],
  ],
  [
    'a reference to no component',
    component('b: {kind: service, command: [x, "${ap.host}"]}'),
    ['reality.yaml:6:35: ${ap.host} names no component; did you mean "app"?'],
  ],
  [
    'a reference to what a component does not have',
    component('b: {kind: service, requires: [app], command: [x, "${app.ports.htp}"]}'),
    ['reality.yaml:6:52: ${app.ports.htp} names nothing that app has under ports; did you mean "http"?'],
  ],
  [
    'a reference outside of what is required',
    component('b: {kind: service, command: [x], env: {A: "${app.host}"}}'),
    ['reality.yaml:6:45: ${app.host} names a component that b does not require; add it to requires'],
  ],
  [
    'a circle in requires',
    component('b: {kind: store, requires: [c]}\n  c: {kind: store, requires: [b]}'),
    ['reality.yaml:6:20: components require each other in a circle: b → c → b'],
  ],
  [
    'a component that requires itself',
    component('b: {kind: store, requires: [b]}'),
    ['reality.yaml:6:20: components require each other in a circle: b → b'],
  ],
  [
    'addresses made of each other',
    component('b: {kind: service, command: [x], urls: {a: "${b.urls.c}/a", c: "${b.urls.a}"}}'),
    ['reality.yaml:6:46: addresses are made of each other in a circle: b.urls.a → b.urls.c → b.urls.a'],
  ],
  [
    'a required component that is not there',
    component('b: {kind: stream, publishTo: ap}'),
    ['reality.yaml:6:32: b requires "ap", which is no component; did you mean "app"?'],
  ],
  [
    'variables that would be the same',
    component('dir: {kind: service, command: [x], urls: {a: x}}\n  opt: {kind: store}\n  dir-url: {kind: store}'),
    [
      'reality.yaml:7:3: the host of component opt would be told as REALITY_OPT_HOST, which is read as an option',
      'reality.yaml:7:3: port main of component opt would be told as REALITY_OPT_PORT_MAIN, which is read as an option',
    ],
  ],
  [
    'a suite file that is not there',
    `${HEAD}suites: [{name: s, engine: script, files: [b.js, a.js]}]\n`,
    ['reality.yaml:3:43: suite s: there is no file b.js'],
  ],
  [
    'what the engine refuses',
    `${HEAD}suites: [{name: s, engine: script, files: [a.ts]}]\n`,
    ['reality.yaml:3:43: suite s: this engine runs no TypeScript'],
  ],
  [
    'two suites of one name',
    `${HEAD}suites:\n  - {name: s, engine: script, files: [a.js]}\n  - {name: s, engine: script, files: [a.js]}\n`,
    ['reality.yaml:5:12: there is already a suite "s": reality.yaml:4'],
  ],
  [
    'a suite that requires nothing known',
    suite('requires: [apq]'),
    ['reality.yaml:6:57: suite s requires "apq", which is no component; did you mean "app"?'],
  ],
  [
    'a secret that does not exist',
    suite('requires: [app], secrets: [app.kez]'),
    ['reality.yaml:6:73: suite s asks for the secret "app.kez", which is not in its world; did you mean "app.key"?'],
  ],
  [
    'a secret in a variable that was not asked for',
    suite('requires: [app], env: {K: "${app.secrets.key}"}'),
    ['reality.yaml:6:72: ${app.secrets.key} is a secret that suite s does not ask for; add it to secrets'],
  ],
  [
    'a reference of a suite that has no world',
    suite('env: {K: "${app.host}"}'),
    ['reality.yaml:6:55: ${app.host} refers to a world, and suite s requires nothing; write $${ for a literal ${'],
  ],
  [
    'contact with what is not in the world',
    suite('requires: [app], contact: {"app>db": L3, "a>b>c": L1}'),
    [
      'reality.yaml:6:73: contact "app>db" names "db", which is not in the world of suite s; there are: app',
      'reality.yaml:6:87: "a>b>c" must be a component, or two with ">" between them',
    ],
  ],
  [
    'variables for what is not in the world',
    suite('with: {app: {env: {A: x}}}'),
    ['reality.yaml:6:53: with names "app", which is not in the world of suite s; there are: none'],
  ],
  [
    'a duration, a level and a list that are none',
    suite('timeout: 60 seconds, contact: {app: L9}, tags: smoke, lane: sytem'),
    [
      'reality.yaml:6:55: suites[0].timeout must be a duration such as 500ms, 60s, 2m or 1h, or a whole number of milliseconds, not "60 seconds"',
      'reality.yaml:6:82: suites[0].contact.app must be one of L0, L1, L2, L3, L4, L5, not "L9"',
      'reality.yaml:6:93: suites[0].tags must be a list, not "smoke"',
      'reality.yaml:6:106: suites[0].lane must be one of unit, integration, system, load, not "sytem"; did you mean "system"?',
    ],
  ],
  [
    'settings out of range',
    `${HEAD}suites: []\ngates: {minPassRate: 90, maxCauses: {SYSTEM_CRITICL: 1}}\nrun: {workers: 0, keep: allways}\nprovision: {mirror: ftp://x}\n`,
    [
      'reality.yaml:4:22: gates.minPassRate must be at most 1, not 90',
      'reality.yaml:4:38: unknown key "SYSTEM_CRITICL" in gates.maxCauses; did you mean "SYSTEM_CRITICAL"?',
      'reality.yaml:5:16: run.workers must be at least 1, not 0',
      'reality.yaml:5:25: run.keep must be one of always, on-failure, never, not "allways"; did you mean "always"?',
      'reality.yaml:6:21: provision.mirror must be a valid url, not "ftp://x"',
    ],
  ],
  [
    'a registry that is not there',
    `${HEAD}suites: []\nrequirements: docs/reqs.yaml\n`,
    ['docs/reqs.yaml:1:1: there is no such file'],
  ],
  [
    'text that is not YAML',
    'version: [1',
    [`reality.yaml:1:12: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]`],
  ],
];

describe('a configuration with mistakes', () => {
  for (const [title, text, lines] of CASES) {
    it(`tells ${title}`, async () => {
      assert.deepEqual(await complain(text), lines);
    });
  }

  it('tells an unknown profile and bad flags', async () => {
    const text = `${HEAD}suites: []\nprofiles: {staging: {}}\n`;
    const options: LoadRequest['options'] = [
      { name: 'timeout', value: 'soon', from: 'variable' },
      { name: 'gate', value: 'flaky', from: 'flag' },
    ];
    assert.deepEqual(await complain(text, { profile: 'stagng', options }), [
      '--gate: flaky must be NAME=NUMBER, such as minPassRate=0.9 or SYSTEM_CRITICAL=0',
      '--profile: no profile "stagng"; did you mean "staging"?',
      'REALITY_OPT_TIMEOUT: run.timeout must be a duration such as 500ms, 60s, 2m or 1h, or a whole number of milliseconds, not "soon"',
    ]);
  });

  it('refuses aliases that multiply, and one that holds itself', async () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x, x]'];
    for (const [name, above] of ['ba', 'cb', 'dc', 'ed', 'fe'].map((pair) => pair.split(''))) {
      bomb.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${above}`).join(', ')}]`);
    }
    const started = performance.now();
    const [line] = await complain(bomb.join('\n'));
    assert.match(line ?? '', /the aliases of this file stand for more than 20000 values, or for themselves$/u);
    assert.ok(performance.now() - started < 2000);
    const [itself] = await complain('a: &a [*a]\n');
    assert.match(itself ?? '', /or for themselves$/u);
  });

  it('takes merge keys, and keeps an odd key from the prototype', async () => {
    assert.deepEqual(await complain(`${HEAD}suites: []\ncomponents: {a: &a {kind: store}, b: {<<: *a}}\n`), []);
    assert.deepEqual(await complain(`${HEAD}suites: []\n__proto__: {x: 1}\n`), [
      'reality.yaml:4:1: unknown key "__proto__" at the top level',
    ]);
  });
});
