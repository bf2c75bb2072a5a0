import { hit, REAL_PARTS } from './script-rule.ts';
import type { ScriptRule } from './script-rule.ts';
import type { Script } from './script.ts';

// Calls of an interface that exists to stand something in: of test frameworks, of undici, of browsers.

/** Functions of a mocking API, below the object that offers them. What is listed under `warn` replaces nothing by itself. */
interface Api {
  readonly block: ReadonlySet<string>;
  readonly warn: ReadonlySet<string>;
}

const VITEST: Api = {
  block: new Set([
    'mock',
    'doMock',
    'importMock',
    'spyOn',
    'stubGlobal',
    'useFakeTimers',
    'setSystemTime',
    'setTimerTickMode',
    'mockObject',
  ]),
  warn: new Set(['fn']),
};

const JEST: Api = {
  block: new Set([
    'mock',
    'doMock',
    'setMock',
    'unstable_mockModule',
    'createMockFromModule',
    'genMockFromModule',
    'enableAutomock',
    'autoMockOn',
    'spyOn',
    'replaceProperty',
    'useFakeTimers',
    'setSystemTime',
  ]),
  warn: new Set(['fn']),
};

const APIS: readonly { readonly api: Api; readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { api: VITEST, modules: ['vitest'], names: ['vi', 'vitest'] },
  { api: JEST, modules: ['@jest/globals', 'jest', 'bun:test'], names: ['jest'] },
];

export const frameworkRule: ScriptRule = {
  id: 'mock-call',
  sentence: 'The mocking functions of vitest or jest are called; `vi.fn` and `jest.fn` alone are only listed.',
  mend: REAL_PARTS,
  find: (script) =>
    script.uses.flatMap((use) => {
      const [head = '', verb = ''] = use.path;
      const api = APIS.find(({ modules, names }) => offers(script, head, modules, names))?.api;
      if (api === undefined || use.path.length !== 2) return [];
      const text = `${use.path.join('.')} is called`;
      if (api.block.has(verb)) return [hit(use, 'block', text)];
      return api.warn.has(verb) ? [hit(use, 'warn', text)] : [];
    }),
};

/** Imported from the framework under any name, or its global of that name. */
function offers(script: Script, local: string, modules: readonly string[], names: readonly string[]): boolean {
  const binding = script.bindings.get(local);
  if (binding !== undefined) return modules.includes(binding.module) && names.includes(binding.name);
  return names.includes(local) && !script.own.has(local);
}

const NODE_MOCKS = new Set(['fn', 'method', 'getter', 'setter', 'property', 'module', 'enable', 'setTime', 'tick']);

export const nodeTestRule: ScriptRule = {
  id: 'node-mock',
  sentence: 'The mocks of node:test are used: `mock.…`, `t.mock.…`.',
  mend: REAL_PARTS,
  find: (script) => {
    const usesNodeTest = [...script.bindings.values()].some(({ module }) => /^(?:node:)?test$/u.test(module));
    if (!usesNodeTest) return [];
    return script.uses.flatMap((use) => {
      const from = use.path.findIndex((name, index) => isNodeMock(script, use.path, name, index));
      const verb = use.path.at(-1) ?? '';
      if (from < 0 || !NODE_MOCKS.has(verb)) return [];
      return [hit(use, verb === 'fn' ? 'warn' : 'block', `${use.path.join('.')} of node:test is called`)];
    });
  },
};

function isNodeMock({ bindings }: Script, path: readonly string[], name: string, index: number): boolean {
  const binding = index === 0 ? bindings.get(name) : undefined;
  if (binding !== undefined) return /^(?:node:)?test$/u.test(binding.module) && binding.name === 'mock';
  return name === 'mock' && index > 0 && index < path.length - 1;
}

const UNDICI_MOCKS = new Set(['MockAgent', 'MockPool', 'MockClient', 'SnapshotAgent', 'MockCallHistory']);

export const undiciRule: ScriptRule = {
  id: 'undici-mock',
  sentence: 'An agent of undici that answers by itself is made; agents with limits are innocent.',
  mend: 'use a plain Agent, or none, and let the request reach the real part',
  find: ({ uses, bindings }) =>
    uses.flatMap((use) => {
      const [head = '', member] = use.path;
      const binding = bindings.get(head);
      if (!use.isNew || binding?.module !== 'undici') return [];
      const name = member ?? binding.name;
      return UNDICI_MOCKS.has(name) ? [hit(use, 'block', `new ${name} of undici`)] : [];
    }),
};

const CANNED = new Set(['fulfill']);

export const routeRule: ScriptRule = {
  id: 'answer-canned',
  sentence: 'A request of a browser is answered by the test itself.',
  mend: 'let the request through: `route.continue()`, or no route at all',
  find: ({ uses }) =>
    uses.flatMap((use) =>
      use.path.length === 2 && use.path[0] === 'route' && CANNED.has(use.path[1] ?? '')
        ? [hit(use, 'block', 'route.fulfill answers in the place of the server')]
        : [],
    ),
};
