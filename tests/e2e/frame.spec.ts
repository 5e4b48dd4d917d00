import type { Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { ADMIN, expect, test } from './signed-in';

const REPORT = '/casetool/net-billing';

const menuButton = (page: Page) => page.getByRole('button', { name: 'Menu', exact: true });
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Menu' });
const theme = (page: Page) => page.locator('html').getAttribute('data-theme');
const pageColour = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

const LIGHT = 'rgb(246, 245, 251)';
const DARK = 'rgb(17, 15, 25)';

test.describe('the sidebar', () => {
  test.beforeEach(({ page }) => page.goto(REPORT));

  test('marks the report under Account as the current page', async ({ page }) => {
    const section = page.getByRole('navigation', { name: 'Pages' }).getByRole('region', { name: 'Account' });
    const link = section.getByRole('link', { name: 'Net Billing Report' });
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(link).toHaveAttribute('href', REPORT);
  });

  test('has no dead link', async ({ page }) => {
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    for (const href of new Set(links)) expect((await page.request.get(href)).status(), href).toBe(200);
  });

  test('says who is signed in', async ({ page }) => {
    await expect(page.getByRole('complementary', { name: 'Casetool' }).getByText(ADMIN.email)).toBeAttached();
  });

  test('an address without room gives way in its middle, and is whole in a tooltip', async ({ page }) => {
    // Through the object model: the content security policy lets no test add a style sheet.
    await page.evaluate(() => document.documentElement.style.setProperty('--sidebar-width', '180px'));
    const sidebar = page.getByRole('complementary', { name: 'Casetool' });
    const address = sidebar.locator('[data-tooltip-when="cut"]');
    const tooltip = page.locator(':popover-open');

    await address.hover();
    await expect(tooltip).toHaveText(ADMIN.email);
    await page.keyboard.press('Escape');
    await expect(tooltip).toHaveCount(0);

    await sidebar.getByRole('button', { name: 'Sign out' }).focus();
    await page.keyboard.press('Shift+Tab');
    await expect(address).toBeFocused();
    await expect(tooltip).toHaveText(ADMIN.email);
    await expectAccessible(page);
  });

  test('the first Tab offers to skip to the report', async ({ page }) => {
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the report' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('main')).toBeFocused();
  });
});

test.describe('the theme', () => {
  test('follows the system until one is chosen, then stays, from the first bytes on', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(REPORT);
    expect(await pageColour(page)).toBe(DARK);

    await page.getByRole('radio', { name: 'Light' }).check({ force: true });
    expect(await theme(page)).toBe('light');
    expect(await pageColour(page)).toBe(LIGHT);

    const html = await (await page.request.get(REPORT)).text();
    expect(html).toMatch(/<html[^>]* data-theme="light"/);
    await page.reload();
    expect(await pageColour(page)).toBe(LIGHT);
    await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
  });

  test('follows the system again when that is chosen', async ({ page }) => {
    await page.goto(REPORT);
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    expect(await pageColour(page)).toBe(DARK);
    await page.getByRole('radio', { name: 'System' }).check({ force: true });
    expect(await pageColour(page)).toBe(LIGHT);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await pageColour(page)).toBe(DARK);
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('theme');
  });

  test('is chosen with the arrow keys', async ({ page }) => {
    await page.goto(REPORT);
    await page.getByRole('radio', { name: 'System' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeFocused();
    expect(await theme(page)).toBe('dark');
  });
});

test.describe('the drawer of narrow screens', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test.beforeEach(async ({ page }) => {
    await page.goto(REPORT);
    await menuButton(page).click();
    await expect(drawer(page)).toBeVisible();
  });

  test('holds what the sidebar holds, and the page behind is inert', async ({ page }) => {
    await expect(drawer(page).getByRole('link', { name: 'Net Billing Report' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    await expect(drawer(page).getByRole('button', { name: 'Sign out' })).toBeVisible();
    await menuButton(page).focus();
    await expect(menuButton(page)).not.toBeFocused();
    await expectAccessible(page);
  });

  test('keeps the focus, forwards and backwards', async ({ page }) => {
    for (const key of ['Tab', 'Shift+Tab'])
      for (let press = 0; press < 12; press++) {
        await page.keyboard.press(key);
        await expect(drawer(page).locator(':focus')).toHaveCount(1);
      }
  });

  test('closes on Escape and gives the focus back', async ({ page }) => {
    await page.keyboard.press('Escape');
    await expect(drawer(page)).toBeHidden();
    await expect(menuButton(page)).toBeFocused();
  });

  test('closes on a press beside it, and by its own button', async ({ page }) => {
    await page.mouse.click(370, 400);
    await expect(drawer(page)).toBeHidden();
    await menuButton(page).click();
    await drawer(page).getByRole('button', { name: 'Close menu' }).click();
    await expect(drawer(page)).toBeHidden();
  });

  test('closes when the screen becomes wide enough for the sidebar', async ({ page }) => {
    await page.setViewportSize({ width: 1024, height: 800 });
    await expect(drawer(page)).toBeHidden();
    await expect(page.getByRole('complementary', { name: 'Casetool' })).toBeVisible();
  });
});

test('the sidebar stands at 768 px, and is a drawer one pixel below', async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 900 });
  await page.goto(REPORT);
  await expect(menuButton(page)).toBeHidden();
  await page.setViewportSize({ width: 767, height: 900 });
  await expect(menuButton(page)).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Casetool' })).toBeHidden();
  await expectNoSidewaysScroll(page);
});

test.describe('signing out', () => {
  test('leads to the sign-in page, and the session is over', async ({ page }) => {
    await page.goto(REPORT);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/casetool\/login\?reason=signed-out$/);
    await expect(page.getByText('You are signed out.')).toBeVisible();
    await page.goto(REPORT);
    await expect(page).toHaveURL(/\/casetool\/login\?/);
  });

  test('shows the warning of the server on the sign-in page', async ({ page, context }) => {
    await page.goto(REPORT);
    await page.route('**/casetool/api/logout', async (route) => {
      await context.clearCookies();
      await route.fulfill({ json: { success: true, warning: 'not written down' } });
    });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('the server could not write that down')).toBeVisible();
  });

  test('that fails is said in words, and the visitor stays', async ({ page }) => {
    await page.goto(REPORT);
    await page.route('**/casetool/api/logout', (route) => route.abort());
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('The server can’t be reached, so you are still signed in.')).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`${REPORT}$`));
  });
});

test('an address that leads nowhere says so, and offers the report', async ({ page }) => {
  const response = await page.goto('/casetool/nowhere');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no page at this address' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Go to the report' }).click();
  await expect(page).toHaveURL(new RegExp(`${REPORT}$`));
});

test('no page makes the browser ask for what is not there or is forbidden', async ({ page }) => {
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (response) => response.status() >= 400 && complaints.push(response.url()));
  await page.goto(REPORT);
  // Whatever the report asks for: a question on its way would be refused once the cookies are gone.
  await page.waitForLoadState('networkidle');
  await expect(page.getByText(/^Updated /)).toBeVisible();
  await page.context().clearCookies();
  await page.goto('/casetool/login');
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  expect(complaints).toEqual([]);
});
