// Runs inside a child. Mocha 12 is half ES modules, half CommonJS. Node reads every CommonJS file that an ES module imports twice, once
// for its names: that alone costs more than a bare child. These few files are turned into CommonJS while they are loaded.

import { readFileSync } from 'node:fs';
import { Module } from 'node:module';

interface Compiled extends NodeJS.Module {
  readonly _compile: (text: string, filename: string) => void;
}

type Extension = (module: Compiled, filename: string) => void;

/** Loads with ES modules below `folder` turned into CommonJS; anything unforeseen leaves it to Node. */
export function loadAsCommonJs<Loaded>(folder: string, load: () => Loaded): Loaded {
  const table: unknown = Reflect.get(Module, '_extensions');
  if (!isTable(table)) return load();
  const usual = table['.js'];
  if (usual === undefined) return load();
  table['.js'] = (module, filename) => {
    const converted = filename.startsWith(folder) ? convert(readFileSync(filename, 'utf8')) : undefined;
    if (converted === undefined) usual(module, filename);
    // oxlint-disable-next-line no-underscore-dangle -- Node's own name, which every tool that compiles on require calls
    else module._compile(converted, filename);
  };
  try {
    return load();
  } finally {
    table['.js'] = usual;
  }
}

/** Node's own table: how a file is compiled, by its extension. */
function isTable(value: unknown): value is Record<string, Extension> {
  return typeof value === 'object' && value !== null && '.js' in value;
}

const IMPORT = /^import\s+(\{[^}]*\}|\* as \w+|\w+)\s+from\s+("[^"]+"|'[^']+');/gmu;
const EXPORT_LIST = /^export \{([^}]*)\};/gmu;
const EXPORT_DECLARATION = /^export (const|function|class) (\w+)/gmu;

/** The text as CommonJS; undefined when it is that already, or uses a form that mocha 12 does not. */
export function convert(text: string): string | undefined {
  if (!/^(?:import|export)\b/mu.test(text)) return undefined;
  const declared: string[] = [];
  const converted = text
    .replaceAll(IMPORT, (_, what: string, from: string) => `const ${convertNames(what)} = require(${from});`)
    .replaceAll(EXPORT_LIST, (_, names: string) => names.split(',').map(exportName).join(''))
    .replaceAll(EXPORT_DECLARATION, (_, kind: string, name: string) => {
      declared.push(name);
      return `${kind} ${name}`;
    });
  if (/^(?:import|export)\b|import\.meta|^\s*await\b/mu.test(converted)) return undefined;
  return `"use strict";${converted}\n${declared.map(exportName).join('')}`;
}

function convertNames(what: string): string {
  return what.startsWith('* as ') ? what.slice('* as '.length) : what.replaceAll(' as ', ': ');
}

function exportName(written: string): string {
  const [own = '', shown = own] = written.trim().split(' as ');
  return own === '' ? '' : `exports.${shown} = ${own};`;
}
