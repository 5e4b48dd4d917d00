import type { Page } from '@playwright/test';
import type { ChangeJson } from '@/lib/billing/change-json';
import { figureChange, formatChange, headline } from '@/lib/billing/change-view';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { card, filter, openReport, search, users } from './report-page';
import { expect, test } from './signed-in';

/** In the sample, as is the period before: 17 to 31 October. */
const NOVEMBER = '?from=2026-11-01&to=2026-11-15';
const BEFORE = '17–31 Oct 2026';
const CHANGE_API = '**/casetool/api/net-billing/change?*';

const panel = (page: Page) => page.getByRole('region', { name: 'What changed' });
const list = (page: Page, name: string) => panel(page).getByRole('table', { name });
const comparison = (page: Page, label: string) =>
  page
    .getByRole('region', { name: 'Summary' })
    .locator('dl > div', { has: page.getByText(label, { exact: true }) })
    .locator(`[data-tooltip^="${BEFORE}: "]`);

async function askChange(page: Page, query = NOVEMBER): Promise<ChangeJson> {
  const response = await page.request.get(`/casetool/api/net-billing/change${query}`);
  return (await response.json()).data;
}

function previousOf({ previous }: ChangeJson) {
  if (!previous) throw new Error('There is no period before');
  return previous;
}

/** In millionths of a dollar. */
const sumExactly = (costs: readonly number[]): number =>
  costs.reduce((sum, cost) => sum + Math.round(cost * 1e6), 0);

test('each card says how its figure moved since the period before', async ({ page }) => {
  const change = await askChange(page);
  const { summary: before } = previousOf(change);
  await openReport(page, NOVEMBER);
  for (const [label, name] of [
    ['Total Users', 'active_users'],
    ['Total Operations', 'total_operations'],
    ['Total Cost (USD)', 'total_cost_usd'],
    ['Total Cost (INR)', 'total_cost_inr'],
    ['Total Tokens', 'total_tokens'],
    ['Total Images', 'total_images'],
  ] as const)
    await expect(comparison(page, label)).toContainText(
      figureChange(change.summary[name], before[name]).words,
    );
});

test('all time has nothing before it to compare with', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.url().includes('/change?') && asked.push(request.url()));
  await openReport(page);
  await expect(card(page, 'Total Operations')).toBeVisible();
  await expect(panel(page)).toHaveCount(0);
  expect(asked).toEqual([]);
});

test('the cards do not jump when the change arrives', async ({ page }) => {
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(CHANGE_API, async (route) => {
    await held;
    await route.continue();
  });
  await openReport(page, NOVEMBER);
  const summary = page.getByRole('region', { name: 'Summary' });
  const heightBefore = (await summary.boundingBox())?.height;
  answer();
  await expect(comparison(page, 'Total Operations')).toBeVisible();
  expect((await summary.boundingBox())?.height).toBe(heightBefore);
});

test('the change is told in words and split into parts that sum to it', async ({ page }) => {
  const change = await askChange(page);
  const previous = previousOf(change);
  await openReport(page, NOVEMBER);
  await expect(panel(page)).toContainText(`${headline(previous)}.`);
  const { volume, mix, unit_cost } = previous.split;
  await expect(panel(page).locator('dl > div > dd:nth-of-type(1)')).toHaveText(
    [volume, mix, unit_cost, previous.change.cost_usd].map((part) => formatChange(part, 'USD')),
  );
  expect(sumExactly([volume, mix, unit_cost])).toBe(sumExactly([previous.change.cost_usd]));
});

for (const [name, key] of [
  ['By user', 'users'],
  ['By model', 'models'],
] as const)
  test(`the parts ${name.toLowerCase()} and all others sum to the change`, async ({ page }) => {
    const previous = previousOf(await askChange(page));
    await openReport(page, NOVEMBER);
    await expect(list(page, name).locator('tfoot')).toContainText(
      formatChange(previous.change.cost_usd, 'USD'),
    );
    const { drivers, others } = previous[key];
    await expect(list(page, name).locator('tbody tr')).toHaveCount(
      drivers.length + (others.count > 0 ? 1 : 0),
    );
    expect(sumExactly([...drivers, others].map(({ cost_usd }) => cost_usd))).toBe(
      sumExactly([previous.change.cost_usd]),
    );
  });

test('pressing a user finds it in the list of users', async ({ page }) => {
  const [first] = previousOf(await askChange(page)).users.drivers;
  await openReport(page, NOVEMBER);
  await list(page, 'By user').getByRole('button').first().click();
  await expect(search(page)).toHaveValue(first?.label ?? '');
  await expect(users(page)).toBeInViewport();
  await expect(users(page)).toBeFocused();
});

test('pressing a model shows it alone', async ({ page }) => {
  const [first] = previousOf(await askChange(page)).models.drivers;
  await openReport(page, NOVEMBER);
  await list(page, 'By model').getByRole('button').first().press('Enter');
  await expect(filter(page, 'Model')).toContainText(first?.label ?? '');
  await expect(list(page, 'By model').getByRole('button')).toHaveCount(1);
});

test('two periods without calls have nothing to explain', async ({ page }) => {
  await openReport(page, '?from=2020-01-01&to=2020-01-31');
  await expect(panel(page)).toContainText('Nothing changed');
  await expectAccessible(page);
});

test('a change that is not answered is told in words and can be asked for again', async ({ page }) => {
  await page.route(CHANGE_API, (route) =>
    route.fulfill({ status: 500, json: { success: false, error: 'x' } }),
  );
  await openReport(page, NOVEMBER);
  await expect(panel(page)).toContainText('What changed is not known');
  await expect(card(page, 'Total Operations')).toBeVisible();
  await expectAccessible(page);
  await page.unroute(CHANGE_API);
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await expect(panel(page)).toContainText(`against ${BEFORE}`);
});

for (const width of [1440, 768, 390])
  test(`fits and is accessible at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await openReport(page, NOVEMBER);
    await expect(list(page, 'By user')).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
  });
