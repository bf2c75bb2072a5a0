import { existsSync } from 'node:fs';
import { RealityError } from '#domain';
import type { Config, PlannedSuite, SuiteSpec } from '#domain';
import type { EngineTable } from '#engine';
import { findSpec } from './make-plan.ts';

/** Refuses, all at once and before anything starts, what can be known to be impossible: files that are not there, `.ts` without a loader. */
export function checkSuites(config: Config, suites: readonly PlannedSuite[], engines: EngineTable): void {
  const specs = new Set(suites.map((planned) => findSpec(config, planned)));
  const details = [...specs].flatMap((spec) =>
    complainAbout(spec, engines).map(
      (sentence) => `${spec.place.file}:${spec.place.line}:${spec.place.column}: suite ${spec.name}: ${sentence}`,
    ),
  );
  if (details.length === 0) return;
  throw new RealityError('config-invalid', details[0] ?? '', { details: details.slice(1) });
}

function complainAbout(spec: SuiteSpec, engines: EngineTable): readonly string[] {
  const engine = engines[spec.engine];
  if (engine === undefined)
    return [`there is no engine "${spec.engine}"; known are ${Object.keys(engines).join(', ')}`];
  const missing = engine.files(spec.options, spec).filter((file) => !existsSync(file));
  const absent = missing.map((file) => `there is no file ${file}`);
  return missing.length > 0 ? absent : (engine.complain?.(spec.options, spec) ?? []);
}
