import 'server-only';

/** Where a visitor lands who was not on the way to anything. */
export const REPORT_PATH = '/casetool/net-billing';

/** Stands for whatever host the program is reached at. */
const OWN = 'http://own.invalid';

/**
 * Where to go after the sign-in: `next` if it is a page of ours, else the report. What is returned always starts
 * with `/casetool/` and is normalised, so no browser reads another host or scheme into it.
 */
export function returnPath(next: string | null | undefined): string {
  if (!next?.startsWith('/casetool/') || !/^[\x21-\x7e]+$/.test(next) || next.includes('\\'))
    return REPORT_PATH;
  // Parsing takes the dot segments out, also the percent-encoded ones: `/casetool/%2e%2e//evil` is `//evil`.
  if (!URL.canParse(next, OWN)) return REPORT_PATH;
  const url = new URL(next, OWN);
  return url.origin === OWN && isPage(url.pathname) ? url.pathname + url.search : REPORT_PATH;
}

const isPage = (pathname: string): boolean =>
  pathname.startsWith('/casetool/') &&
  !pathname.includes('//') &&
  !/^\/casetool\/(login|api)(\/|$)/i.test(pathname);
