import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KINDS } from '#component';
import { configSchema } from '#config';
import { ENGINES } from '#engine';
import { ASSESSMENT_SCHEMA } from '#report';
import { CASES_PAGE, insertCaseTables } from './case-docs.ts';
import { renderCommandPage } from './command-docs.ts';
import { CONFIG_PAGE, insertKeyTables } from './config-docs.ts';
import { FAULTS_PAGE, insertFaultTable } from './fault-docs.ts';
import { makeLintConfig } from './lint-config.ts';
import { insertModuleTable } from './module-docs.ts';
import { ROOT } from './repository.ts';
import { RULES_PAGE, insertRuleTables } from './rules-docs.ts';
import { SCAN_PAGE, insertScanTable } from './scan-docs.ts';
import { SAMPLES_FOLDER, writeSamples } from './samples.ts';

// Prints what is derived from the module table, the schemas, the judge's rules and the stored runs; `npm run generate` builds, runs this and formats the result.
const architecture = join(ROOT, 'docs', 'architecture.md');
await writeFile(join(ROOT, '.oxlintrc.json'), `${JSON.stringify(makeLintConfig(), null, 2)}\n`);
await writeFile(architecture, insertModuleTable(await readFile(architecture, 'utf8')));
const schema = configSchema(KINDS, ENGINES);
await writeFile(
  join(ROOT, 'docs', 'reference', 'assessment.schema.json'),
  `${JSON.stringify(ASSESSMENT_SCHEMA, null, 2)}\n`,
);
const page = join(ROOT, CONFIG_PAGE);
await writeFile(join(ROOT, 'docs', 'reference', 'reality.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
await writeFile(page, insertKeyTables(await readFile(page, 'utf8'), schema));
await writeFile(join(ROOT, 'docs', 'reference', 'command-line.md'), renderCommandPage());
const rules = join(ROOT, RULES_PAGE);
await writeFile(rules, insertRuleTables(await readFile(rules, 'utf8')));
const scan = join(ROOT, SCAN_PAGE);
await writeFile(scan, insertScanTable(await readFile(scan, 'utf8')));
const cases = join(ROOT, CASES_PAGE);
await writeFile(cases, insertCaseTables(await readFile(cases, 'utf8')));
const faults = join(ROOT, FAULTS_PAGE);
await writeFile(faults, insertFaultTable(await readFile(faults, 'utf8')));
await writeSamples(SAMPLES_FOLDER);
