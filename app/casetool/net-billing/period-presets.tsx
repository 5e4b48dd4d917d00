import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { PeriodChoice } from '@/lib/billing/charge-period';
import { PERIOD_NAMES, PERIODS, type PeriodName } from '@/lib/billing/report-parameters';
import { moveFocus } from './list-keys';
import styles from './period-presets.module.css';

interface Props {
  readonly chosen: PeriodChoice;
  readonly onChoose: (name: PeriodName) => void;
}

/** The periods that have a name, and move on with the calendar. */
export function PeriodPresets({ chosen, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const first = list.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    (first ?? list.current?.querySelector('button'))?.focus();
  }, []);
  return (
    <ul ref={list} className={styles.presets} onKeyDown={(event) => moveFocus(event, list.current)}>
      {PERIOD_NAMES.map((name) => (
        <li key={name}>
          <button
            type="button"
            className={styles.preset}
            aria-pressed={name === chosen}
            onClick={() => onChoose(name)}
          >
            {PERIODS[name].label}
            <Check className={styles.mark} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
