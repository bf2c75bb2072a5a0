import { SAMPLES_FOLDER, writeSamples } from './samples.ts';

// Renews the golden reports, or writes them to the folder given: `node dist/suites/repo/samples-main.js [FOLDER]`.
await writeSamples(process.argv[2] ?? SAMPLES_FOLDER);
