import { useSearchParams } from 'next/navigation';
import { useMemo, useSyncExternalStore } from 'react';
import { pageHref } from '@/lib/billing/report-view';

/** One choice: the address that it is made in → the address that it leads to. */
export type Choice = (address: URLSearchParams) => URLSearchParams;

const listeners = new Set<() => void>();

/**
 * The parameters in the page's address, at once: the router's own follow a moment later, and until then a box that was
 * just ticked would be shown unticked.
 */
export function useAddress(): URLSearchParams {
  const atServer = useSearchParams();
  const query = useSyncExternalStore(
    subscribe,
    () => String(currentAddress()),
    () => String(atServer),
  );
  return useMemo(() => new URLSearchParams(query), [query]);
}

export function currentAddress(): URLSearchParams {
  return new URLSearchParams(window.location.search);
}

/** @param write `pushState` for what Back shall undo, `replaceState` for what changes with every key pressed */
export function writeAddress(address: URLSearchParams, write: 'pushState' | 'replaceState'): void {
  window.history[write](null, '', pageHref(address));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
}
