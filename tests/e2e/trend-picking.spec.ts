import type { Page } from '@playwright/test';
import { expect, test } from './signed-in';
import { bars, chart, openTrend, pickedBars, tooltip, trend } from './trend-page';

const TEN_DAYS = '?from=2026-11-01&to=2026-11-10';
const FOURTH_DAY = /\?from=2026-11-04&to=2026-11-04$/;
const FOURTH_TO_SIXTH = /\?from=2026-11-04&to=2026-11-06$/;

async function centreOf(page: Page, bar: number): Promise<{ x: number; y: number }> {
  const box = await bars(page).nth(bar).boundingBox();
  if (!box) throw new Error(`Bar ${bar} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Presses on one bar and moves to another, without letting go. */
async function dragBetween(page: Page, from: number, to: number): Promise<void> {
  await bars(page).nth(from).scrollIntoViewIfNeeded();
  const [start, end] = [await centreOf(page, from), await centreOf(page, to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(end.x, end.y, { steps: 4 });
}

test.describe('with the pointer', () => {
  test.beforeEach(({ page }) => openTrend(page, TEN_DAYS));

  test('a click on a bar shows only its days, and Back undoes it', async ({ page }) => {
    await bars(page).nth(3).click();
    await expect(page).toHaveURL(FOURTH_DAY);
    await expect(bars(page)).toHaveCount(1);
    await page.goBack();
    await expect(bars(page)).toHaveCount(10);
  });

  test('dragging over bars shows only their days', async ({ page }) => {
    await dragBetween(page, 3, 5);
    await expect(pickedBars(page)).toHaveCount(3);
    await expect(tooltip(page)).toContainText('4 Nov 2026 – 6 Nov 2026');
    await expect(tooltip(page)).toContainText('3 days');
    await page.mouse.up();
    await expect(page).toHaveURL(FOURTH_TO_SIXTH);
    await expect(bars(page)).toHaveCount(3);
  });

  test('dragging backwards means the same days', async ({ page }) => {
    await dragBetween(page, 5, 3);
    await page.mouse.up();
    await expect(page).toHaveURL(FOURTH_TO_SIXTH);
  });

  test('dragging may end beside the chart', async ({ page }) => {
    await dragBetween(page, 3, 5);
    await page.mouse.move(5, 5, { steps: 4 });
    await expect(pickedBars(page)).toHaveCount(4);
    await page.mouse.up();
    await expect(page).toHaveURL(/\?from=2026-11-01&to=2026-11-04$/);
  });

  test('Escape gives the dragging up', async ({ page }) => {
    await dragBetween(page, 3, 5);
    await page.keyboard.press('Escape');
    await expect(pickedBars(page)).toHaveCount(0);
    await page.mouse.up();
    await expect(page).toHaveURL(/\?from=2026-11-01&to=2026-11-10$/);
  });
});

test.describe('with the keyboard', () => {
  test.beforeEach(async ({ page }) => {
    await openTrend(page, TEN_DAYS);
    await trend(page).getByRole('button', { name: 'Download CSV' }).focus();
    await page.keyboard.press('Tab');
  });

  test('the chart is one stop, at the last bar', async ({ page }) => {
    await expect(bars(page).last()).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(chart(page).locator(':focus')).toHaveCount(0);
  });

  test('arrows, Home and End lead from bar to bar, with the figures beside it', async ({ page }) => {
    await page.keyboard.press('ArrowLeft');
    await expect(bars(page).nth(8)).toBeFocused();
    await expect(tooltip(page)).toContainText('9 Nov 2026');
    await page.keyboard.press('Home');
    await expect(bars(page).first()).toBeFocused();
    await page.keyboard.press('End');
    await expect(bars(page).last()).toBeFocused();
  });

  test('Enter shows only the days of the bar, and the focus stays with the chart', async ({ page }) => {
    await page.keyboard.press('Home');
    for (const _ of 'abc') await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(FOURTH_DAY);
    await expect(bars(page)).toHaveCount(1);
    await expect(chart(page)).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(bars(page).first()).toBeFocused();
  });

  test('Shift and arrows take several bars, which are announced, and Enter shows them', async ({ page }) => {
    await page.keyboard.press('Home');
    for (const _ of 'abc') await page.keyboard.press('ArrowRight');
    for (const _ of 'ab') await page.keyboard.press('Shift+ArrowRight');
    await expect(pickedBars(page)).toHaveCount(3);
    await expect(trend(page).getByRole('status').first()).toHaveText(
      /^3 days, 4 Nov 2026 – 6 Nov 2026, \$[\d.]+ total: /,
    );
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(FOURTH_TO_SIXTH);
  });

  test('Escape gives up', async ({ page }) => {
    for (const _ of 'ab') await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Escape');
    await expect(pickedBars(page)).toHaveCount(0);
    await expect(tooltip(page)).toHaveCount(0);
    await expect(page).toHaveURL(/\?from=2026-11-01&to=2026-11-10$/);
  });
});

test('a month that is picked is seen by its days, in place of the period that had a name', async ({
  page,
}) => {
  await openTrend(page, '?period=all-time&trendEvery=month&trendBy=user');
  await bars(page).nth(-2).click();
  await expect(page).toHaveURL(/\?trendBy=user&from=2026-10-01&to=2026-10-31$/);
  await expect(bars(page)).toHaveCount(31);
});

test.describe('with a finger', () => {
  test.use({ hasTouch: true });

  test('the first tap shows a bar, the second picks it', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openTrend(page, TEN_DAYS);
    await bars(page).nth(3).tap();
    await expect(tooltip(page)).toContainText('4 Nov 2026');
    await expect(page).toHaveURL(/\?from=2026-11-01&to=2026-11-10$/);
    await bars(page).nth(3).tap();
    await expect(page).toHaveURL(FOURTH_DAY);
  });
});
