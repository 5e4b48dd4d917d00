import { expect, test } from 'vitest';
import { readRoutes, routeNames } from './route-names.mjs';

const routeOf = routeNames(
  [{ page: '/casetool/net-billing' }, { page: '/casetool/api/net-billing' }],
  [{ page: '/casetool/api/[[...path]]', regex: '^/casetool/api(?:/(.+?))?(?:/)?$' }],
);

test.each([
  ['/casetool/net-billing', '/casetool/net-billing'],
  ['/casetool/api/net-billing', '/casetool/api/net-billing'],
  ['/casetool/api/whatever/a/visitor/asks', '/casetool/api/[[...path]]'],
  ['/_next/static/chunks/0a1b2c.js', '/_next/static/'],
  ['/wp-login.php', 'other'],
  ['/casetool/net-billing/__proto__', 'other'],
  ['', 'other'],
])('%j is answered by the route %s', (path, route) => {
  expect(routeOf(path)).toBe(route);
});

test('without a build every path is of one route', async () => {
  expect((await readRoutes('/nowhere'))('/casetool/net-billing')).toBe('other');
});
