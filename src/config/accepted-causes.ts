import type { AcceptedCause } from '#domain';
import { acceptedCause, acceptedHead } from './assessment-sections.ts';
import type { AssessmentSection } from './assessment-sections.ts';
import { checkValue } from './check-value.ts';
import { refuseConfig } from './issue.ts';
import type { Issue } from './issue.ts';
import { toJsonSchema } from './json-schema.ts';
import { childOf, withoutEntries } from './located.ts';
import type { LocatedMap } from './located.ts';
import type { ConfigFiles } from './plug.ts';
import { readYamlFile } from './read-file.ts';
import type { FileRequest, ReadFile } from './read-file.ts';

/** Where `reality accept` writes and every run reads, unless the configuration names another file. */
export const ACCEPTED_FILE = 'accepted-causes.yaml';

/** The file of accepted causes of a configuration; undefined when none is named and the usual one is absent. */
export function findAccepted({ accepted }: AssessmentSection, folder: string, files: ConfigFiles): string | undefined {
  if (accepted !== undefined) return files.resolve(folder, accepted);
  const usual = files.resolve(folder, ACCEPTED_FILE);
  return files.exists(usual) ? usual : undefined;
}

export interface AcceptedRead {
  readonly file: ReadFile;
  readonly accepted: readonly AcceptedCause[];
}

/** Reads a file of accepted causes; every mistake is told with its place. */
export function readAccepted(path: string, request: FileRequest, issues: Issue[]): AcceptedRead {
  const file = readYamlFile(path, request, issues);
  return { file, accepted: file.tree === undefined ? [] : readList(file.tree, issues) };
}

/** The same for a file that stands alone. Throws `config-invalid` with every mistake. */
export function loadAccepted(path: string, request: FileRequest): readonly AcceptedCause[] {
  const issues: Issue[] = [];
  const { accepted } = readAccepted(path, request, issues);
  if (issues.length > 0) throw refuseConfig(issues);
  return accepted;
}

const HEAD_KEYS = { properties: { version: {}, accepted: {} } };
const ITEM_KEYS = toJsonSchema(acceptedCause);

function readList(tree: LocatedMap, issues: Issue[]): readonly AcceptedCause[] {
  const head = { place: tree.place, value: withoutEntries(tree, ['accepted']), shown: [], keys: HEAD_KEYS };
  checkValue(acceptedHead, head, issues);
  const list = childOf(tree, 'accepted');
  if (list?.kind !== 'list') {
    issues.push({ place: list?.place ?? tree.place, text: 'a file of accepted causes must have a list `accepted`' });
    return [];
  }
  return list.items.flatMap((item, index) => {
    const subject = { place: item.place, value: item, shown: ['accepted', index], keys: ITEM_KEYS };
    const read = checkValue(acceptedCause, subject, issues);
    return read === undefined ? [] : [read];
  });
}

const HEAD = `# Known causes that this project lives with until a day. Written by \`reality accept\`, which keeps no other comment; an entry that
# is taken out counts again from the next run on, and so does one whose day has passed.
version: 1
`;

/** The text of a file of accepted causes, in the order of their ids; a JSON string is a YAML one. */
export function encodeAccepted(accepted: readonly AcceptedCause[]): string {
  if (accepted.length === 0) return `${HEAD}accepted: []\n`;
  const sorted = accepted.toSorted((one, other) => (one.cause < other.cause ? -1 : 1));
  const entries = sorted.map(({ cause, heading, title, reason, until, run }) =>
    [
      `  - cause: ${cause}`,
      `    heading: ${heading}`,
      `    title: ${JSON.stringify(title)}`,
      `    reason: ${JSON.stringify(reason)}`,
      `    until: ${JSON.stringify(until)}`,
      `    run: ${JSON.stringify(run)}`,
    ].join('\n'),
  );
  return `${HEAD}accepted:\n${entries.join('\n')}\n`;
}
