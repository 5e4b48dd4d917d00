import 'server-only';
import { cookies } from 'next/headers';
import { THEME_COOKIE, type Theme, toTheme } from './theme';

/** The theme that this request's visitor chose. */
export async function findTheme(): Promise<Theme> {
  return toTheme((await cookies()).get(THEME_COOKIE)?.value);
}
