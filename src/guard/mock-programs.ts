const PROGRAM =
  /(?:^|[\s/@])(wiremock(?:-standalone)?|mountebank|mb|prism|mockserver|json-server|mockoon(?:-cli)?|hoverfly|smocker|stubby|imposter)(?:$|[\s@:./-])/u;

/** The program that plays servers, in the arguments of a start; proxies to the real thing (toxiproxy) are none. */
export function findMockProgram(words: readonly (string | undefined)[]): string | undefined {
  const text = words.filter((word) => word !== undefined).join(' ');
  return PROGRAM.exec(text)?.[1];
}
