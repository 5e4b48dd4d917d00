import { useEffect, useState } from 'react';
import { saysPeriod } from '@/lib/billing/period-view';
import { addressWithLastPeriod } from './last-period';
import { currentAddress, writeAddress } from './use-address';

/**
 * Leads an address without a period to the one that was chosen last, so that what is shown, shared, reloaded and
 * exported is the same.
 * @returns false until it is decided which period the page shows: nothing has to be asked before
 */
export function useLastPeriod(address: URLSearchParams): boolean {
  const says = saysPeriod(address);
  const [decided, setDecided] = useState(says);

  useEffect(() => {
    if (says) return;
    // After the router's own effects: until those it does not know of addresses that others write.
    queueMicrotask(() => {
      const restored = addressWithLastPeriod(currentAddress());
      if (restored) writeAddress(restored, 'replaceState');
      setDecided(true);
    });
  }, [says]);

  return decided;
}
