import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { CallsJson } from '@/lib/billing/calls-json';
import { expectAccessible } from './accessibility';
import { answerWith, askApi, column, models, openReport, users } from './report-page';
import { expect, test } from './signed-in';

const panel = (page: Page) => page.getByRole('dialog', { name: /^Calls/ });
const figure = (page: Page, label: string) =>
  panel(page)
    .locator('dl > div', { has: page.getByText(label, { exact: true }) })
    .getByRole('definition')
    .first();

async function askCalls(page: Page, query: string): Promise<CallsJson> {
  const response = await page.request.get(`/casetool/api/net-billing/calls${query}`);
  expect(response.status()).toBe(200);
  return (await response.json()).data;
}

test('a user’s number of operations leads to the calls behind it, with the same figures', async ({
  page,
}) => {
  await openReport(page);
  const { userBilling } = await askApi(page, '?pageSize=1');
  const [user] = userBilling;
  await users(page).locator('tbody tr').first().getByRole('link').click();
  await expect(panel(page)).toHaveAccessibleName(`Calls ${user?.email}`);
  await expect(figure(page, 'Operations')).toHaveText((user?.total_operations ?? 0).toLocaleString('en-US'));
  await expect(figure(page, 'Cost (USD)')).toContainText(
    (user?.total_cost_usd ?? 0).toLocaleString('en-US', { minimumFractionDigits: 6 }),
  );
  expect(new URL(page.url()).searchParams.get('calls')).toBe(`user=${user?.user_id}`);
});

test('a model’s count leads to its calls under the filters as they stand', async ({ page }) => {
  await openReport(page, '?operation=image_generation&from=2026-11-01&to=2026-11-20');
  const [name, count] = [
    await models(page).locator('tbody th bdi').first().textContent(),
    (await column(models(page), 'Count'))[0] ?? '',
  ];
  await models(page).locator('tbody tr').first().getByRole('link', { name: count }).click();
  await expect(figure(page, 'Operations')).toHaveText(count);
  expect(new Set(await column(panel(page), 'Model'))).toEqual(new Set([name]));
});

test('the whole report leads from its card, and what is unpriced in it from the warning', async ({
  page,
}) => {
  await answerWith(page, ({ summary }) => ({ summary: { ...summary, unpriced_operations: 3 } }));
  await openReport(page);
  const { summary } = await askApi(page, '?pageSize=1');
  const cards = page.getByRole('region', { name: 'Summary' });
  await cards
    .getByRole('link', { name: /3 unpriced/ })
    .first()
    .click();
  await expect(panel(page)).toHaveAccessibleName('Calls Unpriced calls');
  await expect(panel(page).getByText('Nothing was recorded for this choice.')).toBeVisible();
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
  const count = summary.total_operations.toLocaleString('en-US');
  await cards.getByRole('link', { name: count }).click();
  await expect(figure(page, 'Operations')).toHaveText(count);
});

test('the pages are turned, the last one too, and Back closes the panel from any of them', async ({
  page,
}) => {
  await openReport(page);
  await page.getByRole('region', { name: 'Summary' }).getByRole('link').first().click();
  const { page: pages } = await askCalls(page, '?pageSize=50');
  await panel(page).getByRole('button', { name: 'Last page' }).click();
  await expect(panel(page).getByText(`Page ${pages.pages} of ${pages.pages}`)).toBeVisible();
  const { calls } = await askCalls(page, '?order=asc&pageSize=1');
  await expect(panel(page).locator('tbody tr').last()).toContainText(calls[0]?.email ?? '');
  await page.reload();
  await expect(panel(page).getByText(`Page ${pages.pages} of ${pages.pages}`)).toBeVisible();
  await page.goBack();
  await expect(panel(page)).toHaveCount(0);
});

test('a bar of the trend has its calls, by the table of the trend', async ({ page }) => {
  await openReport(page, '?from=2026-11-01&to=2026-11-20&trendEvery=day&trendMeasure=operations');
  const trend = page.getByRole('region', { name: 'Trend', exact: true });
  await trend.getByRole('button', { name: 'Show as table' }).click();
  const link = trend.locator('tbody').getByRole('link').first();
  const count = (await link.textContent()) ?? '';
  await link.click();
  await expect(figure(page, 'Operations')).toHaveText(count);
});

test('the panel is worked with the keyboard, and gives the focus back', async ({ page }) => {
  await openReport(page);
  const link = users(page).locator('tbody tr').nth(1).getByRole('link');
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeVisible();
  await expect(figure(page, 'Operations')).toHaveText((await link.textContent()) ?? '');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(link).toBeFocused();
  expect(new URL(page.url()).searchParams.has('calls')).toBe(false);
});

test('the calls shown can be had as a file', async ({ page }) => {
  await openReport(page, '?calls=user%3D2');
  await expect(panel(page).getByRole('link', { name: 'Download CSV' })).toBeVisible();
  const count = Number(((await figure(page, 'Operations').textContent()) ?? '').replaceAll(',', ''));
  const downloading = page.waitForEvent('download');
  await panel(page).getByRole('link', { name: 'Download CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('net-billing-calls_all-time.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines).toHaveLength(count + 1);
});

test('an address that the API does not understand says so, and can be left', async ({ page }) => {
  await openReport(page, '?calls=user%3Dx');
  await expect(panel(page).getByRole('alert')).toContainText('must be the id of a user');
  await panel(page).getByRole('button', { name: 'Close the calls' }).click();
  await expect(panel(page)).toHaveCount(0);
});

for (const width of [1440, 768, 390])
  test(`is accessible, and no wider than a window of ${width} pixels`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openReport(page, '?calls=');
    await expect(figure(page, 'Operations')).toHaveText(/\d/);
    await expectAccessible(page);
    const sheet = panel(page).locator('section').first();
    expect(await sheet.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
  });

test('the code of the panel comes only when it is opened', async ({ page }) => {
  const scripts: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.url());
  });
  await openReport(page);
  await page.waitForLoadState('networkidle');
  const before = scripts.length;
  await page.getByRole('region', { name: 'Summary' }).getByRole('link').first().click();
  await expect(figure(page, 'Operations')).toHaveText(/\d/);
  expect(scripts.length).toBeGreaterThan(before);
});
