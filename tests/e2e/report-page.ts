import { expect, type Locator, type Page } from '@playwright/test';
import type { NetBillingJson } from '@/lib/billing/report-json';

/** The report's page, as the tests of it speak of it. */

export const REPORT = '/casetool/net-billing';
/** The requests of the page for figures, whatever they ask. */
export const REPORT_API = /\/casetool\/api\/net-billing(\?|$)/;

/** Opens the report and waits for its figures. */
export async function openReport(page: Page, query = ''): Promise<void> {
  await page.goto(REPORT + query);
  await expect(updated(page)).toBeVisible();
}

export const updated = (page: Page) => page.getByRole('main').getByText(/^Updated /);
export const users = (page: Page) => page.getByRole('region', { name: 'Users', exact: true });
export const models = (page: Page) => page.getByRole('region', { name: 'Models', exact: true });
export const search = (page: Page) => page.getByRole('searchbox', { name: 'Search users by e-mail' });
export const filter = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}( ?:|$)`) });
export const problem = (page: Page) => page.getByRole('main').getByRole('alert');

/** The figure on the card of this name. */
export const card = (page: Page, label: string) =>
  page
    .getByRole('region', { name: 'Summary' })
    .locator('dl > div', { has: page.getByText(label, { exact: true }) })
    .getByRole('definition')
    .first();

/** The addresses of the users listed, in their order. */
export const emails = (page: Page): Promise<string[]> =>
  users(page).locator('tbody th .visually-hidden').allTextContents();

/** A column of a table, without its total. */
export const column = (table: Locator, header: string): Promise<string[]> =>
  table.locator(`tbody td[data-label="${header}"]`).allTextContents();

/** A cell of a table's totals row. */
export const total = (table: Locator, header: string) => table.locator(`tfoot td[data-label="${header}"]`);

/** What the API itself answers. */
export async function askApi(page: Page, query = ''): Promise<NetBillingJson> {
  const response = await page.request.get(`/casetool/api/net-billing${query}`);
  expect(response.status()).toBe(200);
  return (await response.json()).data;
}

/** Lets the page see another report than the server's: the same with some parts changed. */
export async function answerWith(
  page: Page,
  change: (report: NetBillingJson) => Partial<NetBillingJson>,
): Promise<void> {
  await page.route(REPORT_API, async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    await route.fulfill({ response, json: { success: true, data: { ...data, ...change(data) } } });
  });
}
