import { periodPart, readPeriod, saysPeriod } from '@/lib/billing/period-view';

/** The period that was chosen last in this browser, kept as its part of an address. */
const KEY = 'net-billing.last-period';

/** An address that names no period leads to this one; `null` where nothing was ever chosen. */
export function addressWithLastPeriod(address: URLSearchParams): URLSearchParams | null {
  if (saysPeriod(address)) return null;
  const last = new URLSearchParams(readStored());
  if (readPeriod(last) === null) return null;
  return new URLSearchParams([...address, ...last]);
}

export function rememberPeriod(address: URLSearchParams): void {
  if (readPeriod(address) === null) return;
  try {
    window.localStorage.setItem(KEY, periodPart(address));
  } catch {
    // A browser that keeps nothing shows all time at the next visit.
  }
}

function readStored(): string {
  try {
    return window.localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}
