import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  /** Why there is nothing. */
  readonly children: ReactNode;
  /** The way out. */
  readonly action?: ReactNode;
}

/** In the place of a table's rows where there is none. */
export function EmptyState({ icon: Icon, title, children, action }: Props) {
  return (
    <div className={styles.empty}>
      <Icon className={styles.icon} aria-hidden="true" />
      <p className={styles.title}>{title}</p>
      <p className={styles.reason}>{children}</p>
      {action && <div data-print="hide">{action}</div>}
    </div>
  );
}
