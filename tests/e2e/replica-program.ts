import type { Page } from '@playwright/test';
import type { ReplicaJson } from '@/lib/billing/replica-json';
import { createDatabase, type TestDatabase } from '../setup/database';
import { insertCalls, insertUsers } from '../setup/rows';
import { startServer } from '../setup/server';
import { answerWith, openReport } from './report-page';
import { ADMIN, test as signedIn } from './signed-in';

export { expect } from './signed-in';

/** Calls in the database at the start, each of a millionth of a dollar and a paisa. */
export const CALLS = 3_000;
/** The requests of the page for the state of the replica. */
export const REPLICA_API = /\/casetool\/api\/net-billing\/replica$/;

/** `test` with a program of its own that answers from a replica, and the database under it. */
export const test = signedIn.extend<object, { program: { baseUrl: string; database: TestDatabase } }>({
  program: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the fixtures named, also where there are none
    async ({}, use) => {
      const database = await createDatabase(JSON.parse(process.env.E2E_DATABASE ?? '{}'));
      await fill(database);
      const server = await startServer(database, {
        env: { REPORT_ENGINE: 'replica', REPLICA_MAX_AGE_MS: '0' },
      });
      await use({ baseUrl: server.baseUrl, database });
      await server.stop();
      await database.drop();
    },
    { scope: 'worker' },
  ],
  baseURL: ({ program }, use) => use(program.baseUrl),
});

/** The last call's id is so far from the others that nothing but a whole comparison looks at them again soon. */
async function fill({ admin }: TestDatabase): Promise<void> {
  await insertUsers(admin, [ADMIN.email], 'admin');
  const call = { user_id: 1, cost_usd: '0.000001', cost_inr: '0.01' };
  await insertCalls(
    admin,
    Array.from({ length: CALLS }, () => call),
  );
  await admin.query('UPDATE api_usage_logs SET id = 300000 WHERE id = ?', [CALLS]);
}

/** Opens the report once the replica answers. */
export async function openReplicaReport(page: Page): Promise<void> {
  await signedIn
    .expect(async () => {
      const { data } = await (await page.request.get('/casetool/api/net-billing/replica')).json();
      signedIn.expect(data.phase.name).toBe('ready');
    })
    .toPass({ timeout: 30_000 });
  await openReport(page);
}

/** Opens the report as it is in another state of the replica. */
export async function openReportIn(page: Page, state: () => Partial<ReplicaJson>): Promise<void> {
  await answerWith(page, ({ engine }) => ({
    engine: { ...engine, replica: state().phase?.name ?? engine.replica },
  }));
  await page.route(REPLICA_API, async (route) => {
    const response = await route.fetch();
    const { data } = await response.json();
    await route.fulfill({ response, json: { success: true, data: { ...data, ...state() } } });
  });
  await openReplicaReport(page);
}
