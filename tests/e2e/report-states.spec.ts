import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import {
  answerWith,
  card,
  filter,
  models,
  openReport,
  problem,
  REPORT,
  REPORT_API,
  search,
  updated,
  users,
} from './report-page';
import { expect, test } from './signed-in';

/** Every question is answered with this status from now on. */
const answerAlways = (page: Page, status: number, headers: Record<string, string> = {}) =>
  page.route(REPORT_API, (route) => route.fulfill({ status, headers, json: { success: false, error: 'x' } }));

/** Questions stay without an answer until the returned function is called. */
async function holdAnswers(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(REPORT_API, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test.describe('loading', () => {
  test('shows the shape of what comes', async ({ page }) => {
    const release = await holdAnswers(page);
    await page.goto(REPORT);
    await expect(page.getByText('Reading the figures…')).toBeVisible();
    await expect(page.getByText('Total Cost (INR)')).toBeVisible();
    await expect(users(page).getByRole('columnheader', { name: 'Last Activity' })).toBeVisible();
    await expectAccessible(page);
    release();
    await expect(updated(page)).toBeVisible();
  });

  test('keeps the old figures until the new ones are there', async ({ page }) => {
    await openReport(page);
    const operations = await card(page, 'Total Operations').innerText();
    const release = await holdAnswers(page);
    await filter(page, 'Model').click();
    await page.getByRole('checkbox', { name: 'gemini-2.0-flash' }).check();
    await page.keyboard.press('Escape');
    const figures = page.getByRole('region', { name: 'Summary' });
    await expect(figures).toHaveAttribute('data-pending', 'true');
    await expect(card(page, 'Total Operations')).toHaveText(operations);
    // Only once they have stepped back, which an instant answer never lets them.
    await page.waitForTimeout(300);
    await expectAccessible(page);
    release();
    await expect(figures).toHaveAttribute('data-pending', 'false');
    await expect(card(page, 'Total Operations')).not.toHaveText(operations);
  });

  test('afresh is a press of Refresh', async ({ page }) => {
    await openReport(page, '?search=studio');
    const asked = page.waitForRequest(REPORT_API);
    await page.getByRole('button', { name: 'Refresh' }).click();
    expect((await asked).url()).not.toContain('asOf');
  });
});

const FAILURES = [
  { status: 503, headers: {}, words: 'The database did not answer' },
  { status: 504, headers: {}, words: 'The database took too long to answer' },
  { status: 500, headers: { 'X-Request-Id': 'd0c5' }, words: 'the server’s log has the cause under d0c5' },
  { status: 502, headers: {}, words: 'The report could not be made' },
];

test.describe('a failure', () => {
  for (const { status, headers, words } of FAILURES)
    test(`of kind ${status} is told in words, and can be tried again`, async ({ page }) => {
      await answerAlways(page, status, headers);
      await page.goto(REPORT);
      await expect(problem(page)).toContainText(words);
      await expect(page.getByText('Total Users')).toHaveCount(0);
      await page.unroute(REPORT_API);
      await problem(page).getByRole('button', { name: 'Try again' }).click();
      await expect(updated(page)).toBeVisible();
      await expect(problem(page)).toHaveCount(0);
    });

  test('of the network leaves the figures, and says of when and of what they are', async ({ page }) => {
    await openReport(page);
    const operations = await card(page, 'Total Operations').innerText();
    await page.route(REPORT_API, (route) => route.abort());
    await filter(page, 'Model').click();
    await page.getByRole('checkbox', { name: 'gemini-2.0-flash' }).check();
    await page.keyboard.press('Escape');
    await expect(problem(page)).toContainText('The server can’t be reached');
    await expect(problem(page)).toContainText(
      /The figures shown are from \d\d:\d\d:\d\d, for what was chosen before\./,
    );
    await expect(card(page, 'Total Operations')).toHaveText(operations);
    await expectAccessible(page);
    await page.unroute(REPORT_API);
    await problem(page).getByRole('button', { name: 'Try again' }).click();
    await expect(problem(page)).toHaveCount(0);
    await expect(card(page, 'Total Operations')).not.toHaveText(operations);
  });

  test('for want of a connection is told, and mends itself', async ({ page, context }) => {
    await openReport(page);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(problem(page)).toContainText('You are offline');
    await context.setOffline(false);
    await expect(problem(page)).toHaveCount(0);
  });

  test('that is an answer cut short is no report', async ({ page }) => {
    await page.route(REPORT_API, (route) =>
      route.fulfill({ contentType: 'application/json', body: '{"success":true,"data":{"summ' }),
    );
    await page.goto(REPORT);
    await expect(problem(page)).toContainText('The report could not be made');
    await expectAccessible(page);
  });
});

test.describe('a session that is over', () => {
  test('leads to the sign-in page, and from there back to the view', async ({ page, context }) => {
    await openReport(page);
    await context.clearCookies();
    await page.getByLabel('Sort users by').selectOption('E-mail A–Z');
    await expect(page).toHaveURL(
      /\/casetool\/login\?next=%2Fcasetool%2Fnet-billing%3Fsort%3Demail&reason=ended$/,
    );
    await expect(page.getByText('Your session has ended. Sign in again.')).toBeVisible();
  });

  test('is not let to the page either', async ({ page, context }) => {
    await context.clearCookies();
    await page.goto(`${REPORT}?model=a&model=b%26c`);
    await expect(page).toHaveURL(
      `/casetool/login?${new URLSearchParams({ next: `${REPORT}?model=a&model=b%26c` }).toString()}`,
    );
  });
});

test.describe('nothing to show', () => {
  test('for want of users is said', async ({ page }) => {
    await answerWith(page, ({ page: list }) => ({ userBilling: [], page: { ...list, rows: 0, pages: 1 } }));
    await openReport(page);
    await expect(users(page).getByText('No users yet')).toBeVisible();
    await expectAccessible(page);
  });

  test('for want of operations is said', async ({ page }) => {
    await answerWith(page, () => ({ modelUsage: [] }));
    await openReport(page);
    await expect(models(page).getByText('No operations yet')).toBeVisible();
    await expectAccessible(page);
  });

  test('for a filter that nothing meets is said, and Clear all is the way out', async ({ page }) => {
    await openReport(page, '?model=none&search=nobody');
    await expect(models(page).getByText('No operation matches these filters')).toBeVisible();
    await expect(users(page).getByText('No user matches this search')).toBeVisible();
    await expectAccessible(page);
    await models(page).getByRole('button', { name: 'Clear all' }).click();
    await expect(models(page).getByRole('rowheader').first()).toBeVisible();
  });
});

/** The first row of each table, where a row has details at this width. */
async function openFirstDetails(page: Page): Promise<void> {
  for (const table of [users(page), models(page)]) {
    const more = table.getByRole('button', { name: /^More about/ }).first();
    if (await more.isVisible()) await more.click();
  }
}

for (const [device, viewport] of [
  ['a desktop', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const)
  test.describe(`on ${device}`, () => {
    test.use({ viewport });

    test('axe finds nothing, whatever is open', async ({ page }) => {
      // Axe takes seconds for each look at a page of this size.
      test.slow();
      await openReport(page);
      await page.getByRole('button', { name: 'Export' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page);
      await page.keyboard.press('Escape');

      await openFirstDetails(page);
      await filter(page, 'Model').click();
      await page.getByRole('checkbox', { name: 'gemini-2.0-flash' }).check();
      await search(page).fill('studio');
      await filter(page, 'Model').click();
      await expectAccessible(page);
    });
  });

for (const width of [1440, 1024, 768, 600, 480, 390, 320])
  test(`nothing scrolls sideways at ${width} px, whatever is open`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openReport(page, '?operation=image_generation');
    await expectNoSidewaysScroll(page);
    await page.getByRole('button', { name: 'Export' }).click();
    await expectNoSidewaysScroll(page);
    await page.keyboard.press('Escape');
    for (const name of ['Model', 'Operation']) {
      await filter(page, name).click();
      await expectNoSidewaysScroll(page);
      await page.keyboard.press('Escape');
    }
    await openFirstDetails(page);
    await expectNoSidewaysScroll(page);
  });
