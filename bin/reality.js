#!/usr/bin/env node
// Loads the built shell; everything else is in src/cli.
const shell = new URL('../dist/src/cli/main.js', import.meta.url);
const { existsSync } = await import('node:fs');

if (existsSync(shell)) {
  // Node opens many files at once to load what one imports.
  const loaded = await import(shell.href).catch((error) => {
    if (error.code !== 'EMFILE') throw error;
  });
  if (loaded !== undefined) await loaded.main();
  else {
    process.stderr.write('reality: too few file descriptors; raise the limit, for instance `ulimit -n 1024`\n');
    process.exitCode = 3;
  }
} else {
  process.stderr.write(
    'reality: not built yet; `npm start` in this folder builds it, or `npm install && npm run build`\n',
  );
  process.exitCode = 70;
}
