'use client';

import { useEffect, useRef } from 'react';
import { placeTooltip } from './place-tooltip';
import styles from './tooltip-layer.module.css';

/**
 * The one tooltip of a page. Any element shows its `data-tooltip` here, on hover and on keyboard focus; with
 * `data-tooltip-when="cut"` only while its `[data-cut]` part has no room for its text. The bubble is for the eyes:
 * the element itself must say the same to screen readers.
 */
export function TooltipLayer() {
  const bubble = useRef<HTMLDivElement>(null);
  useEffect(() => (bubble.current ? showTooltipsIn(bubble.current) : undefined), []);
  return <div ref={bubble} className={styles.bubble} popover="manual" aria-hidden="true" />;
}

/** Long enough to move the pointer from the element to its tooltip. In milliseconds. */
const GRACE = 120;

function showTooltipsIn(bubble: HTMLElement): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new AbortController();
  const options = { signal: listeners.signal };

  const hide = () => {
    clearTimeout(timer);
    if (bubble.matches(':popover-open')) bubble.hidePopover();
  };
  const later = (action: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(action, GRACE);
  };

  document.addEventListener(
    'pointerover',
    ({ target }) => {
      const anchor = anchorOf(target);
      if (anchor) later(() => show(bubble, anchor));
      else if (bubble.contains(target as Node)) clearTimeout(timer);
      else later(hide);
    },
    options,
  );
  document.addEventListener(
    'focusin',
    ({ target }) => {
      const anchor = anchorOf(target);
      if (anchor?.matches(':focus-visible, :has(:focus-visible)')) show(bubble, anchor);
    },
    options,
  );
  document.addEventListener('focusout', hide, options);
  document.addEventListener('keydown', (event) => event.key === 'Escape' && hide(), options);
  document.addEventListener('scroll', hide, { ...options, capture: true, passive: true });
  return () => {
    listeners.abort();
    hide();
  };
}

function anchorOf(target: EventTarget | null): HTMLElement | null {
  const anchor = target instanceof Element ? target.closest<HTMLElement>('[data-tooltip]') : null;
  if (anchor?.dataset.tooltipWhen !== 'cut') return anchor;
  const part = anchor.querySelector('[data-cut]');
  return part && part.scrollWidth > part.clientWidth ? anchor : null;
}

function show(bubble: HTMLElement, anchor: HTMLElement): void {
  if (!anchor.isConnected) return;
  bubble.textContent = anchor.dataset.tooltip ?? '';
  // Shown again even when open, so that it lies above a dialog that was opened since.
  if (bubble.matches(':popover-open')) bubble.hidePopover();
  bubble.showPopover();
  const { left, top } = placeTooltip(anchor.getBoundingClientRect(), bubble.getBoundingClientRect(), {
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
  });
  // Through the object model: the content security policy forbids style attributes in the markup.
  bubble.style.left = `${left}px`;
  bubble.style.top = `${top}px`;
}
