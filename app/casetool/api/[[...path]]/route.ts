import { json } from '@/lib/server/respond';

/** Whatever has no door of its own: programs that ask for JSON get JSON, not the page for people. */
const notFound = () => json({ success: false, error: 'Not found' }, 404);

export { notFound as GET, notFound as POST };
