/** How libraries and languages say that a field is not there; the first group is its name. */
const ABSENCES: readonly RegExp[] = [
  /\(reading '([^']+)'\)/u,
  /\bhas no (?:field |property |key |attribute )?['"]?([A-Za-z_]\w*)['"]?/u,
  /\bKeyError: ['"]([^'"]+)['"]/u,
  /^['"]([A-Za-z_]\w*)['"]$/u,
  /\bat "(?:[^"]*\.)?([A-Za-z_]\w*)" but found nothing/u,
  /^\s*([A-Za-z_]\w*)\s*\n\s*Field required/mu,
  /\b([A-Za-z_]\w*): Field required/u,
  /\bmissing (?:field|property|key) ['"`]?([A-Za-z_]\w*)/iu,
  /\bto have (?:own )?property ['"]([A-Za-z_]\w*)['"]/u,
  /\brequired property ['"]([A-Za-z_]\w*)['"]/u,
  /['"]([A-Za-z_]\w*)['"] is a required property/u,
];

/** Fields that are not there, by the words of languages and libraries. */
export function listMissing(message: string): readonly string[] {
  return ABSENCES.flatMap((pattern) => pattern.exec(message)?.[1] ?? []);
}
