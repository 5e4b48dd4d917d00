'use client';

import { Menu, X } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useCallback, useEffect, useRef } from 'react';
import styles from './drawer.module.css';
import button from './ui/button.module.css';

/** Below this width the sidebar is a drawer (styles/tokens.css). */
const WIDE_SCREEN = '(width >= 768px)';

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), [tabindex="0"]';

/**
 * A menu button, and the drawer that it opens. It is a modal dialog, so the browser makes the page behind it inert,
 * closes it on Escape and gives the focus back to the button.
 */
export function Drawer({ children }: { children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useCallback(() => dialog.current?.close(), []);

  useEffect(() => {
    // A drawer that grew into the sidebar, by turning a phone, would leave the page inert with nothing to close.
    const wideScreen = window.matchMedia(WIDE_SCREEN);
    wideScreen.addEventListener('change', close);
    return () => wideScreen.removeEventListener('change', close);
  }, [close]);

  const closeOnChoice = (event: MouseEvent<HTMLDialogElement>) => {
    const onScrim = event.target === event.currentTarget;
    const onLink = event.target instanceof Element && event.target.closest('a[href]');
    if (onScrim || onLink) close();
  };

  return (
    <>
      <button
        type="button"
        className={`${button.icon} ${styles.button}`}
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        <Menu aria-hidden="true" />
        <span className="visually-hidden">Menu</span>
      </button>
      <dialog
        ref={dialog}
        className={styles.drawer}
        aria-label="Menu"
        onClick={closeOnChoice}
        onKeyDown={keepFocusInside}
      >
        <div className={styles.sheet}>
          <button type="button" className={`${button.icon} ${styles.button} ${styles.close}`} onClick={close}>
            <X aria-hidden="true" />
            <span className="visually-hidden">Close menu</span>
          </button>
          {children}
        </div>
      </dialog>
    </>
  );
}

/** A modal dialog lets Tab go on to the browser's own controls; in the drawer it goes round. */
function keepFocusInside(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== 'Tab') return;
  const stops = event.currentTarget.querySelectorAll<HTMLElement>(FOCUSABLE);
  const [from, to] = event.shiftKey
    ? [stops[0], stops[stops.length - 1]]
    : [stops[stops.length - 1], stops[0]];
  if (document.activeElement !== from && event.currentTarget.contains(document.activeElement)) return;
  event.preventDefault();
  to?.focus();
}
