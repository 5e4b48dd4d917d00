import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * The name of the route that answers a path. There are few of them, whatever visitors ask for.
 *
 * @typedef {(path: string) => string} RouteOf
 */

/** What no route of the program takes. */
const OTHER = 'other';
const ASSETS = '/_next/static/';

/**
 * Reads which routes there are from what the build wrote down. The sources served as they are have no such list:
 * all of their routes are `other`.
 *
 * @param {string} buildFolder
 * @returns {Promise<RouteOf>}
 */
export async function readRoutes(buildFolder) {
  try {
    const text = await readFile(path.join(buildFolder, 'routes-manifest.json'), 'utf8');
    const { staticRoutes, dynamicRoutes } = JSON.parse(text);
    return routeNames(staticRoutes, dynamicRoutes);
  } catch {
    return () => OTHER;
  }
}

/**
 * @param {readonly { page: string }[]} staticRoutes
 * @param {readonly { page: string, regex: string }[]} dynamicRoutes
 * @returns {RouteOf}
 */
export function routeNames(staticRoutes, dynamicRoutes) {
  const names = new Set(staticRoutes.map(({ page }) => page));
  const patterns = dynamicRoutes.map(({ page, regex }) => ({ page, pattern: new RegExp(regex) }));
  return (path) => {
    if (names.has(path)) return path;
    if (path.startsWith(ASSETS)) return ASSETS;
    return patterns.find(({ pattern }) => pattern.test(path))?.page ?? OTHER;
  };
}
