import type { Page } from '@playwright/test';
import {
  askApi,
  card,
  column,
  emails,
  filter,
  models,
  openReport,
  problem,
  REPORT,
  REPORT_API,
  search,
  users,
} from './report-page';
import { expect, test } from './signed-in';

/** The whole address of the page with these parameters. */
const address = (query = '') => new RegExp(`${REPORT}${query.replace(/[?+.*]/g, '\\$&')}$`);

/** The questions that the page asks from now on. */
function questionsOf(page: Page): URLSearchParams[] {
  const questions: URLSearchParams[] = [];
  page.on('request', (request) => {
    if (REPORT_API.test(request.url())) questions.push(new URL(request.url()).searchParams);
  });
  return questions;
}

test.describe('a search', () => {
  test('lists who matches as one types, and leaves the figures as they are', async ({ page }) => {
    await openReport(page);
    const cost = await card(page, 'Total Cost (USD)').innerText();
    const { userBilling } = await askApi(page, '?search=studio');
    const questions = questionsOf(page);

    await search(page).pressSequentially('STUDIO');
    await expect(page).toHaveURL(address('?search=STUDIO'));
    await expect.poll(() => emails(page)).toEqual(userBilling.map(({ email }) => email));
    await expect(users(page).getByText(`${userBilling.length} found`)).toBeVisible();

    await expect(card(page, 'Total Cost (USD)')).toHaveText(cost);
    await expect(users(page).locator('tfoot th')).toHaveText('All users');
    // Of the same moment as the figures that were there.
    expect(questions.every((question) => question.has('asOf'))).toBe(true);
  });

  test('takes its characters literally', async ({ page }) => {
    await openReport(page);
    await search(page).fill('%');
    await expect(users(page).getByText('No user matches this search')).toBeVisible();
    await expect(users(page).getByText('No e-mail address contains “%”.')).toBeVisible();
    await users(page).getByRole('button', { name: 'Clear search' }).last().click();
    await expect(page).toHaveURL(address());
    await expect(search(page)).toHaveValue('');
    await expect(users(page).locator('tfoot th')).toHaveText('Total');
  });

  test('is asked for once typing pauses, not with every key', async ({ page }) => {
    await openReport(page);
    const questions = questionsOf(page);
    await search(page).pressSequentially('northlight', { delay: 10 });
    await expect(page).toHaveURL(address('?search=northlight'));
    expect(questions.length).toBeLessThan(5);
  });

  test('ends with Escape, and leaves no steps to go back through', async ({ page }) => {
    await openReport(page, '?sort=email');
    await openReport(page);
    await search(page).pressSequentially('abc', { delay: 250 });
    await expect(page).toHaveURL(address('?search=abc'));
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(address());
    await expect(search(page)).toBeFocused();
    await page.goBack();
    await expect(page).toHaveURL(address('?sort=email'));
  });
});

test.describe('the order', () => {
  test('is chosen from the list, and the headings tell it', async ({ page }) => {
    await openReport(page);
    await expect(users(page).getByRole('columnheader', { name: 'Cost (USD)' })).toHaveAttribute(
      'aria-sort',
      'descending',
    );
    await page.getByLabel('Sort users by').selectOption('E-mail A–Z');
    await expect(page).toHaveURL(address('?sort=email'));
    await expect(users(page).getByRole('columnheader', { name: 'Email' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    await expect.poll(() => emails(page)).toEqual((await emails(page)).toSorted());
  });

  test('is chosen from the headings, and turned round by pressing again', async ({ page }) => {
    await openReport(page);
    const heading = users(page).getByRole('columnheader', { name: 'Operations' });
    await heading.getByRole('button').press('Enter');
    await expect(page).toHaveURL(address('?sort=operations'));
    await expect(heading).toHaveAttribute('aria-sort', 'descending');
    await expect(page.getByLabel('Sort users by')).toHaveValue(/./);
    await heading.getByRole('button').press('Enter');
    await expect(page).toHaveURL(address('?sort=operations&order=asc'));
    await expect(heading).toHaveAttribute('aria-sort', 'ascending');
    await expect.poll(async () => (await column(users(page), 'Operations'))[0]).toBe('0');
  });
});

test.describe('the pages', () => {
  test('lead first, back, on and last, and say which rows they show', async ({ page }) => {
    await openReport(page, '?pageSize=10');
    const { page: list } = await askApi(page, '?pageSize=10');
    const range = users(page).getByText(/^\d+–\d+ of \d+$/);
    await expect(range).toHaveText(`1–10 of ${list.rows}`);
    const first = await emails(page);

    await page.getByRole('button', { name: 'Next page' }).click();
    await expect(page).toHaveURL(address('?pageSize=10&page=2'));
    await expect(range).toHaveText(`11–20 of ${list.rows}`);
    expect(await emails(page)).not.toEqual(first);

    await page.getByRole('button', { name: 'Last page' }).click();
    await expect(range).toHaveText(new RegExp(`–${list.rows} of ${list.rows}$`));
    await expect(page.getByRole('button', { name: 'Next page' })).toHaveAttribute('aria-disabled', 'true');
    await page.getByRole('button', { name: 'Previous page' }).click();
    await expect(page.getByText(`Page ${list.pages - 1} of ${list.pages}`)).toBeVisible();
    await page.getByRole('button', { name: 'First page' }).click();
    await expect(page).toHaveURL(address('?pageSize=10'));
    await expect.poll(() => emails(page)).toEqual(first);
  });

  test('past the last lead back to the first', async ({ page }) => {
    await openReport(page, '?page=9');
    await expect(users(page).getByText('There is no page 9')).toBeVisible();
    await page.getByRole('button', { name: 'Go to the first page' }).click();
    await expect(page).toHaveURL(address());
    await expect(users(page).getByRole('rowheader').first()).toBeVisible();
  });

  test('are left for the first one by another order or search', async ({ page }) => {
    await openReport(page, '?pageSize=10&page=2');
    await page.getByLabel('Sort users by').selectOption('Lowest cost');
    await expect(page).toHaveURL(address('?pageSize=10&order=asc'));
  });
});

test.describe('the filters', () => {
  test('change every figure, and tell what is chosen', async ({ page }) => {
    await openReport(page);
    const questions = questionsOf(page);
    await filter(page, 'Model').click();
    await page.getByRole('checkbox', { name: 'gemini-2.0-flash' }).check();
    await expect(page).toHaveURL(address('?model=gemini-2.0-flash'));
    await expect(filter(page, 'Model')).toHaveText('Model: gemini-2.0-flash');
    await expect(card(page, 'Total Images')).toHaveText('0');
    await expect(models(page).getByRole('rowheader')).toHaveCount(2);
    expect(questions.some((question) => question.has('model') && !question.has('asOf'))).toBe(true);

    await page.getByRole('checkbox', { name: 'gemini-2.5-flash-image' }).check();
    await expect(filter(page, 'Model')).toHaveText('Model: 2 chosen');
    await expect(card(page, 'Total Images')).not.toHaveText('0');
  });

  test('together count what meets both', async ({ page }) => {
    await openReport(page, '?model=gemini-2.5-flash-image');
    await filter(page, 'Operation').click();
    await page.getByRole('checkbox', { name: 'Image enhancement' }).check();
    const { summary } = await askApi(page, '?model=gemini-2.5-flash-image&operation=image_enhancement');
    await expect(card(page, 'Total Operations')).toHaveText(summary.total_operations.toLocaleString('en-US'));
  });

  test('offer what they leave out, and what no longer occurs', async ({ page }) => {
    await openReport(page, '?model=gemini-1.0-gone');
    await filter(page, 'Model').click();
    await expect(page.getByRole('checkbox', { name: 'gemini-1.0-gone' })).toBeChecked();
    await expect(page.getByRole('checkbox', { name: 'gemini-2.0-flash' })).not.toBeChecked();
    await expect(models(page).getByText('No operation matches these filters')).toBeVisible();
    await page.getByRole('checkbox', { name: 'gemini-1.0-gone' }).uncheck();
    await expect(page).toHaveURL(address());
    await expect(page.getByRole('checkbox', { name: 'gemini-1.0-gone' })).toBeFocused();
  });

  test('are cleared all at once, and the focus stays beside them', async ({ page }) => {
    await openReport(page, '?model=gemini-2.0-flash&operation=text_analysis&search=studio&sort=email');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await expect(page).toHaveURL(address('?sort=email'));
    await expect(filter(page, 'Model')).toBeFocused();
    await expect(search(page)).toHaveValue('');
    await expect(page.getByRole('button', { name: 'Clear all' })).toHaveCount(0);
  });

  test('close on Escape and give the focus back', async ({ page }) => {
    await openReport(page);
    await filter(page, 'Operation').press('Enter');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('checkbox').first()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('checkbox')).toHaveCount(0);
    await expect(filter(page, 'Operation')).toBeFocused();
  });
});

test.describe('the address', () => {
  const VIEW = '?model=gemini-2.0-flash&search=northlight&sort=email&order=desc';

  test('gives the same view again: to a reload, and to who gets the link', async ({ page, context }) => {
    await openReport(page, VIEW);
    const shown = { emails: await emails(page), cost: await card(page, 'Total Cost (USD)').innerText() };
    await page.reload();
    await expect(card(page, 'Total Cost (USD)')).toHaveText(shown.cost);
    expect(await emails(page)).toEqual(shown.emails);

    const other = await context.newPage();
    await openReport(other, VIEW);
    expect(await emails(other)).toEqual(shown.emails);
    await expect(search(other)).toHaveValue('northlight');
    await expect(filter(other, 'Model')).toHaveText('Model: gemini-2.0-flash');
  });

  test('follows every choice, and Back undoes them one by one', async ({ page }) => {
    await openReport(page);
    const all = await emails(page);
    await filter(page, 'Operation').click();
    await page.getByRole('checkbox', { name: 'Image generation' }).check();
    await page.keyboard.press('Escape');
    await page.getByLabel('Sort users by').selectOption('E-mail Z–A');
    await expect(page).toHaveURL(address('?operation=image_generation&sort=email&order=desc'));

    await page.goBack();
    await expect(page).toHaveURL(address('?operation=image_generation'));
    await expect(filter(page, 'Operation')).toHaveText('Operation: Image generation');
    await page.goBack();
    await expect(page).toHaveURL(address());
    await expect.poll(() => emails(page)).toEqual(all);
    await page.goForward();
    await expect(filter(page, 'Operation')).toHaveText('Operation: Image generation');
  });

  test('that asks for what there is not is explained, with the way out', async ({ page }) => {
    await page.goto(`${REPORT}?sort=price&page=0&colour=red`);
    await expect(problem(page)).toContainText('The report does not understand this address');
    for (const words of [
      '“colour” is not a parameter',
      '“sort” must be one of',
      '“page” must be a whole number',
    ])
      await expect(problem(page)).toContainText(words);
    await problem(page).getByRole('button', { name: 'Clear all' }).click();
    await expect(page).toHaveURL(address());
    await expect(users(page).getByRole('rowheader').first()).toBeVisible();
    await expect(problem(page)).toHaveCount(0);
  });
});
