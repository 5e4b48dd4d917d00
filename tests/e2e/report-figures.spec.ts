import { formatCount, formatMoney, formatPrice } from '@/lib/billing/format';
import type { SummaryJson } from '@/lib/billing/report-json';
import {
  answerWith,
  askApi,
  card,
  column,
  emails,
  models,
  openReport,
  total,
  updated,
  users,
} from './report-page';
import { expect, test } from './signed-in';

test('the cards show the summary of the API', async ({ page }) => {
  await openReport(page);
  const { summary } = await askApi(page);
  expect(summary.total_operations).toBeGreaterThan(8_000);
  await expect(card(page, 'Total Users')).toHaveText(formatCount(summary.total_users));
  await expect(page.getByText(`${formatCount(summary.active_users)} active`)).toBeVisible();
  await expect(card(page, 'Total Operations')).toHaveText(formatCount(summary.total_operations));
  await expect(card(page, 'Total Cost (USD)')).toHaveText(formatMoney(summary.total_cost_usd, 'USD'));
  await expect(card(page, 'Total Cost (INR)')).toHaveText(formatMoney(summary.total_cost_inr, 'INR'));
  await expect(card(page, 'Total Tokens')).toHaveText(formatCount(summary.total_tokens));
  await expect(card(page, 'Total Images')).toHaveText(formatCount(summary.total_images));
});

test('the header says the period and the zone in words, and when the figures were read', async ({ page }) => {
  await openReport(page);
  await expect(page.getByText('All time · India Standard Time (Asia/Kolkata)')).toBeVisible();
  await expect(updated(page)).toHaveText(/^Updated .*\d\d:\d\d:\d\d$/);
  await expect(page.getByText('Sample data')).toBeVisible();
});

test('the totals of both tables equal the cards', async ({ page }) => {
  await openReport(page);
  for (const [table, operations] of [
    [users(page), 'Operations'],
    [models(page), 'Count'],
  ] as const) {
    await expect(total(table, operations)).toHaveText(await card(page, 'Total Operations').innerText());
    await expect(total(table, 'Tokens')).toHaveText(await card(page, 'Total Tokens').innerText());
    await expect(total(table, 'Images')).toHaveText(await card(page, 'Total Images').innerText());
    await expect(total(table, 'Cost (USD)')).toHaveText(await card(page, 'Total Cost (USD)').innerText());
    await expect(total(table, 'Cost (INR)')).toHaveText(await card(page, 'Total Cost (INR)').innerText());
  }
});

test.describe('the users', () => {
  test('have the columns of the report', async ({ page }) => {
    await openReport(page);
    await expect(users(page).getByRole('columnheader')).toHaveText([
      'Email',
      'Operations',
      'Text Analysis',
      'Image Generation',
      'Image Enhancement',
      'Tokens',
      'Images',
      'Cost (USD)',
      'Cost (INR)',
      'Last Activity',
    ]);
  });

  test('stand in the order of the API, each with its figures', async ({ page }) => {
    await openReport(page);
    const { userBilling } = await askApi(page);
    expect(await emails(page)).toEqual(userBilling.map((user) => user.email));
    const shown = await column(users(page), 'Cost (INR)');
    expect(shown).toEqual(
      userBilling.map((user) => (user.total_cost_inr === 0 ? '0' : formatMoney(user.total_cost_inr, 'INR'))),
    );
  });

  test('who never called anything are listed, with zeros', async ({ page }) => {
    await openReport(page);
    const row = users(page).getByRole('row', { name: 'hannah.levi@example.net' });
    await expect(row.getByRole('cell')).toHaveText([...Array(8).fill('0'), 'No activity']);
  });

  test('tell the exact time of their last activity on hover and on focus', async ({ page }) => {
    await openReport(page);
    const [user] = (await askApi(page)).userBilling;
    const time = users(page).getByRole('button', { name: / ago / }).first();
    await expect(time.locator('time')).toHaveAttribute('datetime', user?.last_activity ?? '');
    const tooltip = page.locator(':popover-open');
    // Scrolling there first, because a tooltip goes when the page scrolls under it.
    await time.scrollIntoViewIfNeeded();
    await expect(time).toBeInViewport();
    await time.hover();
    await expect(tooltip).toHaveText(/^\d{1,2} [A-Z][a-z]{2} \d{4}, \d\d:\d\d:\d\d \(Asia\/Kolkata\)$/);
    await page.keyboard.press('Escape');
    await expect(tooltip).toHaveCount(0);
    await time.focus();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Tab');
    await expect(tooltip).toHaveText(/\(Asia\/Kolkata\)$/);
  });

  test('get a column for operations of other types where there are any', async ({ page }) => {
    await answerWith(page, ({ userBilling }) => ({
      userBilling: userBilling.map((user, index) => ({ ...user, other_count: index === 3 ? 7 : 0 })),
    }));
    await openReport(page);
    const others = await column(users(page), 'Other');
    expect(others[3]).toBe('7');
    expect(others[4]).toBe('0');
  });
});

test.describe('the models', () => {
  test('are listed by cost, with the operation in words', async ({ page }) => {
    await openReport(page);
    const byCost = (await askApi(page)).modelUsage.toSorted((a, b) => b.total_cost_usd - a.total_cost_usd);
    expect(await column(models(page), 'Count')).toEqual(byCost.map(({ count }) => formatCount(count)));
    expect(new Set(await column(models(page), 'Operation'))).toEqual(
      new Set(['Text analysis', 'Image generation', 'Image enhancement']),
    );
  });

  test('have shares that are theirs of the total', async ({ page }) => {
    await answerWith(page, ({ modelUsage, summary }) => ({
      summary: { ...summary, total_cost_usd: 10 },
      modelUsage: modelUsage
        .slice(0, 3)
        .map((row, index) => ({ ...row, total_cost_usd: [7.5, -0.5, 3][index] ?? 0 })),
    }));
    await openReport(page);
    expect(await column(models(page), 'Share of Cost')).toEqual(['75.0%', '30.0%', '−5.0%']);
    const bars = models(page).locator('tbody rect:nth-child(2)');
    expect(await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('width')))).toEqual([
      '75%',
      '30%',
      '0%',
    ]);
  });

  test('tell every price of today in their details', async ({ page }) => {
    await openReport(page);
    const price = (await askApi(page)).pricing.find(
      ({ model_name }) => model_name === 'gemini-3-pro-image-preview',
    );
    if (!price) throw new Error('The sample has no price of that model');
    const row = models(page).getByRole('row', { name: /gemini-3-pro-image-preview.*Image generation/ });
    await expect(
      row.getByText(`${formatPrice(price.output_image_price, 'USD')} / image out today`),
    ).toBeVisible();
    await row.getByRole('button').click();
    await expect(models(page).getByRole('definition')).toHaveText([
      `${formatPrice(price.input_text_price_per_1m, 'USD')} / 1M tokens`,
      `${formatPrice(price.output_text_price_per_1m, 'USD')} / 1M tokens`,
      `${formatPrice(price.input_image_price, 'USD')} / image`,
      `${formatPrice(price.output_image_price, 'USD')} / image`,
      `${formatPrice(price.output_image_4k_price, 'USD')} / image`,
      `${formatPrice(price.usd_to_inr_rate, 'INR')} / $1`,
    ]);
  });

  test('without a price are marked', async ({ page }) => {
    await answerWith(page, ({ pricing }) => ({
      pricing: pricing.filter(({ model_name }) => model_name !== 'gemini-2.0-flash'),
    }));
    await openReport(page);
    await expect(models(page).getByText('No price')).toHaveCount(1);
    await models(page).getByRole('button', { name: 'More about gemini-2.0-flash' }).click();
    await expect(models(page).getByText('has no row for gemini-2.0-flash')).toBeVisible();
  });
});

test('operations without a recorded cost are told on the cards and in the rows', async ({ page }) => {
  const unpriced = <T extends object>(row: T) => ({ ...row, unpriced_operations: 3 });
  await answerWith(page, ({ summary, userBilling, modelUsage }) => ({
    summary: unpriced(summary) satisfies SummaryJson,
    userBilling: userBilling.map((row, index) => (index === 0 ? unpriced(row) : row)),
    modelUsage: modelUsage.map((row, index) => (index === 0 ? unpriced(row) : row)),
  }));
  await openReport(page);
  await expect(page.getByText('Without 3 unpriced operations')).toHaveCount(2);
  for (const table of [users(page), models(page)])
    await expect(table.getByText('3 operations without a recorded cost, counted as 0')).toHaveCount(1);
});

test('text from the database stays text, in its own box', async ({ page }) => {
  const hostile = [
    '<img src=x onerror="document.title=1">',
    '\u202egro.elpmaxe@nimda',
    '😀'.repeat(60),
    'x'.repeat(255),
  ];
  await answerWith(page, ({ userBilling, modelUsage }) => ({
    userBilling: hostile.map(
      (email, index) => ({ ...userBilling[0], email, user_id: index }) as (typeof userBilling)[0],
    ),
    modelUsage: hostile.map(
      (name) => ({ ...modelUsage[0], model_name: name.slice(0, 100) }) as (typeof modelUsage)[0],
    ),
  }));
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await openReport(page);
    expect(await emails(page)).toEqual(hostile);
    await expect(page).toHaveTitle('Net Billing Report · Net Billing');
    const beyond = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(beyond, `at ${width} px`).toBe(0);
  }
});
