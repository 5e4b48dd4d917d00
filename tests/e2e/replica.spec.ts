import type { Page } from '@playwright/test';
import type { ReplicaJson } from '@/lib/billing/replica-json';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { CALLS, expect, openReplicaReport, openReportIn, REPLICA_API, test } from './replica-program';
import { answerWith, card, openReport } from './report-page';

// One program for all of these, in their order.
test.describe.configure({ mode: 'default' });

const line = (page: Page) => page.getByRole('button', { name: /^Every call checked/ });
const guarantees = (page: Page) => page.getByRole('region', { name: 'How current the figures are' });
const recount = (page: Page) => guarantees(page).getByRole('button', { name: /^Recount/ });
const announced = (page: Page) => page.locator('main header').getByRole('status').last();

// What is asked again while a test ends has nobody to answer to.
test.afterEach(({ page }) => page.unrouteAll({ behavior: 'ignoreErrors' }));

const ROUND = {
  finished_at: '2026-11-20T05:01:05.000Z',
  milliseconds: 24_300,
  blocks: 200,
  calls: 10_000_000,
  found: { added: 0, corrected: 0, removed: 0 },
};

test.describe('a replica that answers', () => {
  test('is said to be checked, and what is guaranteed is a press away', async ({ page }) => {
    await openReplicaReport(page);
    await expect(line(page)).toBeVisible();
    await line(page).click();
    for (const term of ['New calls', 'Corrected and removed calls', 'Last comparison'])
      await expect(guarantees(page).getByRole('term').filter({ hasText: term })).toBeVisible();
    await expect(guarantees(page)).toContainText('within 10 minutes');
    await expect(guarantees(page)).toContainText('3,000 calls: nothing differed.');
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await expect(guarantees(page)).toBeHidden();
    await expect(line(page)).toBeFocused();
  });

  test('is compared by Recount now, by keyboard too, which finds that nothing differs', async ({ page }) => {
    await openReplicaReport(page);
    await line(page).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(recount(page)).toBeFocused();
    await page.keyboard.press('Enter');
    const words = /^Compared 3,000 calls in \d.* s: nothing differed\.$/;
    await expect(guarantees(page).getByText(words)).toBeVisible();
    await expect(announced(page)).toHaveText(words);
    await expect(recount(page)).toBeFocused();
  });

  test('is corrected by Recount now, which says what it found and loads the figures anew', async ({
    page,
    program,
  }) => {
    await openReplicaReport(page);
    const { admin } = program.database;
    await admin.query("UPDATE api_usage_logs SET cost_usd = '5.000001' WHERE id = 11");
    await admin.query('DELETE FROM api_usage_logs WHERE id IN (13, 15)');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect(card(page, 'Total Operations')).toHaveText(CALLS.toLocaleString('en-US'));
    await line(page).click();
    await recount(page).click();
    await expect(guarantees(page)).toContainText(
      /Compared 2,998 calls in .* s: 1 corrected, 2 removed; the figures are up to date\./,
    );
    await expect(card(page, 'Total Operations')).toHaveText('2,998');
    await expect(card(page, 'Total Cost (USD)')).toHaveText('$5.00');
    await expect(guarantees(page)).toContainText('Repaired: 1 corrected, 2 removed.');
  });
});

test.describe('a recount', () => {
  test('shows how far it is, and waits to be asked again', async ({ page }) => {
    let state: Partial<ReplicaJson> = {};
    await openReportIn(page, () => state);
    await line(page).click();
    state = {
      recount: { state: 'running', started_at: ROUND.finished_at, checked: 3_149_999, total: 10_000_000 },
    };
    await recount(page).click();
    await expect(page.getByText('Comparing 3.1 of 10.0 million calls')).toBeVisible();
    await expect(page.getByRole('progressbar').first()).toHaveAttribute('value', '3149999');
    await expect(recount(page)).toHaveAttribute('aria-disabled', 'true');
    await expect(announced(page)).toHaveText('Comparing every call with the database');
    await expectAccessible(page);
    state = { recount: { state: 'done', started_at: ROUND.finished_at, round: ROUND } };
    await expect(guarantees(page)).toContainText('Compared 10,000,000 calls in 24 s: nothing differed.');
    await expect(page.getByRole('progressbar')).toHaveCount(0);
  });

  test('that the server refuses says so', async ({ page }) => {
    await openReplicaReport(page);
    await page.route(/\/replica\/recount$/, (route) =>
      route.fulfill({ status: 409, json: { success: false } }),
    );
    await line(page).click();
    await recount(page).click();
    await expect(guarantees(page)).toContainText('The comparison could not begin.');
    await expect(recount(page)).toHaveAttribute('aria-disabled', 'false');
  });
});

test.describe('a replica that does not answer', () => {
  test('because it is being made shows how far it is, and then that it is checked', async ({ page }) => {
    let copied = 3_149_999;
    let state: () => Partial<ReplicaJson> = () => ({
      phase: { name: 'copying', copied, total: 10_000_000 },
    });
    await openReportIn(page, () => state());
    const preparing = page.getByText(/^Preparing .* million calls.· answered by MySQL meanwhile$/);
    await expect(preparing).toContainText('3.1 of 10.0');
    await expect(page.getByRole('progressbar', { name: 'Progress' })).toHaveAttribute('value', '3149999');
    await expect(announced(page)).toContainText('MySQL answers meanwhile');
    await expectAccessible(page);
    copied = 7_250_000;
    await expect(preparing).toContainText('7.2 of 10.0');
    state = () => ({ phase: { name: 'ready' } });
    await expect(line(page)).toBeVisible();
    await expect(page.getByRole('progressbar')).toHaveCount(0);
  });

  test('because it failed leaves the report to MySQL, and says why', async ({ page }) => {
    await openReportIn(page, () => ({
      phase: { name: 'failed', reason: 'the disk under REPLICA_PATH is full' },
    }));
    await expect(page.getByText('Answered by MySQL: the disk under REPLICA_PATH is full')).toBeVisible();
    await expect(card(page, 'Total Operations')).toBeVisible();
    await expectAccessible(page);
  });

  test('because there is none is not spoken of, nor asked for', async ({ page }) => {
    let asked = 0;
    page.on('request', (request) => {
      if (REPLICA_API.test(request.url())) asked++;
    });
    await answerWith(page, ({ engine }) => ({ engine: { ...engine, name: 'mysql', replica: 'small' } }));
    await openReport(page);
    await page.waitForLoadState('networkidle');
    expect(asked).toBe(0);
    await expect(line(page)).toHaveCount(0);
  });
});

for (const [width, height] of [
  [1440, 900],
  [768, 1024],
  [390, 844],
] as const)
  test(`fits on a window ${width} wide, light and dark`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await openReplicaReport(page);
    await line(page).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const box = await guarantees(page).boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    }
  });
