/**
 * The marker is one environment variable whose value is a path of names, `run:world:child`: a scope owns everything below
 * its own path, so a run inside a run is found by both, and only the inner one by the inner.
 */
export const MARKER_NAME = 'REALITY_MARKER';
const SEPARATOR = ':';

/** `parent` is a marker (`NAME=value`), or the value of the variable as this process found it, or nothing for an outermost run. */
export function extendMarker(parent: string | undefined, part: string): string {
  const name = part.replaceAll(/[^\w.-]/g, '_');
  const value = parent === undefined ? '' : parent.slice(parent.indexOf('=') + 1);
  return value === '' ? `${MARKER_NAME}=${name}` : `${MARKER_NAME}=${value}${SEPARATOR}${name}`;
}

/** Splits `NAME=value` for an environment. */
export function splitMarker(marker: string): readonly [name: string, value: string] {
  const at = marker.indexOf('=');
  return at < 0 ? [MARKER_NAME, marker] : [marker.slice(0, at), marker.slice(at + 1)];
}

/** True if one of the variables is this marker or one below it. */
export function carriesMarker(environ: readonly string[], marker: string): boolean {
  return environ.some((variable) => isBelow(variable, marker));
}

export function isBelow(variable: string, marker: string): boolean {
  return variable.startsWith(marker) && (variable.length === marker.length || variable[marker.length] === SEPARATOR);
}
