/** What a visitor chose with the theme switch; `system` follows the computer's own setting and is not kept. */
export type Theme = 'light' | 'dark' | 'system';

/**
 * The choice is kept in a cookie and not in the browser's storage, so that the server's very first bytes are in
 * the right colours.
 */
export const THEME_COOKIE = 'theme';

const ONE_YEAR_IN_SECONDS = 365 * 24 * 60 * 60;

export function toTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** What `document.cookie` is set to in order to keep a choice, or to forget it. */
export function themeCookie(theme: Theme): string {
  const [value, maxAge] = theme === 'system' ? ['', 0] : [theme, ONE_YEAR_IN_SECONDS];
  return `${THEME_COOKIE}=${value}; Path=/; Max-Age=${maxAge}; SameSite=Lax`;
}
