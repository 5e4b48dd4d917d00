/**
 * What every answer of the server carries, whatever it is: page, asset, JSON, error.
 *
 * @param {{ policy: string, secure: boolean }} options secure: people reach the program by https
 * @returns {Record<string, string>}
 */
export function securityHeaders({ policy, secure }) {
  return {
    'Content-Security-Policy': policy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(secure && { 'Strict-Transport-Security': 'max-age=31536000' }),
  };
}

/**
 * Only scripts that carry this answer's nonce run, and those that they load. Next reads the nonce from the policy in
 * the request's headers and puts it on its own scripts. React's development build needs eval, its reloading a socket
 * and inline styles.
 *
 * @param {{ nonce: string, dev: boolean }} options
 */
export function contentSecurityPolicy({ nonce, dev }) {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' ${dev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    `connect-src 'self'${dev ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
