import { hit, REAL_PARTS } from './script-rule.ts';
import type { Hit, ScriptRule } from './script-rule.ts';
import type { Script, Use } from './script.ts';

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
    'requireMock',
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

const JASMINE: Api = {
  block: new Set(['createSpyObj', 'clock', 'Ajax', 'setDefaultSpyStrategy']),
  warn: new Set(['createSpy']),
};

const BUN: Api = { block: new Set(['module']), warn: new Set() };

const APIS: readonly { readonly api: Api; readonly modules: readonly string[]; readonly names: readonly string[] }[] = [
  { api: VITEST, modules: ['vitest'], names: ['vi', 'vitest'] },
  { api: JEST, modules: ['@jest/globals', 'jest', 'bun:test'], names: ['jest'] },
  { api: JASMINE, modules: ['jasmine', 'jasmine-core'], names: ['jasmine'] },
  { api: BUN, modules: ['bun:test'], names: ['mock'] },
];

/** Functions that are imported, or that jasmine leaves lying about, and called bare. */
const BARE: readonly { readonly api: Api; readonly modules: readonly string[]; readonly isGlobal: boolean }[] = [
  {
    api: { block: new Set(['spyOn', 'setSystemTime']), warn: new Set(['mock']) },
    modules: ['bun:test'],
    isGlobal: false,
  },
  {
    api: { block: new Set(['spyOn']), warn: new Set(['fn']) },
    modules: ['@storybook/test', 'storybook/test', '@storybook/jest', '@vitest/spy'],
    isGlobal: false,
  },
  {
    api: { block: new Set(['spyOn', 'spyOnProperty', 'spyOnAllFunctions']), warn: new Set() },
    modules: [],
    isGlobal: true,
  },
];

export const frameworkRule: ScriptRule = {
  id: 'mock-call',
  sentence:
    'The mocking functions of vitest, jest, jasmine or bun are called; `vi.fn` and `jest.fn` alone are only listed.',
  mend: REAL_PARTS,
  find: (script) =>
    script.uses.flatMap((use) => {
      const [head = '', verb = ''] = use.path;
      if (use.path.length === 1) return judgeBare(script, use);
      const api = APIS.find(({ modules, names }) => offers(script, head, modules, names))?.api;
      if (api === undefined || use.path.length !== 2) return [];
      return judgeVerb(api, verb, use);
    }),
};

function judgeVerb({ block, warn }: Api, verb: string, use: Use): readonly Hit[] {
  const text = `${use.path.join('.')} is called`;
  if (block.has(verb)) return [hit(use, 'block', text)];
  return warn.has(verb) ? [hit(use, 'warn', text)] : [];
}

function judgeBare({ bindings, own }: Script, use: Use): readonly Hit[] {
  const [head = ''] = use.path;
  const binding = bindings.get(head);
  const found = BARE.filter(({ modules, isGlobal }) =>
    binding === undefined ? isGlobal && !own.has(head) : modules.includes(binding.module),
  );
  return found.flatMap(({ api }) => judgeVerb(api, binding?.name ?? head, use));
}

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

function isNodeMock({ bindings, own }: Script, path: readonly string[], name: string, index: number): boolean {
  const binding = index === 0 ? bindings.get(name) : undefined;
  if (binding !== undefined) return /^(?:node:)?test$/u.test(binding.module) && binding.name === 'mock';
  // `t.mock`: a parameter, or what was imported; a field of something that the file itself made is its own affair.
  return name === 'mock' && index > 0 && index < path.length - 1 && !own.has(path[0] ?? '');
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
      return UNDICI_MOCKS.has(name) ? [hit(use, 'block', `${name} of undici is made`)] : [];
    }),
};
