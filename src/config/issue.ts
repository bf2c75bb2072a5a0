import { RealityError } from '#domain';
import type { SourcePlace } from '#domain';

/** One mistake in the configuration: where, and one sentence. */
export interface Issue {
  readonly place: SourcePlace;
  readonly text: string;
}

/** `reality.yaml:12:5: unknown key "requries"; did you mean "requires"?` A place without a line is a flag or a variable. */
export function describeIssue({ place, text }: Issue): string {
  return place.line === 0 ? `${place.file}: ${text}` : `${place.file}:${place.line}:${place.column}: ${text}`;
}

/** All mistakes at once, in the order of the file. */
export function refuseConfig(issues: readonly Issue[]): RealityError {
  const lines = [...new Set(issues.toSorted(comparePlaces).map(describeIssue))];
  const message =
    lines.length === 1 ? 'the configuration has a mistake' : `the configuration has ${lines.length} mistakes`;
  return new RealityError('config-invalid', message, { details: lines });
}

function comparePlaces(a: Issue, b: Issue): number {
  if (a.place.file !== b.place.file) return a.place.file < b.place.file ? -1 : 1;
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
