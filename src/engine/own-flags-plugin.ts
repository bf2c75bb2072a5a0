// Runs inside a child, before the tests do.

/**
 * Leaves the flag for the inspector's port to this process alone. `cluster` would count on from it, and give its workers port 1, with which Node
 * does not start.
 */
export function keepInspectorPort(): void {
  process.execArgv = process.execArgv.filter((flag) => flag !== '--inspect-port=0');
}
