import { notFound } from '@/lib/server/respond';

/** Whatever has no door of its own: programs that ask for JSON get JSON, not the page for people. */
export { notFound as GET, notFound as POST };
