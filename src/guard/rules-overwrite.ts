import { hit, REAL_PARTS } from './script-rule.ts';
import type { ScriptRule } from './script-rule.ts';
import type { Script, Write } from './script.ts';

// Something of the platform, of a module or of a class is overwritten by hand.

const GLOBALS = new Set(['globalThis', 'global', 'window', 'self']);
const GUARDED_GLOBALS = new Set([
  'fetch',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'Date',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
]);
/** Of these nothing that all of their objects have may be replaced. */
const CLASSES = new Set(['WebSocket', 'EventSource', 'XMLHttpRequest', 'Response', 'Request']);
const CLOCKS = new Set(['Date.now', 'performance.now']);
/** Real network clients: putting one in the place of the global is no mock. */
const REAL_CLIENTS = new Set([
  'undici',
  'node-fetch',
  'cross-fetch',
  'ws',
  'isomorphic-ws',
  'eventsource',
  'node:timers',
]);

export const globalRule: ScriptRule = {
  id: 'global-replaced',
  sentence: 'A global of network or time is overwritten, other than by a real client or by what it was before.',
  mend: 'leave the global as it is, and give the code under test the address of the real part',
  find: (script) =>
    script.writes.flatMap((write) => {
      if (!overwritesGlobal(script, write)) return [];
      return isInnocent(script, write) ? [] : [hit(write, 'block', `${write.path.join('.')} is overwritten`)];
    }),
};

function overwritesGlobal({ own, bindings }: Script, { path }: Write): boolean {
  const isBelow = GLOBALS.has(path[0] ?? '');
  const [name = '', ...members] = isBelow ? path.slice(1) : path;
  if (!isBelow && (own.has(name) || bindings.has(name))) return false;
  if (members.length === 0) return GUARDED_GLOBALS.has(name);
  return CLASSES.has(name) ? members[0] === 'prototype' : CLOCKS.has([name, ...members].join('.'));
}

function isInnocent({ bindings }: Script, { path, value }: Write): boolean {
  if (value.kind !== 'name') return false;
  const [head = ''] = value.path;
  if (REAL_CLIENTS.has(bindings.get(head)?.module ?? '')) return true;
  // Put back: `globalThis.fetch = before`, where `before` is what stood there.
  return value.alias !== undefined && bareName(value.alias) === bareName(path);
}

function bareName(path: readonly string[]): string {
  return (GLOBALS.has(path[0] ?? '') ? path.slice(1) : path).join('.');
}

const BUILTINS = new Set(
  [
    'http',
    'https',
    'http2',
    'net',
    'tls',
    'dgram',
    'dns',
    'dns/promises',
    'child_process',
    'fs',
    'fs/promises',
    'timers',
    'timers/promises',
    'module',
  ].flatMap((name) => [name, `node:${name}`]),
);

export const memberRule: ScriptRule = {
  id: 'module-replaced',
  sentence:
    'A function of a module is overwritten: of one of Node, of a class that was imported, of what was imported itself.',
  mend: REAL_PARTS,
  find: (script) =>
    script.writes.flatMap((write) => {
      const [head = ''] = write.path;
      const binding = script.bindings.get(head);
      // A number or a text is a setting: `http.globalAgent.maxSockets = 5`.
      if (binding === undefined || write.value.kind === 'constant') return [];
      if (isInnocent(script, write) || isHandler(write)) return [];
      const isBuiltin = BUILTINS.has(binding.module);
      const isPrototype = write.path.includes('prototype');
      if (isBuiltin || isPrototype) return [hit(write, 'block', `${write.path.join('.')} is overwritten`)];
      return write.value.kind === 'function' ? [hit(write, 'warn', `${write.path.join('.')} is overwritten`)] : [];
    }),
};

/** `socket.onmessage = …` listens and replaces nothing. */
function isHandler({ path }: Write): boolean {
  return /^on[a-z]/u.test(path.at(-1) ?? '');
}

export const cacheRule: ScriptRule = {
  id: 'module-cache',
  sentence: 'What `require` gives is replaced: its cache, its loader.',
  mend: REAL_PARTS,
  find: ({ writes }) =>
    writes.flatMap((write) => {
      const name = write.path.join('.');
      const isCache =
        /(?:^|\.)cache\.[^.]+(?:\.exports)?$/u.test(name) && /require|Module|module/u.test(write.path[0] ?? '');
      const isLoader = /^(?:Module|module)(?:\.prototype)?\.(?:_load|_resolveFilename|require|_compile)$/u.test(name);
      return isCache || isLoader ? [hit(write, 'block', `${name} is overwritten`)] : [];
    }),
};
