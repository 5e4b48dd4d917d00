import type { ReactNode } from 'react';
import styles from './panel.module.css';
import { ProgressLine } from './progress-line';

interface Props {
  readonly id: string;
  readonly title: string;
  /** Beside the title: how many, or what is shown. */
  readonly note?: ReactNode;
  /** What can be done with the panel's content. */
  readonly controls?: ReactNode;
  /** True while the content is that of an earlier question. */
  readonly pending: boolean;
  readonly loading: boolean;
  readonly children: ReactNode;
}

/** One table with its heading, as a card. */
export function Panel({ id, title, note, controls, pending, loading, children }: Props) {
  return (
    <section id={id} className={styles.panel} aria-labelledby={`${id}-title`}>
      <div className={styles.head}>
        <div className={styles.heading}>
          <h2 id={`${id}-title`} className={styles.title}>
            {title}
          </h2>
          {note && <p className={styles.note}>{note}</p>}
        </div>
        {controls && (
          <div className={styles.controls} data-print="hide">
            {controls}
          </div>
        )}
        {pending && loading && <ProgressLine />}
      </div>
      <div data-pending={pending}>{children}</div>
    </section>
  );
}
