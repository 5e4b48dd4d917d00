import path from 'node:path';
import { chromium } from '@playwright/test';
import { loadSample, readSample } from '@/db/load-sample';
import playwright from '@/playwright.config';
import { createDatabase } from '@/tests/setup/database';
import { startTestMariadb } from '@/tests/setup/mariadb';
import { PASSWORD, startServer } from '@/tests/setup/server';
import { buildIfChanged } from './build';
import { ROOT } from './root';

/** `npm run screenshot`: takes docs/screenshot.png of the report as an administrator of today's sample sees it. */

const WINDOW = { width: 1440, height: 1000 };

await buildIfChanged({ onProgress: console.log });
const { testMariadb, stop } = await startTestMariadb();
try {
  const database = await createDatabase(testMariadb);
  await loadSample(database.admin, await readSample(new Date()));
  const server = await startServer(database, { env: { SAMPLE_DATA: '1' } });
  await takeScreenshot(server.baseUrl).finally(server.stop);
  await database.drop();
} finally {
  await stop();
}

async function takeScreenshot(baseURL: string): Promise<void> {
  const browser = await chromium.launch(playwright.use?.launchOptions);
  try {
    const page = await browser.newPage({ baseURL, viewport: WINDOW, colorScheme: 'light' });
    const data = { email: 'asha.rao@example.com', password: PASSWORD };
    await page.request.post('/casetool/api/login', { data });
    await page.goto('/casetool/net-billing?period=last-30-days');
    await page
      .getByRole('row', { name: /^Total/ })
      .first()
      .waitFor();
    // The trend and what changed are asked for once the figures are there.
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: path.join(ROOT, 'docs/screenshot.png'), animations: 'disabled' });
  } finally {
    await browser.close();
  }
}
