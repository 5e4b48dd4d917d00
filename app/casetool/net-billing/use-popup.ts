import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';

/**
 * What a button opens above the page: closes on Escape, which gives the focus back to the button, on a press beside it,
 * and when the focus goes elsewhere. `root` holds both, the button and what it opens.
 */
export function usePopup() {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const closeBeside = ({ target }: PointerEvent) => {
      if (!root.current?.contains(target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeBeside);
    return () => document.removeEventListener('pointerdown', closeBeside);
  }, [open]);

  const close = () => {
    setOpen(false);
    trigger.current?.focus();
  };

  return {
    open,
    close,
    rootProps: {
      ref: root,
      onKeyDown: (event: KeyboardEvent) => {
        if (event.key === 'Escape' && open) close();
      },
      onBlur: ({ relatedTarget }: FocusEvent) => {
        // Nowhere is the window losing the focus, or a press on text: that is decided by where the press was.
        if (relatedTarget && !root.current?.contains(relatedTarget)) setOpen(false);
      },
    },
    triggerProps: { ref: trigger, 'aria-expanded': open, onClick: () => setOpen(!open) },
  };
}
