import { type FormEvent, useId, useState } from 'react';
import type { DateRange } from '@/lib/billing/charge-period';
import { problemWithDates } from '@/lib/billing/period-view';
import type { PeriodJson } from '@/lib/billing/report-json';
import button from '../ui/button.module.css';
import styles from './period-dates.module.css';

interface Props {
  /** What the page shows: where the choice starts from. */
  readonly period: PeriodJson | null;
  readonly onChoose: (dates: DateRange) => void;
}

/** Any two dates. */
export function PeriodDates({ period, onChoose }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const dates = { from: dateIn(form, 'from'), to: dateIn(form, 'to') };
    const found = hasUnfinishedDate(form) ? UNFINISHED : problemWithDates(dates);
    setProblem(found);
    if (found === null) onChoose(dates);
    else form.querySelector('input')?.focus();
  };

  return (
    <form className={styles.dates} noValidate onSubmit={submit} onInput={() => setProblem(null)}>
      {SIDES.map(({ side, label }) => (
        <label key={side} className={styles.label}>
          {label}
          <input
            type="date"
            name={side}
            className={styles.input}
            defaultValue={period?.[side] ?? ''}
            max="9999-12-31"
            aria-invalid={problem !== null}
            aria-describedby={`${id}-note`}
          />
        </label>
      ))}
      <p id={`${id}-note`} className={styles.note} data-problem={problem !== null} role="status">
        {problem ?? 'Both days are included. A day left empty is no limit on that side.'}
      </p>
      <button type="submit" className={button.primary}>
        Show these days
      </button>
    </form>
  );
}

const SIDES = [
  { side: 'from', label: 'First day' },
  { side: 'to', label: 'Last day' },
] as const;

const UNFINISHED = 'A date is not complete. Fill in its day, month and year, or clear it.';

const inputOf = (form: HTMLFormElement, side: keyof DateRange) =>
  form.elements.namedItem(side) as HTMLInputElement;

const dateIn = (form: HTMLFormElement, side: keyof DateRange) => inputOf(form, side).value || null;

/** What is typed only in part has no value; without this it would count as left empty. */
const hasUnfinishedDate = (form: HTMLFormElement): boolean =>
  SIDES.some(({ side }) => !inputOf(form, side).validity.valid);
