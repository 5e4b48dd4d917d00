'use client';

import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { useId, useSyncExternalStore } from 'react';
import { type Theme, themeCookie, toTheme } from '@/app/theme';
import styles from './theme-switch.module.css';

const CHOICES: readonly { readonly theme: Theme; readonly label: string; readonly icon: LucideIcon }[] = [
  { theme: 'light', label: 'Light', icon: Sun },
  { theme: 'dark', label: 'Dark', icon: Moon },
  { theme: 'system', label: 'System', icon: Monitor },
];

/** Light, dark, or as the system has it. `chosen` is what the server read; from then on the document says it. */
export function ThemeSwitch({ chosen }: { chosen: Theme }) {
  const theme = useSyncExternalStore(onThemeChange, themeOfDocument, () => chosen);
  const name = useId();
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">Theme</legend>
      {CHOICES.map((choice) => (
        <label key={choice.theme} className={styles.choice} data-tooltip={choice.label}>
          <input
            className="visually-hidden"
            type="radio"
            name={name}
            value={choice.theme}
            checked={theme === choice.theme}
            onChange={() => chooseTheme(choice.theme, document)}
          />
          <choice.icon aria-hidden="true" />
          <span className="visually-hidden">{choice.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function chooseTheme(theme: Theme, page: Document): void {
  if (theme === 'system') delete page.documentElement.dataset.theme;
  else page.documentElement.dataset.theme = theme;
  page.cookie = themeCookie(theme);
}

const themeOfDocument = (): Theme => toTheme(document.documentElement.dataset.theme);

function onThemeChange(notify: () => void): () => void {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
