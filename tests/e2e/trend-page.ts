import { expect, type Page } from '@playwright/test';
import type { TrendJson } from '@/lib/billing/trend-json';

/** The report's trend, as the tests of it speak of it. */

const REPORT = '/casetool/net-billing';
export const TREND_API = '**/casetool/api/net-billing/trend?*';

export const trend = (page: Page) => page.getByRole('region', { name: 'Trend', exact: true });
export const chart = (page: Page) => trend(page).getByRole('listbox');
export const bars = (page: Page) => chart(page).getByRole('option');
/** The bars that are being picked. */
export const pickedBars = (page: Page) => chart(page).getByRole('option', { selected: true });
/** It is for the eyes alone. */
export const tooltip = (page: Page) => trend(page).locator('dl').locator('..');
export const choose = (page: Page, what: string, choice: string) =>
  trend(page).getByRole('combobox', { name: what }).selectOption(choice);

/** Opens the report and waits for its chart. */
export async function openTrend(page: Page, query = ''): Promise<void> {
  await page.goto(REPORT + query);
  await expect(bars(page).first()).toBeVisible();
}

/** What the API itself answers. */
export async function askTrend(page: Page, query: string): Promise<TrendJson> {
  const response = await page.request.get(`/casetool/api/net-billing/trend?${query}`);
  expect(response.status()).toBe(200);
  return (await response.json()).data;
}

/** Lets the page see another trend than the server's: the same with some parts changed. */
export async function answerWith(
  page: Page,
  change: (trend: TrendJson) => Partial<TrendJson>,
): Promise<void> {
  await page.route(TREND_API, async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    await route.fulfill({ response, json: { success: true, data: { ...data, ...change(data) } } });
  });
}
