import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useRef,
  useState,
} from 'react';
import type { BarSpan } from '@/lib/billing/trend-figures';
import { afterKey, type Picking, pickedSpan, within } from './bar-picking';

interface Chart {
  /** How many bars it has. */
  readonly length: number;
  /** The bar at a distance from its left edge, in px. */
  readonly barAt: (x: number) => number;
  readonly onPick: (span: BarSpan) => void;
}

/**
 * Picking bars: one by a click, by Enter or by a second tap; several by dragging over them, or by Shift and arrow keys,
 * then Enter. Escape gives up. The bars stand in `bars`, each with its index in `data-bar`.
 */
export function useBarPicking({ length, barAt, onPick }: Chart) {
  // The last bar is what is looked at first: today.
  const [picking, setPicking] = useState<Picking>({ current: Number.MAX_SAFE_INTEGER, anchor: null });
  const [shown, setShown] = useState(false);
  const bars = useRef<SVGGElement>(null);
  const dragging = useRef(false);
  /** A finger does not hover: its first tap shows a bar, the second picks it. */
  const firstTap = useRef(false);
  const now = within(picking, length);

  const go = (next: Picking) => {
    setPicking(next);
    setShown(true);
  };
  const giveUp = () => {
    dragging.current = false;
    setPicking({ ...now, anchor: null });
    setShown(false);
  };
  const pick = (span: BarSpan) => {
    giveUp();
    onPick(span);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return giveUp();
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      // The bars of the next chart are others: the focus waits on what holds them.
      bars.current?.focus();
      return pick(pickedSpan(now));
    }
    const next = afterKey(now, event, length);
    if (!next) return;
    event.preventDefault();
    go(next);
    bars.current?.querySelector<SVGElement>(`[data-bar="${next.current}"]`)?.focus();
  };

  /** A bar as such, and not a place on it: what screen readers click has no place. */
  const onClick = ({ target }: MouseEvent<SVGGElement>) => {
    const bar = barOf(target);
    if (bar !== null && !firstTap.current) pick({ first: bar, last: bar });
    firstTap.current = false;
  };

  const onFocus = ({ target }: FocusEvent<SVGGElement>) => {
    const bar = barOf(target);
    if (bar === null || !target.matches(':focus-visible')) return;
    setPicking(({ anchor }) => ({ current: bar, anchor }));
    setShown(true);
  };

  const onBlur = ({ relatedTarget }: FocusEvent<SVGGElement>) => {
    if (!dragging.current && !bars.current?.contains(relatedTarget)) giveUp();
  };

  const onPointerDown = (event: PointerEvent<SVGSVGElement>) => {
    if (event.button !== 0 || length === 0) return;
    const current = barAt(placeOf(event));
    dragging.current = true;
    firstTap.current = event.pointerType === 'touch' && !(shown && now.current === current);
    go({ current, anchor: current });
  };

  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    if (length === 0) return;
    const current = barAt(placeOf(event));
    if (shown && current === now.current) return;
    // Once a span has begun, it goes on beside the chart too.
    if (dragging.current) event.currentTarget.setPointerCapture(event.pointerId);
    go({ current, anchor: dragging.current ? now.anchor : null });
  };

  const onPointerUp = () => {
    if (!dragging.current) return;
    dragging.current = false;
    const span = pickedSpan(now);
    if (span.first !== span.last) pick(span);
    else setPicking({ ...now, anchor: null });
  };

  const onPointerLeave = ({ pointerType }: PointerEvent<SVGSVGElement>) => {
    if (!dragging.current && pointerType !== 'touch') setShown(false);
  };

  return {
    /** The bar that Tab leads to. */
    current: now.current,
    /** What the pointer or the keyboard is on, several where they are being picked; `null`: nothing. */
    span: shown && length > 0 ? pickedSpan(now) : null,
    barsProps: { ref: bars, onKeyDown, onClick, onFocus, onBlur },
    chartProps: { onPointerDown, onPointerMove, onPointerUp, onPointerLeave, onPointerCancel: giveUp },
  };
}

function barOf(target: EventTarget): number | null {
  const bar = (target as Element).getAttribute('data-bar');
  return bar === null ? null : Number(bar);
}

const placeOf = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>): number =>
  clientX - currentTarget.getBoundingClientRect().left;
