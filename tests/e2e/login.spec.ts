import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './accessibility';
import { ADMIN } from './signed-in';

const REPORT = '/casetool/net-billing';

const email = (page: Page) => page.getByLabel('E-mail address');
const password = (page: Page) => page.getByRole('textbox', { name: 'Password' });
const submit = (page: Page) => page.getByRole('button', { name: 'Sign in' });

async function fillIn(page: Page, { email: address, password: secret } = ADMIN): Promise<void> {
  await email(page).fill(address);
  await password(page).fill(secret);
}

test('an administrator signs in with the keyboard alone and lands on the report', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/casetool\/login\?next=/);
  await expect(email(page)).toBeFocused();
  await page.keyboard.type(ADMIN.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${REPORT}$`));
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
});

test('the sign-in leads on to the view that was asked for', async ({ page }) => {
  await page.goto(`${REPORT}?sort=email&page=1`);
  await fillIn(page);
  await submit(page).click();
  await expect(page).toHaveURL(new RegExp(`${REPORT}\\?sort=email&page=1$`));
});

for (const next of ['//evil.example', '/\\evil.example', 'https:evil.example', 'javascript:alert(1)']) {
  test(`a sign-in on the way to ${next} lands on the report`, async ({ page, baseURL }) => {
    await page.goto(`/casetool/login?next=${encodeURIComponent(next)}`);
    await fillIn(page);
    await submit(page).click();
    await expect(page).toHaveURL(`${baseURL}${REPORT}`);
  });
}

test('a wrong password is refused in words, and typing again works', async ({ page }) => {
  await page.goto('/casetool/login');
  await fillIn(page, { ...ADMIN, password: 'not the password' });
  await submit(page).click();
  await expect(page.getByRole('alert').getByText('Wrong e-mail address or password.')).toBeVisible();
  await expect(password(page)).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type(ADMIN.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${REPORT}$`));
});

test('what is missing is asked for at its field', async ({ page }) => {
  await page.goto('/casetool/login');
  await submit(page).click();
  await expect(email(page)).toBeFocused();
  await expect(email(page)).toHaveAccessibleDescription('Enter your e-mail address.');
  await expect(password(page)).toHaveAccessibleDescription('Enter the password.');
  await expectAccessible(page);
});

const REFUSALS = [
  { status: 429, headers: { 'Retry-After': '600' }, words: 'Too many attempts. Try again in 10 minutes.' },
  { status: 403, headers: {}, words: 'this page is open at another one' },
  { status: 503, headers: { 'Retry-After': '5' }, words: 'The user database did not answer' },
  { status: 500, headers: { 'X-Request-Id': 'd0c5' }, words: 'under request d0c5' },
];

for (const { status, headers, words } of REFUSALS) {
  test(`a ${status} is explained in words`, async ({ page }) => {
    await page.route('**/casetool/api/login', (route) =>
      route.fulfill({ status, headers, json: { success: false, error: 'x' } }),
    );
    await page.goto('/casetool/login');
    await fillIn(page);
    await submit(page).click();
    await expect(page.getByRole('alert').getByText(words)).toBeVisible();
    await expect(submit(page)).toBeEnabled();
  });
}

test('a server that can’t be reached is said so', async ({ page }) => {
  await page.goto('/casetool/login');
  await fillIn(page);
  await page.route('**/casetool/api/login', (route) => route.abort());
  await submit(page).click();
  await expect(page.getByRole('alert').getByText('The server can’t be reached.')).toBeVisible();
});

test('the button says that it works while the server is asked', async ({ page }) => {
  await page.goto('/casetool/login');
  await fillIn(page);
  await page.route('**/casetool/api/login', () => {});
  await submit(page).click();
  await expect(page.getByRole('button', { name: 'Signing in…' })).toHaveAttribute('aria-disabled', 'true');
});

test('the password can be shown and hidden', async ({ page }) => {
  await page.goto('/casetool/login');
  await expect(password(page)).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(password(page)).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Show password', pressed: true }).click();
  await expect(password(page)).toHaveAttribute('type', 'password');
});

test('a password manager knows the fields', async ({ page }) => {
  await page.goto('/casetool/login');
  await expect(email(page)).toHaveAttribute('autocomplete', 'username');
  await expect(password(page)).toHaveAttribute('autocomplete', 'current-password');
});

test('an ended session is said so', async ({ page }) => {
  await page.goto('/casetool/login?reason=ended');
  await expect(page.getByText('Your session has ended. Sign in again.')).toBeVisible();
  await expectAccessible(page);
});

test('nothing written into the address appears on the page', async ({ page }) => {
  await page.goto('/casetool/login?reason=Your+account+is+locked,+call+us&next=%2Fcasetool%2F<b>x');
  await expect(page.getByText('locked')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Sign in to Net Billing' })).toBeVisible();
});

test('who is signed in already goes straight to the report', async ({ page }) => {
  await page.request.post('/casetool/api/login', { data: ADMIN });
  await page.goto(`/casetool/login?next=${encodeURIComponent(`${REPORT}?sort=email`)}`);
  await expect(page).toHaveURL(new RegExp(`${REPORT}\\?sort=email$`));
});

test('on a phone the page fits, and axe finds nothing in either theme', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto('/casetool/login?reason=signed-out-unwritten');
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says that it needs it, and lets no password be sent', async ({ page }) => {
    const response = await page.goto('/casetool/login');
    // Chromium's switch leaves <noscript> unrendered, so this looks at what was sent.
    expect(await response?.text()).toContain('<noscript><p');
    expect(await response?.text()).toContain('Signing in needs JavaScript.');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeDisabled();
  });
});
