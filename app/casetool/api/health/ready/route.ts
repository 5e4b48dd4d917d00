import { findReadiness } from '@/lib/server/readiness';
import { json, route } from '@/lib/server/respond';

/** Whether the report can be answered: 200, or 503 with what is missing, in words. */
export const GET = route(async () => {
  const { missing, warnings } = await findReadiness();
  const ready = missing.length === 0;
  return json({ status: ready ? 'ready' : 'not ready', missing, warnings }, ready ? 200 : 503);
});
