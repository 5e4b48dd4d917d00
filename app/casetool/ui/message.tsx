import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './message.module.css';

export type MessageTone = 'positive' | 'warning' | 'negative';

const ICONS: Readonly<Record<MessageTone, LucideIcon>> = {
  positive: CircleCheck,
  warning: TriangleAlert,
  negative: CircleAlert,
};

/** A sentence or two that stands out by colour and icon. Where it must be announced, put it into a `role="alert"`. */
export function Message({ tone, id, children }: { tone: MessageTone; id?: string; children: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div className={styles.message} data-tone={tone} id={id}>
      <Icon aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
