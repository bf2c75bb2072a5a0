/** The words of an error answer, without its envelope. */
export function textOfError(answer: string): string {
  return /"message"\s*:\s*"((?:[^"\\]|\\.)*)"/u.exec(answer)?.[1] ?? answer;
}
