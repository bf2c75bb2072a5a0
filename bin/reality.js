#!/usr/bin/env node
// Loads the built shell; everything else is in src/cli.
const shell = new URL('../dist/src/cli/main.js', import.meta.url);
const { existsSync } = await import('node:fs');

if (existsSync(shell)) {
  const { main } = await import(shell.href);
  await main();
} else {
  process.stderr.write(
    'reality: not built yet; `npm start` in this folder builds it, or `npm install && npm run build`\n',
  );
  process.exitCode = 70;
}
