import { test as base, expect } from '@playwright/test';
import { PASSWORD } from '../setup/server';

/** An administrator of the sample (`db/sample/users.ts`). */
export const ADMIN = { email: 'asha.rao@example.com', password: PASSWORD };

/** `test` with a page in whose browser that administrator has signed in. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const response = await page.request.post('/casetool/api/login', { data: ADMIN });
    expect(response.status()).toBe(200);
    await use(page);
  },
});

export { expect };
