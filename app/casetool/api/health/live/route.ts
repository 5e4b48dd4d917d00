import { json } from '@/lib/server/respond';

/** The process runs and answers; says nothing of the database, or a restart would be the cure for its absence. */
export const GET = () => json({ status: 'live' });
