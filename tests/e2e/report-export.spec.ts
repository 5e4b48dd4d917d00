import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import Papa from 'papaparse';
import { askApi, emails, openReport } from './report-page';
import { expect, test } from './signed-in';

/** The requests for files. */
const FILES = /\/casetool\/api\/net-billing\/export\//;

const exportButton = (page: Page) => page.getByRole('button', { name: 'Export' });
const menu = (page: Page) => page.getByRole('menu', { name: 'Export' });

interface File {
  readonly name: string;
  readonly text: string;
  readonly rows: string[][];
}

/** Downloads a file of the export menu and parses it back. */
async function exportFile(page: Page, choice: string): Promise<File> {
  await exportButton(page).click();
  const downloading = page.waitForEvent('download');
  await menu(page).getByRole('menuitem', { name: choice }).click();
  const download = await downloading;
  const text = await readFile(await download.path(), 'utf8');
  return {
    name: download.suggestedFilename(),
    text,
    rows: Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { newline: '\r\n' }).data,
  };
}

/** The rows under a heading of the whole report, with the row of column names first. */
function section({ rows }: File, heading: string): string[][] {
  const start = rows.findIndex(([first]) => first === heading) + 1;
  expect(start, heading).toBeGreaterThan(0);
  const length = rows.slice(start).findIndex((row) => row.length === 1 && row[0] === '');
  return rows.slice(start, start + length);
}

test('the whole report is a file of three tables that end in the figures of the cards', async ({ page }) => {
  await openReport(page);
  const { summary, userBilling, modelUsage } = await askApi(page);
  const file = await exportFile(page, 'Whole report (CSV)');
  expect(file.name).toBe('net-billing_all-time.csv');
  expect(file.text.startsWith('\uFEFF')).toBe(true);
  expect(file.text.replaceAll('\r\n', '')).not.toContain('\n');

  const figures = Object.fromEntries(section(file, 'SUMMARY'));
  expect(figures['Total Operations']).toBe(String(summary.total_operations));
  expect(figures['Total Cost (USD)']).toBe(summary.total_cost_usd.toFixed(6));
  expect(figures['Total Cost (INR)']).toBe(summary.total_cost_inr.toFixed(2));

  const [userNames = [], ...userRows] = section(file, 'USER BILLING DETAILS');
  const [modelNames = [], ...modelRows] = section(file, 'MODEL USAGE DETAILS');
  expect(userRows).toHaveLength(userBilling.length + 1);
  expect(modelRows).toHaveLength(modelUsage.length + 1);
  for (const [names, rows] of [
    [userNames, userRows],
    [modelNames, modelRows],
  ] as const) {
    const costs = names.indexOf('Total Cost (USD)');
    const totals = rows.at(-1) ?? [];
    expect(totals[costs]).toBe(summary.total_cost_usd.toFixed(6));
    const sum = rows.slice(0, -1).reduce((all, row) => all + Math.round(Number(row[costs]) * 1e6), 0);
    expect((sum / 1e6).toFixed(6)).toBe(totals[costs]);
  }
});

test('the whole report has the filters as they stand, and every user, whatever the search and the page', async ({
  page,
}) => {
  await openReport(page, '?model=gemini-2.0-flash&search=studio&pageSize=2&sort=email');
  const { summary, userBilling } = await askApi(page, '?model=gemini-2.0-flash&sort=email');
  const file = await exportFile(page, 'Whole report (CSV)');
  expect(section(file, 'SUMMARY')).toContainEqual(['Total Operations', String(summary.total_operations)]);
  expect(
    section(file, 'USER BILLING DETAILS')
      .slice(1, -1)
      .map(([email]) => email),
  ).toEqual(userBilling.map(({ email }) => email));
  expect(file.rows).toContainEqual(['Only model', 'gemini-2.0-flash']);
});

test('the users alone are those that the search found, on all pages, in the order shown', async ({
  page,
}) => {
  await openReport(page, '?search=studio&pageSize=2');
  await exportButton(page).click();
  const { userBilling } = await askApi(page, '?search=studio');
  await expect(menu(page).getByText(`${userBilling.length} users found by the search`)).toBeVisible();
  await page.keyboard.press('Escape');
  const file = await exportFile(page, 'Users (CSV)');
  expect(file.name).toBe('net-billing-users_all-time.csv');
  const [names, ...rows] = file.rows.filter((row) => row.length > 1);
  expect(names?.[0]).toBe('Email');
  expect(rows.map(([email]) => email)).toEqual(userBilling.map(({ email }) => email));
  expect(rows.map(([email]) => email).slice(0, 2)).toEqual(await emails(page));
});

test('the models alone are one plain table', async ({ page }) => {
  await openReport(page);
  const { modelUsage } = await askApi(page);
  const file = await exportFile(page, 'Models (CSV)');
  expect(file.name).toBe('net-billing-models_all-time.csv');
  expect(file.rows.filter((row) => row.length > 1)).toHaveLength(modelUsage.length + 1);
});

test('all calls are one plain table, each call of the report once', async ({ page }) => {
  await openReport(page, '?model=gemini-2.0-flash&search=studio');
  const { summary } = await askApi(page, '?model=gemini-2.0-flash');
  const file = await exportFile(page, 'All calls (CSV)');
  expect(file.name).toBe('net-billing-calls_all-time.csv');
  const [names = [], ...rows] = file.rows.filter((row) => row.length > 1);
  expect(rows).toHaveLength(summary.total_operations);
  const costs = names.indexOf('Cost (USD)');
  const sum = rows.reduce((all, row) => all + Math.round(Number(row[costs]) * 1e6), 0);
  expect((sum / 1e6).toFixed(6)).toBe(summary.total_cost_usd.toFixed(6));
});

test('a file has the figures that are on the page, not newer ones', async ({ page }) => {
  await openReport(page);
  const asked = page.waitForRequest((request) => request.url().includes('asOf='));
  await exportFile(page, 'Whole report (CSV)');
  expect(new URL((await asked).url()).searchParams.has('page')).toBe(false);
  await expect(page.getByText('Downloading net-billing_all-time.csv.')).toBeVisible();
});

test('the menu is worked with the keyboard', async ({ page }) => {
  await openReport(page);
  const items = menu(page).getByRole('menuitem');
  await exportButton(page).press('Enter');
  await expect(items.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(items.nth(3)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(items.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(items.nth(3)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu(page)).toHaveCount(0);
  await expect(exportButton(page)).toBeFocused();
});

test('an export that fails says why, and can be tried again', async ({ page }) => {
  await openReport(page);
  await page.route(FILES, (route) => route.fulfill({ status: 503, json: { success: false, error: 'x' } }));
  await exportButton(page).click();
  await menu(page).getByRole('menuitem', { name: 'Users (CSV)' }).click();
  await expect(page.getByText('The file could not be made. The database did not answer.')).toBeVisible();
  await page.unroute(FILES);
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Try again' }).click();
  expect((await downloading).suggestedFilename()).toBe('net-billing-users_all-time.csv');
});
