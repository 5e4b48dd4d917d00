import { readFile } from 'node:fs/promises';
import Papa from 'papaparse';
import { formatMoney } from '@/lib/billing/format';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { expect, test } from './signed-in';
import {
  answerWith,
  askTrend,
  bars,
  chart,
  choose,
  openTrend,
  TREND_API,
  tooltip,
  trend,
} from './trend-page';

/** Ten days of the sample, each with calls. */
const TEN_DAYS = '?from=2026-11-01&to=2026-11-10';

test('the chart has a bar for each day, and every bar says its figures', async ({ page }) => {
  await openTrend(page, TEN_DAYS);
  const { buckets, series } = await askTrend(page, TEN_DAYS.slice(1));
  await expect(bars(page)).toHaveCount(10);
  const [first] = buckets;
  const value = first?.values[0]?.total_cost_usd ?? 0;
  await expect(bars(page).first()).toHaveAccessibleName(
    new RegExp(`^1 Nov 2026, \\$[\\d.]+ total: .*${series[0]?.label} \\${formatMoney(value, 'USD')}`),
  );
});

test('the legend names the series with their totals, which are those of the period', async ({ page }) => {
  await openTrend(page, TEN_DAYS);
  const { series } = await askTrend(page, TEN_DAYS.slice(1));
  await expect(trend(page).getByRole('list', { name: 'Series' }).getByRole('listitem')).toHaveText(
    series.map(({ label, total_cost_usd }) => label + formatMoney(total_cost_usd, 'USD')),
  );
});

test('what the chart shows is chosen above it, stands in the address, and changes nothing else', async ({
  page,
}) => {
  await openTrend(page, TEN_DAYS);
  const questions: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/net-billing')) questions.push(new URL(request.url()).pathname);
  });
  await choose(page, 'Broken down', 'By user');
  await expect(page).toHaveURL(/trendBy=user/);
  await expect(trend(page).getByText('Cost (USD) by user, daily')).toBeVisible();
  await choose(page, 'Measure', 'Tokens');
  await expect(trend(page).getByText('Tokens by user, daily')).toBeVisible();
  await choose(page, 'Length of a bar', 'Weekly');
  await expect(trend(page).getByText('Tokens by user, weekly')).toBeVisible();
  await expect(page).toHaveURL(/trendBy=user&trendMeasure=tokens&trendEvery=week$/);
  expect(new Set(questions)).toEqual(new Set(['/casetool/api/net-billing/trend']));

  await page.reload();
  await expect(trend(page).getByText('Tokens by user, weekly')).toBeVisible();
  await page.goBack();
  await expect(trend(page).getByText('Tokens by user, daily')).toBeVisible();
});

test('the pointer shows a bar’s figures beside it', async ({ page }) => {
  await openTrend(page, TEN_DAYS);
  await bars(page).nth(3).hover();
  await expect(tooltip(page)).toContainText('4 Nov 2026');
  await expect(tooltip(page)).toContainText('Total');
  await page.mouse.move(0, 0);
  await expect(tooltip(page)).toHaveCount(0);
});

test('a bar that is not over is said to be', async ({ page }) => {
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Kolkata' }).format(new Date());
  await openTrend(page, `?from=2026-11-01&to=${today}&trendEvery=day`);
  await expect(bars(page).last()).toHaveAccessibleName(/, so far, /);
  // The sample may have no calls on the day of the test: then there is nothing to outline.
  await expect(trend(page).getByText(/^(Outlined|Not over yet): .* so far\.$/)).toBeVisible();
});

test('the same figures are a table, one click away', async ({ page }) => {
  await openTrend(page, TEN_DAYS);
  const { buckets, total } = await askTrend(page, TEN_DAYS.slice(1));
  await trend(page).getByRole('button', { name: 'Show as table' }).click();
  const table = trend(page).getByRole('table');
  await expect(table.locator('tbody tr')).toHaveCount(buckets.length);
  await expect(table.getByRole('rowheader').first()).toHaveText('1 Nov 2026');
  await expect(table.locator('tfoot td[data-label="Total"]')).toHaveText(
    formatMoney(total.total_cost_usd, 'USD'),
  );
  await expectAccessible(page);
  await trend(page).getByRole('button', { name: 'Show as chart' }).click();
  await expect(bars(page)).toHaveCount(10);
});

test('the file has the same figures, and sums to the report', async ({ page }) => {
  await openTrend(page, `${TEN_DAYS}&trendMeasure=inr`);
  const { total } = await askTrend(page, TEN_DAYS.slice(1));
  const downloading = page.waitForEvent('download');
  await trend(page).getByRole('button', { name: 'Download CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('net-billing-trend_model_day_2026-11-01_2026-11-10.csv');
  await expect(trend(page).getByText(`Downloaded ${download.suggestedFilename()}.`)).toBeVisible();
  const text = await readFile(await download.path(), 'utf8');
  const [, ...lines] = Papa.parse<string[]>(text.replace(/^\uFEFF/, '').trim()).data;
  expect(lines).toHaveLength(10);
  const paise = lines.reduce((sum, line) => sum + Math.round(Number(line.at(-1)) * 100), 0);
  expect(paise).toBe(Math.round(total.total_cost_inr * 100));
});

test('a hostile model name stays text', async ({ page }) => {
  const name = '<img src=x onerror="document.title=1">\u202E=cmd()';
  await answerWith(page, ({ series }) => ({
    series: series.map((each, index) => (index === 0 ? { ...each, key: name, label: name } : each)),
  }));
  await openTrend(page, TEN_DAYS);
  await bars(page).first().hover();
  await expect(tooltip(page).getByText(name)).toBeVisible();
  await expect(trend(page).locator('img')).toHaveCount(0);
  await trend(page).getByRole('button', { name: 'Show as table' }).click();
  await expect(trend(page).getByRole('columnheader', { name })).toBeVisible();
  await expect(page).toHaveTitle(/Net Billing/);
});

test('calls without a date have a note and no bar', async ({ page }) => {
  await answerWith(page, ({ buckets }) => ({
    buckets: [...buckets.slice(0, 1).map((first) => ({ ...first, from: null, to: null })), ...buckets],
  }));
  await openTrend(page, TEN_DAYS);
  await expect(bars(page)).toHaveCount(10);
  await expect(trend(page).getByText(/operations without a date have no bar: \$/)).toBeVisible();
});

test('a period without operations says so', async ({ page }) => {
  await page.goto('/casetool/net-billing?from=2020-01-01&to=2020-01-31');
  await expect(trend(page).getByText('No operations in this period')).toBeVisible();
  await expectAccessible(page);
});

test('a measure that is zero throughout says so', async ({ page }) => {
  await page.goto(`/casetool/net-billing${TEN_DAYS}&operation=text_analysis&trendMeasure=images`);
  await expect(trend(page).getByText('Images: zero on every day')).toBeVisible();
});

test('a trend that can’t be had says why, beside figures that can', async ({ page }) => {
  await page.route(TREND_API, (route) =>
    route.fulfill({ status: 504, json: { success: false, error: 'x' } }),
  );
  await page.goto(`/casetool/net-billing${TEN_DAYS}`);
  const alert = trend(page).getByRole('alert');
  await expect(alert).toContainText('The database took too long to answer.');
  await expect(page.getByRole('region', { name: 'Users', exact: true }).getByRole('table')).toBeVisible();
  await expectAccessible(page);
  await page.unroute(TREND_API);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(bars(page)).toHaveCount(10);
  await expect(alert).toHaveCount(0);
});

test('the old chart stays, stepped back, while another one loads', async ({ page }) => {
  await openTrend(page, TEN_DAYS);
  await page.route(TREND_API, () => {});
  await choose(page, 'Broken down', 'By operation');
  await expect(trend(page).locator('[data-pending="true"]')).toHaveCount(1);
  await expect(bars(page)).toHaveCount(10);
});

for (const width of [1440, 768, 390]) {
  test(`at ${width} px axe finds nothing, and nothing is wider than the page`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openTrend(page);
    await bars(page).last().hover();
    await expect(tooltip(page)).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
}

test('three years of days fit a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openTrend(page, '?from=2023-11-24&to=2026-11-22&trendEvery=day');
  await expect(bars(page)).toHaveCount(1_095);
  await expectNoSidewaysScroll(page);
  await expect(chart(page)).toBeVisible();
});
