import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './scripts/find-chromium';

/** Browser tests, in the system's Chromium, against the built server on a MariaDB filled with the sample. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: '.casetool/test-results',
  globalSetup: './tests/e2e/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  // Generous: how long an answer takes is measured by the bench, not by whether a busy machine passes these.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    // Set by the global setup, which the workers start after.
    baseURL: process.env.E2E_BASE_URL ?? '',
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Asia/Kolkata',
    launchOptions: {
      executablePath: findChromium() ?? '/usr/bin/chromium',
      // Chromium has no sandbox for root; the rest keeps it from calling home.
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    screenshot: 'only-on-failure',
    // A trace of every test takes a third of the time; `npx playwright test --trace on` makes one where it is needed.
    trace: 'off',
    video: 'off',
  },
});
