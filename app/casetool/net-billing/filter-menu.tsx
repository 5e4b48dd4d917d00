import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import { type FilterChoice, filterLabel } from '@/lib/billing/filter-choices';
import { formatCount } from '@/lib/billing/format';
import { FILTERS, type Filter } from '@/lib/billing/report-parameters';
import styles from './filter-menu.module.css';
import { usePopup } from './use-popup';

interface Props {
  readonly filter: Filter;
  /** What can be chosen, with these values whether they occur or not. */
  readonly choicesWith: (values: readonly string[]) => readonly FilterChoice[];
  readonly chosen: readonly string[];
  readonly onOpen: () => void;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** One filter: a button that says what is chosen, and the choices that it opens. */
export function FilterMenu({ filter, choicesWith, chosen, onOpen, onChange }: Props) {
  const { open, rootProps, triggerProps } = usePopup();
  /** Stays on offer while the popup is open: what was just taken back can be chosen again. */
  const [chosenBefore, setChosenBefore] = useState(chosen);
  const id = useId();
  const { label } = FILTERS[filter];
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  return (
    <div className={styles.filter} {...rootProps}>
      <button
        type="button"
        className={styles.trigger}
        data-chosen={chosen.length > 0}
        {...triggerProps}
        aria-controls={open ? id : undefined}
        onClick={() => {
          onOpen();
          setChosenBefore(chosen);
          triggerProps.onClick();
        }}
      >
        {label}
        {chosen.length > 0 && (
          <>
            <span className="visually-hidden">: </span>
            <bdi className={styles.chosen}>{inWords(filter, chosen)}</bdi>
          </>
        )}
        <ChevronDown className={styles.chevron} aria-hidden="true" />
      </button>
      {open && (
        <fieldset id={id} className={styles.popup}>
          <legend className="visually-hidden">{label}</legend>
          {choicesWith([...chosenBefore, ...chosen]).map((choice) => (
            <label key={choice.value} className={styles.choice}>
              <input
                type="checkbox"
                className={styles.box}
                checked={chosen.includes(choice.value)}
                onChange={() => toggle(choice.value)}
              />
              <bdi>{choice.label}</bdi>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function inWords(filter: Filter, chosen: readonly string[]): string {
  const [only, ...more] = chosen;
  return only !== undefined && more.length === 0
    ? filterLabel(filter, only)
    : `${formatCount(chosen.length)} chosen`;
}
