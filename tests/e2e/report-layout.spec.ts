import { expectNoSidewaysScroll } from './accessibility';
import { askApi, card, models, openReport, users } from './report-page';
import { expect, test } from './signed-in';

test.describe('on a tablet', () => {
  test.use({ viewport: { width: 768, height: 1024 } });

  test('the most important columns stay, and the rest is a press away', async ({ page }) => {
    await openReport(page);
    await expect(users(page).getByRole('columnheader', { name: 'Cost (USD)' })).toBeVisible();
    await expect(users(page).getByRole('columnheader', { name: 'Text Analysis' })).toBeHidden();
    const [{ text_analysis_count: count } = { text_analysis_count: 0 }] = (await askApi(page)).userBilling;
    await users(page)
      .getByRole('button', { name: /^More about/ })
      .first()
      .click();
    const details = users(page).getByRole('definition');
    await expect(details.filter({ hasText: count.toLocaleString('en-US') }).first()).toBeVisible();
    await expect(users(page).getByRole('term').filter({ hasText: 'Text Analysis' })).toBeVisible();
    await expect(users(page).getByRole('term').filter({ hasText: 'Cost (USD)' })).toBeHidden();
  });

  test('rows of one model are told apart by their operation', async ({ page }) => {
    await openReport(page);
    await expect(models(page).getByRole('columnheader', { name: 'Operation' })).toBeHidden();
    const names = await models(page).getByRole('rowheader').allInnerTexts();
    expect(new Set(names).size).toBe(names.length);
  });

  test('columns come back where there is room for them', async ({ page }) => {
    await openReport(page);
    const tokens = users(page).getByRole('columnheader', { name: 'Tokens' });
    await expect(tokens).toBeHidden();
    // How wide the last column is depends on how long ago the sample's last calls are by now.
    await page.setViewportSize({ width: 1200, height: 900 });
    await expect(tokens).toBeVisible();
    await page.setViewportSize({ width: 768, height: 1024 });
    await expect(tokens).toBeHidden();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('each user is a small card of names and figures', async ({ page }) => {
    await openReport(page);
    const [user] = (await askApi(page)).userBilling;
    const row = users(page).locator('tbody tr').first();
    await expect(users(page).getByRole('columnheader')).toHaveCount(0);
    await expect(row.getByRole('rowheader')).toContainText(user?.email ?? '');
    const cost = row.locator('td[data-label="Cost (USD)"]');
    expect(await cost.evaluate((cell) => getComputedStyle(cell, '::before').content)).toBe('"Cost (USD)"');
    await expect(cost).toBeVisible();
    await expect(row.locator('td[data-label="Tokens"]')).toBeHidden();
    await row.getByRole('button', { name: /^More about/ }).click();
    await expect(users(page).getByRole('term').filter({ hasText: 'Tokens' })).toBeVisible();
    await expectNoSidewaysScroll(page);
  });

  test('a table stays a table to screen readers', async ({ page }) => {
    await openReport(page);
    const table = models(page).getByRole('table');
    await expect(table.getByRole('row').first().getByRole('rowheader')).toBeVisible();
    await expect(table.getByRole('row').first().getByRole('cell').first()).toBeVisible();
  });
});

test('the head of a table stays in sight while its rows scroll', async ({ page }) => {
  await openReport(page);
  await users(page).locator('tbody tr').nth(20).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 400);
  await expect(users(page).getByRole('columnheader', { name: 'Email' })).toBeInViewport();
});

test('the dark theme has dark cards and light figures', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await openReport(page);
  expect(
    await card(page, 'Total Cost (INR)').evaluate((figure) => {
      const box = figure.closest('div');
      return [getComputedStyle(figure).color, box && getComputedStyle(box).backgroundColor];
    }),
  ).toEqual(['rgb(237, 234, 246)', 'rgb(27, 24, 38)']);
});

test('paper gets the figures and nothing to press', async ({ page }) => {
  await openReport(page, '?model=gemini-2.0-flash');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('paragraph').filter({ hasText: 'Model: gemini-2.0-flash' })).toBeVisible();
  await expect(card(page, 'Total Cost (INR)')).toBeVisible();
  await expect(users(page).getByRole('columnheader', { name: 'Image Enhancement' })).toBeVisible();
  await expect(
    users(page)
      .getByText(/^\d{1,2} [A-Z][a-z]{2} 2026$/)
      .first(),
  ).toBeVisible();
  for (const name of ['Refresh', 'Export', 'Clear all', 'Sign out'])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveCount(0);
});

test('nothing moves for who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await openReport(page);
  await page.getByRole('button', { name: 'Refresh' }).click();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});
