import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { obtainForeign } from '../../fixtures/foreign/obtain.ts';
import { Lab } from '../self/lab.ts';
import { leaveOut } from '../../fixtures/foreign/leave-out.ts';

const VERSION = '1.65.1';

/** Debian's; playwright's own are not downloaded here. */
function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((file) => existsSync(file));
}

describe('engine playwright with a browser', () => {
  it('runs a page in Chromium, and leaves no process of it', async function open() {
    const chromium = findChromium();
    const obtained = await obtainForeign({
      kind: 'npm',
      name: `playwright-${VERSION}`,
      packages: [`@playwright/test@${VERSION}`, `playwright@${VERSION}`, `playwright-core@${VERSION}`],
    });
    if (chromium === undefined || obtained.kind === 'absent') {
      const why = obtained.kind === 'absent' ? obtained.why : 'no chromium on the PATH';
      leaveOut(this, why);
    }
    const lab = new Lab();
    // Chromium makes a Unix socket below its temporary folder, and the path of one ends at 107 bytes.
    const short = mkdtempSync('/tmp/b-');
    try {
      symlinkSync(join(obtained.folder, 'node_modules'), lab.path('node_modules'));
      lab.write('package.json', '{"private":true}');
      lab.write(
        'page.spec.js',
        `import { expect, test } from '@playwright/test';
         test.use({ launchOptions: { executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] } });
         test('shows', async ({ page }) => {
           await page.setContent('<h1>really</h1>');
           await expect(page.locator('h1')).toHaveText('really');
         });`,
      );
      const suite = {
        name: 'page',
        engine: 'playwright',
        lane: 'unit',
        files: ['page.spec.js'],
        env: { CHROMIUM: chromium },
      };
      lab.configure({ suites: [suite], run: { timeout: '90s' } });
      const ended = await lab.run(['run', '--all'], { env: { TMPDIR: short } });
      assert.equal(ended.status, 0, ended.stderr + ended.stdout);
      assert.deepEqual(
        lab.suite('page').tests.map(({ id, outcome }) => [id, outcome]),
        [['page::page.spec.js > shows', 'passed']],
      );
      assert.deepEqual(readdirSync(short), []);
    } finally {
      rmSync(short, { recursive: true, force: true });
      await lab.close();
    }
  });
});
