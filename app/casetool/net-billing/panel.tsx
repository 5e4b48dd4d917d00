import type { ReactNode } from 'react';
import styles from './panel.module.css';

interface Props {
  readonly id: string;
  readonly title: string;
  /** Beside the title: how many, or what is shown. */
  readonly note?: ReactNode;
  /** What can be done with the panel's content. */
  readonly controls?: ReactNode;
  readonly pending?: boolean;
  readonly children: ReactNode;
}

/** One table with its heading, as a card. */
export function Panel({ id, title, note, controls, pending = false, children }: Props) {
  return (
    <section id={id} className={styles.panel} aria-labelledby={`${id}-title`} data-pending={pending}>
      <div className={styles.head}>
        <h2 id={`${id}-title`} className={styles.title}>
          {title}
          {note && <span className={styles.note}>{note}</span>}
        </h2>
        {controls && (
          <div className={styles.controls} data-print="hide">
            {controls}
          </div>
        )}
      </div>
      {children}
    </section>
  );
}
