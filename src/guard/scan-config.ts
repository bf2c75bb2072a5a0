import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Visitor, parseSync } from 'oxc-parser';
import { parse as parseYaml } from 'yaml';
import type { Node, Span } from 'oxc-parser';
import type { Finding } from '#domain';
import { readText, readTexts } from './expression.ts';
import { makeLocator } from './locate.ts';
import { findMockPackage } from './mock-packages.ts';
import { REAL_PARTS } from './script-rule.ts';

/** What the settings of test tools in a folder do behind the back of the tests. */
export interface ConfigScan {
  readonly findings: readonly Finding[];
  /** Files that the tool loads before each test file: they are part of every test. */
  readonly loads: readonly string[];
}

const SETTINGS =
  /^(?:package\.json|\.mocharc\.(?:json|jsonc|ya?ml|js|cjs|mjs)|(?:jest|vitest|vite|playwright)\.config\.[cm]?[jt]s|jest\.config\.json|tsconfig(?:\.[\w-]+)?\.json)$/u;

/** Keys whose values put one module in the place of another. */
const MAPS = new Set(['moduleNameMapper', 'alias', 'imports', 'aliases', 'paths']);
const LOADERS = new Set(['require', 'setupFiles', 'setupFilesAfterEnv', 'globalSetup', 'import']);
/** A path says what it is by these words; styles and pictures stand for nothing that a service does. */
const STAND_IN = /(?:^|[/._-])(?:__mocks__|mocks?|mocked|stubs?|fakes?)(?:[/._-]|$)/iu;
const ASSET = /css|less|s[ac]ss|svg|png|jpe?g|gif|woff|ttf|style|asset|image/iu;

const PRELOAD = /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)[ =](?<what>[^\s'"]+)/gu;

/** Reads the settings of jest, vitest, mocha and package.json in one folder; a file that is not there says nothing. */
export function scanConfig(folder: string): ConfigScan {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => SETTINGS.test(name)) : [];
  const scans = names.map((name) => scanOne(join(folder, name)));
  return { findings: scans.flatMap(({ findings }) => findings), loads: scans.flatMap(({ loads }) => loads) };
}

function scanOne(file: string): ConfigScan {
  const findings: Finding[] = [];
  const loads: string[] = [];
  const code = readAsScript(file);
  const { program } = parseSync(/\.[cm]?[jt]s$/u.test(file) ? file : 'settings.js', code);
  const locate = makeLocator(code);
  const keys: string[] = [];
  const add = (start: number, rule: string, sentence: string): void => {
    const at = locate(start);
    findings.push({ rule, verdict: 'block', file, ...at, sentence, mend: REAL_PARTS });
  };
  new Visitor({
    Property: (node) => {
      keys.push(keyOf(node) ?? '');
      for (const value of readTexts(node.value).filter((text) => text !== undefined)) judgeEntry(keys, value, node);
      if (basename(file) === 'package.json' && keys.at(-2) === 'scripts') {
        for (const what of listPreloads(keys, readText(node.value))) judgeLoad(what, node.start);
      }
      if (keys.at(-1) === 'automock' && node.value.type === 'Literal' && node.value.value === true) {
        add(node.start, 'automock', 'automock replaces every module by a mock of itself');
      }
    },
    'Property:exit': () => void keys.pop(),
    Literal: (node) => {
      const key = keys.at(-1) ?? '';
      const value = readText(node);
      if (value === undefined || !isLoader(keys, key, file)) return;
      judgeLoad(value, node.start);
    },
  }).visit(program);
  return { findings, loads };

  function judgeLoad(what: string, start: number): void {
    const name = findMockPackage(what);
    if (name !== undefined) add(start, 'mock-package', `${name} is loaded before every test`);
    else if (/^(?:\.|<rootDir>)/u.test(what)) loads.push(resolveSetting(what, file));
  }

  function judgeEntry(path: readonly string[], value: string, { start }: Span): void {
    const isMap = path.slice(0, -1).some((key) => MAPS.has(key)) || MAPS.has(path.at(-2) ?? '');
    const key = path.at(-1) ?? '';
    if (!isMap || ASSET.test(key) || ASSET.test(value)) return;
    const name = findMockPackage(value);
    if (name !== undefined || STAND_IN.test(value)) {
      add(start, 'module-mapped', `${key} is replaced by ${value}`);
    }
  }
}

/** What a script of the package has loaded before the tests: `node --import ./before.mjs --test`. */
function listPreloads(path: readonly string[], command = ''): readonly string[] {
  if (!/test/u.test(path.at(-1) ?? '')) return [];
  return [...command.matchAll(PRELOAD)].map(({ groups }) => groups?.['what'] ?? '');
}

/** JSON is an expression: read as one, its keys have places. Of YAML only the values count; its places are not kept. */
function readAsScript(file: string): string {
  const text = readFileSync(file, 'utf8');
  if (/\.jsonc?$/u.test(file)) return `(${text})`;
  return /\.ya?ml$/u.test(file) ? `(${JSON.stringify(parseYaml(text))})` : text;
}

function isLoader(keys: readonly string[], key: string, file: string): boolean {
  if (!LOADERS.has(key)) return false;
  const isPackage = basename(file) === 'package.json';
  return !isPackage || keys.includes('jest') || keys.includes('mocha') || keys.includes('vitest');
}

function resolveSetting(value: string, file: string): string {
  return resolve(dirname(file), value.replace(/^<rootDir>\/?/u, './'));
}

function keyOf({ key }: { readonly key: Node }): string | undefined {
  return key.type === 'Identifier' ? key.name : readText(key);
}
