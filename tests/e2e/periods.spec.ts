import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { openReport, REPORT, REPORT_API, updated } from './report-page';
import { expect, test } from './signed-in';

const picker = (page: Page) => page.getByRole('button', { name: /^Period: / });
const popup = (page: Page) => page.getByRole('dialog', { name: 'Period' });
const preset = (page: Page, name: string) => popup(page).getByRole('button', { name, exact: true });

async function choose(page: Page, name: string): Promise<void> {
  await picker(page).click();
  await preset(page, name).click();
}

async function chooseDates(page: Page, from: string, to: string): Promise<void> {
  await picker(page).click();
  await popup(page).getByLabel('First day').fill(from);
  await popup(page).getByLabel('Last day').fill(to);
  await popup(page).getByRole('button', { name: 'Show these days' }).click();
}

test('the first visit shows all time', async ({ page }) => {
  await openReport(page);
  await expect(picker(page)).toHaveAccessibleName('Period: All time');
  await expect(page).toHaveURL(new RegExp(`${REPORT}$`));
});

test('a period is chosen with the keyboard alone, and taken back with Back', async ({ page }) => {
  await openReport(page);
  await picker(page).focus();
  await page.keyboard.press('Enter');
  await expect(preset(page, 'All time')).toBeFocused();
  await expect(preset(page, 'All time')).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Home');
  await expect(preset(page, 'Today')).toBeFocused();
  for (let press = 0; press < 6; press++) await page.keyboard.press('ArrowDown');
  await expect(preset(page, 'Last month')).toBeFocused();
  await page.keyboard.press('Enter');

  await expect(page).toHaveURL(/\?period=last-month$/);
  await expect(popup(page)).toHaveCount(0);
  await expect(picker(page)).toBeFocused();
  await expect(picker(page)).toHaveAccessibleName(/^Period: Last month · 1–\d\d \w{3} \d{4}$/);

  await page.goBack();
  await expect(picker(page)).toHaveAccessibleName('Period: All time');
});

test('Escape closes the choices, and so does a press beside them', async ({ page }) => {
  await openReport(page);
  await picker(page).click();
  await page.keyboard.press('Escape');
  await expect(popup(page)).toHaveCount(0);
  await expect(picker(page)).toBeFocused();
  await picker(page).click();
  await page.mouse.click(1300, 600);
  await expect(popup(page)).toHaveCount(0);
});

test('any two dates are a period, told with the zone whose days they are', async ({ page }) => {
  await openReport(page);
  await chooseDates(page, '2026-11-01', '2026-11-15');
  await expect(page).toHaveURL(/\?from=2026-11-01&to=2026-11-15$/);
  await expect(picker(page)).toHaveAccessibleName('Period: 1–15 Nov 2026');
  await expect(page.getByRole('main')).toContainText(
    '1 Nov 2026 – 15 Nov 2026 · India Standard Time (Asia/Kolkata)',
  );
});

test('a day left empty is no limit on that side', async ({ page }) => {
  await openReport(page);
  await chooseDates(page, '2026-11-01', '');
  await expect(picker(page)).toHaveAccessibleName('Period: Since 1 Nov 2026');
  await chooseDates(page, '', '');
  await expect(page).toHaveURL(/\?period=all-time$/);
});

test('a first day after the last is told in words, and nothing is chosen', async ({ page }) => {
  await openReport(page);
  await chooseDates(page, '2026-11-15', '2026-11-01');
  await expect(popup(page).getByText('The first day is after the last.')).toBeVisible();
  await expect(popup(page).getByLabel('First day')).toBeFocused();
  await expect(page).toHaveURL(new RegExp(`${REPORT}$`));
  await expectAccessible(page);
});

test.describe('the last choice', () => {
  test('is shown at the next visit, asked for at once, and stands in the address', async ({ page }) => {
    await openReport(page);
    await choose(page, 'Last 7 days');
    await expect(page).toHaveURL(/\?period=last-7-days$/);

    const questions: string[] = [];
    page.on('request', (request) => REPORT_API.test(request.url()) && questions.push(request.url()));
    await openReport(page);
    await expect(page).toHaveURL(/\?period=last-7-days$/);
    await expect(picker(page)).toHaveAccessibleName(/^Period: Last 7 days/);
    expect(questions.map((question) => new URL(question).search)).toEqual([
      '?period=last-7-days&pageSize=50',
    ]);
    await page.reload();
    await expect(updated(page)).toHaveText(/^Updated /);
    await expect(page).toHaveURL(/\?period=last-7-days$/);
  });

  test('of all time is kept as such, and nothing that Back must undo where it was shown before', async ({
    page,
  }) => {
    await openReport(page);
    const entries = await page.evaluate(() => window.history.length);
    await choose(page, 'All time');
    expect(await page.evaluate(() => window.history.length)).toBe(entries);
    await openReport(page);
    await expect(page).toHaveURL(/\?period=all-time$/);
  });

  test('yields to the period in an address that somebody shared', async ({ page }) => {
    await openReport(page);
    await choose(page, 'Last 7 days');
    await openReport(page, '?from=2026-11-01&to=2026-11-15');
    await expect(picker(page)).toHaveAccessibleName('Period: 1–15 Nov 2026');
    await openReport(page);
    await expect(picker(page)).toHaveAccessibleName(/^Period: Last 7 days/);
  });

  test('is nothing that a browser without storage stumbles over', async ({ page }) => {
    await page.addInitScript(() =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      }),
    );
    await openReport(page);
    await choose(page, 'Yesterday');
    await expect(page).toHaveURL(/\?period=yesterday$/);
    await openReport(page);
    await expect(picker(page)).toHaveAccessibleName('Period: All time');
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the choices are a sheet that fits, and closes by a press beside it', async ({ page }) => {
    await openReport(page);
    await picker(page).click();
    await expect(preset(page, 'This financial year')).toBeInViewport();
    await expect(popup(page).getByRole('button', { name: 'Show these days' })).toBeInViewport();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await page.mouse.click(195, 100);
    await expect(popup(page)).toHaveCount(0);
    await expect(picker(page)).toBeFocused();
  });
});

test('the choices are accessible in both themes', async ({ page }) => {
  await openReport(page, '?period=this-month');
  await picker(page).click();
  await expectAccessible(page);
});
