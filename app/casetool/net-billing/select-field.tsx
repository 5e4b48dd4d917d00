import { ChevronDown } from 'lucide-react';
import styles from './select-field.module.css';

interface Props {
  /** What is chosen, for those who can't see where it stands. */
  readonly label: string;
  readonly choices: readonly string[];
  /** Its index. */
  readonly chosen: number;
  readonly onChoose: (index: number) => void;
}

/** One choice out of a few, in the browser's own list. */
export function SelectField({ label, choices, chosen, onChoose }: Props) {
  return (
    <div className={styles.field}>
      <select
        className={styles.select}
        aria-label={label}
        value={chosen}
        onChange={(event) => onChoose(Number(event.target.value))}
      >
        {choices.map((choice, index) => (
          <option key={choice} value={index}>
            {choice}
          </option>
        ))}
      </select>
      <ChevronDown className={styles.chevron} aria-hidden="true" />
    </div>
  );
}
