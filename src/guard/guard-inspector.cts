import type { Bag, GuardPlace, InspectorPart } from './guard-face.ts';

// What only V8 knows: where a function was written, and which source map a script carries that was transformed in memory. Asked on a hit only.

interface Script {
  readonly file: string;
  readonly sourceMapUrl: string;
}

type Session = InstanceType<typeof import('node:inspector').Session>;
type Scripts = ReadonlyMap<string, Script>;

/** Undefined where there is no inspector, as in a build without one. */
const ask = <Answer,>(question: (session: Session, scripts: Scripts) => Answer): Answer | undefined => {
  let session: Session | undefined;
  try {
    const { Session: Made } = require('node:inspector') as typeof import('node:inspector');
    session = new Made();
    session.connect();
    const scripts = new Map<string, Script>();
    session.on('Debugger.scriptParsed', ({ params }) => {
      scripts.set(params.scriptId, { file: toPath(params.url), sourceMapUrl: params.sourceMapURL ?? '' });
    });
    session.post('Debugger.enable');
    return question(session, scripts);
  } catch {
    return undefined;
  } finally {
    session?.disconnect();
  }
};

const toPath = (url: string): string => {
  try {
    return url.startsWith('file:') ? decodeURIComponent(new URL(url).pathname) : url;
  } catch {
    return url;
  }
};

const PROBE = '__realityGuardProbe';

const placesOf: InspectorPart['placesOf'] = (functions) =>
  ask((session, scripts) => functions.map((each) => placeOf(session, scripts, each))) ?? functions.map(() => undefined);

const placeOf = (session: Session, scripts: Scripts, value: unknown): GuardPlace | undefined => {
  if (typeof value !== 'function') return undefined;
  let place: GuardPlace | undefined;
  Object.defineProperty(globalThis, PROBE, { configurable: true, value });
  try {
    session.post('Runtime.evaluate', { expression: `globalThis.${PROBE}` }, (failed, answer) => {
      const objectId = failed === null ? answer.result.objectId : undefined;
      if (objectId === undefined) return;
      session.post('Runtime.getProperties', { objectId, ownProperties: true }, (alsoFailed, properties) => {
        const found = properties.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]')?.value
          ?.value as Bag | undefined;
        const file = alsoFailed === null ? scripts.get(String(found?.['scriptId']))?.file : undefined;
        if (file !== undefined)
          place = { file, line: Number(found?.['lineNumber']) + 1, column: Number(found?.['columnNumber']) + 1 };
      });
    });
  } finally {
    Reflect.deleteProperty(globalThis, PROBE);
  }
  return place;
};

const sourceMapUrlOf: InspectorPart['sourceMapUrlOf'] = (file) =>
  ask(
    (_session, scripts) =>
      [...scripts.values()].findLast((script) => script.file === file && script.sourceMapUrl !== '')?.sourceMapUrl,
  );

module.exports = { placesOf, sourceMapUrlOf } satisfies InspectorPart;
