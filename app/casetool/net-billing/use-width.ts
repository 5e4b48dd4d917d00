import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How wide an element is, in whole px; `null` before it has been measured. */
export function useWidth(): {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly width: number | null;
} {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);

  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { place, width };
}
