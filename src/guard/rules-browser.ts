import { hit } from './script-rule.ts';
import type { ScriptRule } from './script-rule.ts';
import type { Script, Use } from './script.ts';

// A test that steers a browser may answer its requests instead of the server.

/** Keys of an answer that Cypress gives by itself; without one of them it only listens. */
const CANNED_KEYS: ReadonlySet<string> = new Set(['body', 'fixture', 'statusCode', 'headers', 'forceNetworkError']);

export const routeRule: ScriptRule = {
  id: 'answer-canned',
  sentence:
    'A request of a browser is answered by the test itself, or by a recording; to hand on the real answer is no mock.',
  mend: 'let the request through: `route.continue()`, or no route at all',
  find: (script) =>
    script.uses.flatMap((use) => {
      const why = describeAnswer(script, use);
      return why === undefined ? [] : [hit(use, 'block', why)];
    }),
};

/** By the last name of a call: when it is an answer of the test's own. */
const ANSWERS: ReadonlyMap<string, (script: Script, use: Use) => boolean> = new Map([
  ['fulfill', (script, use) => isRoute(script, use) && !isHandedOn(use)],
  // With `update` it is recorded and not played.
  ['routeFromHAR', (_, { keys }) => !keys.includes('update')],
  ['intercept', (_, { path, keys }) => path[0] === 'cy' && keys.some((key) => CANNED_KEYS.has(key))],
  ['respond', (script) => loads(script, /^puppeteer/u)],
]);

function describeAnswer(script: Script, use: Use): string | undefined {
  const answers = use.path.length > 1 ? ANSWERS.get(use.path.at(-1) ?? '') : undefined;
  return answers?.(script, use) === true ? `${use.path.join('.')} answers in the place of the server` : undefined;
}

function isRoute(script: Script, { path }: Use): boolean {
  return path.length === 2 && (path[0] === 'route' || loads(script, /^(?:@playwright\/|playwright)/u));
}

/** `route.fulfill({ response })`: what the server said, as it is. */
function isHandedOn({ keys }: Use): boolean {
  return keys.length === 1 && keys[0] === 'response';
}

function loads({ loads: loaded }: Script, name: RegExp): boolean {
  return loaded.some(({ specifier }) => name.test(specifier));
}
