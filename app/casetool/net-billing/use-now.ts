import { useEffect, useState } from 'react';

const MINUTE = 60_000;

/** The time, in milliseconds since 1970, kept up to the minute: "3 minutes ago" must not stay so for an hour. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE);
    return () => clearInterval(timer);
  }, []);
  return now;
}
