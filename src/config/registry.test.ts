import assert from 'node:assert/strict';
import { registrySchema } from './json-schema.ts';
import { loadConfig } from './load-config.ts';
import type { Config } from '#domain';
import { RealityError } from '#domain';
import { makeProject } from '../../fixtures/tools/config-project.ts';

const HEAD = 'version: 1\nproject: shop\ncomponents: {app: {kind: service, command: [app]}}\n';
const SUITES = 'suites: [{name: s, engine: script, files: [s.js], requires: [app], covers: [R-1]}]\n';
const REQUIREMENT = '  - {id: R-1, text: It works.}\n';

async function load(registries: Readonly<Record<string, string>>): Promise<Config> {
  const names = Object.keys(registries).join(', ');
  const config = `${HEAD}${SUITES}requirements: [${names}]\n`;
  const { request, remove } = makeProject({ 'reality.yaml': config, 's.js': '', ...registries });
  try {
    return await loadConfig(request);
  } finally {
    remove();
  }
}

async function issuesOf(text: string): Promise<readonly string[]> {
  try {
    await load({ 'req.yaml': text });
  } catch (error) {
    if (error instanceof RealityError) return error.details;
    throw error;
  }
  return [];
}

describe('registry of requirements', () => {
  it('tells what exists, from all files together', async () => {
    const { contract, requirements } = await load({
      'one.yaml': `version: 1
contract:
  methods: [{name: ping, result: [a, 'b?']}]
  codes: [{code: -1003, blames: dependency, component: app}]
requirements:
  - {id: R-1, text: It works., names: [ping, GET /health, '-1003'], edge: app>store, verifiedBy: [s]}
`,
      'two.yaml': 'version: 1\ncontract: {routes: [{name: GET /health, status: draft}]}\nrequirements: []\n',
    });
    assert.deepEqual(contract, {
      methods: [{ name: 'ping', status: 'approved', result: ['a', 'b?'] }],
      routes: [{ name: 'GET /health', status: 'draft' }],
      codes: [{ code: '-1003', meaning: '', blames: 'dependency', component: 'app' }],
    });
    const [first] = requirements;
    assert.deepEqual([first?.edge, first?.verifiedBy, first?.names?.length], ['app>store', ['s'], 3]);
  });

  it('has an empty contract where nothing is said', async () => {
    const { contract } = await load({ 'req.yaml': `version: 1\nrequirements:\n${REQUIREMENT}` });
    assert.deepEqual(contract, { methods: [], routes: [], codes: [] });
  });

  it('makes requirements that contradict each other conflicting, and says where', async () => {
    const { requirements, warnings } = await load({
      'req.yaml': 'version: 1\nrequirements:\n  - {id: R-1, text: A lost item is error -1.}\n',
      'more.yaml': 'version: 1\nrequirements:\n  - {id: R-2, text: A lost item is error -2.}\n',
    });
    assert.deepEqual(
      requirements.map((one) => one.status),
      ['conflicting', 'conflicting'],
    );
    assert.match(warnings.join('\n'), /req\.yaml:3: R-1 is approved and contradicts R-2/u);
  });

  it('keeps two that answer one request differently, and tells the request', async () => {
    const two = (more: string): string => `version: 1
requirements:
  - {id: R-1, text: a, when: {size: {minimum: 1}}, otherwise: {code: 400}${more}}
  - {id: R-2, text: b, when: {owner: {is: unknown}}, answers: {code: 404}}
`;
    const { requirements, warnings } = await load({ 'req.yaml': two('') });
    assert.deepEqual([...new Set(requirements.map(({ status }) => status))], ['approved']);
    assert.match(
      warnings.join(),
      /req\.yaml:3: where size is 0 and owner is unknown, R-1 promises 400 and R-2 promises 404/u,
    );
    assert.deepEqual((await load({ 'req.yaml': two(', before: [R-2]') })).warnings, []);
  });

  const mistakes: readonly (readonly [string, string, RegExp])[] = [
    [
      'an unknown key',
      `version: 1\ncontract: {method: []}\nrequirements:\n${REQUIREMENT}`,
      /req\.yaml:2:12: unknown key "method" in contract; did you mean "methods"\?/u,
    ],
    [
      'an unknown key of an item',
      `version: 1\ncontract:\n  methods:\n    - {name: a, reslt: []}\nrequirements:\n${REQUIREMENT}`,
      /req\.yaml:4:\d+: unknown key "reslt" in contract\.methods\[0\]; did you mean "result"\?/u,
    ],
    [
      'a list that is none',
      `version: 1\ncontract: {routes: 5}\nrequirements:\n${REQUIREMENT}`,
      /req\.yaml:2:20: contract\.routes must be a list/u,
    ],
    [
      'a route without a method',
      `version: 1\ncontract: {routes: [{name: /health}]}\nrequirements:\n${REQUIREMENT}`,
      /contract\.routes\[0\]\.name must be a method and a path, such as GET \/health/u,
    ],
    [
      'a code that is there twice',
      `version: 1\ncontract:\n  codes:\n    - {code: 7, blames: caller}\n    - {code: '7', blames: service}\nrequirements:\n${REQUIREMENT}`,
      /req\.yaml:5:7: code 7 is already there: req\.yaml:4/u,
    ],
    [
      'a name that no contract holds',
      'version: 1\ncontract: {methods: [{name: ping}]}\nrequirements:\n  - {id: R-1, text: It works., names: [pong]}\n',
      /req\.yaml:4:\d+: R-1 names "pong", which no contract holds; did you mean "ping"\?/u,
    ],
    [
      'a condition that promises nothing',
      'version: 1\nrequirements:\n  - {id: R-1, text: It works., when: {size: {minimum: 1}}}\n',
      /req\.yaml:3:\d+: R-1 says when, and neither `answers` nor `otherwise`/u,
    ],
    [
      'a keyword that no condition has',
      'version: 1\nrequirements:\n  - {id: R-1, text: It works., when: {size: {minimun: 1}}, answers: {code: 1}}\n',
      /unknown key "minimun".*did you mean "minimum"\?/u,
    ],
    [
      'a pattern that is none',
      'version: 1\nrequirements:\n  - {id: R-1, text: It works., when: {size: {pattern: "("}}, answers: {code: 1}}\n',
      /must be a regular expression/u,
    ],
    [
      'one that goes before nobody',
      'version: 1\nrequirements:\n  - {id: R-1, text: It works., before: [R-2]}\n',
      /R-1 goes before "R-2", which is no other requirement/u,
    ],
    [
      'an edge that is none',
      'version: 1\nrequirements:\n  - {id: R-1, text: It works., edge: app-store}\n',
      /requirements\[0\]\.edge must be two components, such as service>mediamtx/u,
    ],
  ];
  for (const [name, text, expected] of mistakes) {
    it(`refuses ${name}`, async () => {
      assert.match((await issuesOf(text)).join('\n'), expected);
    });
  }

  it('publishes a schema that knows its keys', () => {
    const text = JSON.stringify(registrySchema());
    for (const key of ['verifiedBy', 'edge', 'names', 'blames', 'result']) assert.ok(text.includes(`"${key}"`), key);
  });
});
