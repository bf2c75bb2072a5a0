/** NO_COLOR and FORCE_COLOR as no-color.org and Node read them; a flag outranks both; else a terminal decides. */
export function wantsColour(
  env: Readonly<Record<string, string | undefined>>,
  isTty: boolean,
  flag?: boolean,
): boolean {
  if (flag === false) return false;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTty && env['TERM'] !== 'dumb';
}
