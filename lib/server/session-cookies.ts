import 'server-only';

/** The two cookies, named as every casetool installation names them. */
export const SESSION_COOKIE = 'casetool_user_id';
/** Required, and proves nothing: anyone can write it. */
export const ROLE_COOKIE = 'casetool_user_role';
export const ADMIN_ROLE = 'admin';

/** `Set-Cookie` values that hold a session for this many seconds. */
export function sessionCookies(token: string, maxAgeSeconds: number, baseUrl: URL): string[] {
  return [
    cookie(SESSION_COOKIE, token, maxAgeSeconds, baseUrl),
    cookie(ROLE_COOKIE, ADMIN_ROLE, maxAgeSeconds, baseUrl),
  ];
}

/** `Set-Cookie` values that make a browser forget both. */
export function clearedCookies(baseUrl: URL): string[] {
  return [cookie(SESSION_COOKIE, '', 0, baseUrl), cookie(ROLE_COOKIE, '', 0, baseUrl)];
}

export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const value of cookies) response.headers.append('Set-Cookie', value);
  return response;
}

const cookie = (name: string, value: string, maxAgeSeconds: number, baseUrl: URL): string => {
  const secure = baseUrl.protocol === 'https:' ? '; Secure' : '';
  return `${name}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
};
