import { breakCommands, showHidden } from '#domain';

/** Hostile text as the message of a GitHub workflow command: it can neither end the line nor start another command. */
export function commandMessage(text: string): string {
  return breakCommands(showHidden(text)).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

/** Hostile text as a property of a workflow command. */
export function commandProperty(text: string): string {
  return commandMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
