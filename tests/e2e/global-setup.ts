import { loadSample, readSample } from '@/db/load-sample';
import { buildIfChanged } from '@/scripts/build';
import { createDatabase } from '../setup/database';
import { startTestMariadb } from '../setup/mariadb';
import { startServer } from '../setup/server';

/** The moment for which the sample is made: the same figures in every run. */
const SAMPLE_MOMENT = '2026-11-20T11:00:00Z';

/**
 * Starts a MariaDB with the sample, and the built server on it. The tests find the server in `E2E_BASE_URL`
 * (their base URL), and the database, as JSON, in `E2E_DATABASE`.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await buildIfChanged({ onProgress: (text) => console.log(text) });
  const { testMariadb, stop } = await startTestMariadb();
  try {
    const database = await createDatabase(testMariadb);
    await loadSample(database.admin, await readSample(new Date(SAMPLE_MOMENT)));
    const server = await startServer(database, { env: { SAMPLE_DATA: '1' } });
    process.env.E2E_BASE_URL = server.baseUrl;
    process.env.E2E_DATABASE = JSON.stringify({ ...testMariadb, name: database.name });
    return async () => {
      await server.stop();
      await database.drop();
      await stop();
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
