// A program of its own: the parser's memory is gone with it, and the runner watches over its worlds meanwhile.
// Arguments: a file with the request, and the file to write the answer to.

import { readFileSync, writeFileSync } from 'node:fs';
import { scanSuites } from './scan-suites.ts';
import type { ScannedSuite } from './scan-suites.ts';

const [, , requestFile = '', answerFile = ''] = process.argv;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the runner of the same package
const request = JSON.parse(readFileSync(requestFile, 'utf8')) as { readonly suites: readonly ScannedSuite[] };
writeFileSync(answerFile, JSON.stringify(scanSuites(request.suites)));
