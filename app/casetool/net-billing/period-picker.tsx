import { CalendarDays, ChevronDown } from 'lucide-react';
import { useId } from 'react';
import type { PeriodChoice } from '@/lib/billing/charge-period';
import { choiceTitle, readPeriod, withPeriod } from '@/lib/billing/period-view';
import type { NetBillingJson } from '@/lib/billing/report-json';
import button from '../ui/button.module.css';
import { PeriodDates } from './period-dates';
import styles from './period-picker.module.css';
import { PeriodPresets } from './period-presets';
import type { Choice } from './use-address';
import { usePopup } from './use-popup';

interface Props {
  readonly address: URLSearchParams;
  readonly report: NetBillingJson | null;
  readonly onChoose: (choice: Choice) => void;
}

/** Which days the report covers: a button that says it, and the choices that it opens. */
export function PeriodPicker({ address, report, onChoose }: Props) {
  const { open, close, rootProps, triggerProps } = usePopup();
  const id = useId();
  const chosen = readPeriod(address);
  const choose = (period: PeriodChoice) => {
    close();
    onChoose((address) => withPeriod(address, period));
  };
  return (
    <div className={styles.picker} data-print="hide" {...rootProps}>
      <button
        type="button"
        className={button.onBand}
        aria-haspopup="dialog"
        aria-controls={open ? id : undefined}
        {...triggerProps}
      >
        <CalendarDays aria-hidden="true" />
        <span className="visually-hidden">Period: </span>
        {choiceTitle(chosen, report?.period ?? null)}
        <ChevronDown aria-hidden="true" />
      </button>
      {open && (
        <>
          <button type="button" tabIndex={-1} className={styles.scrim} onClick={close}>
            <span className="visually-hidden">Close</span>
          </button>
          <div id={id} className={styles.popup} role="dialog" aria-label="Period">
            <PeriodPresets chosen={chosen ?? 'all-time'} onChoose={choose} />
            <PeriodDates period={report?.period ?? null} onChoose={choose} />
          </div>
        </>
      )}
    </div>
  );
}
