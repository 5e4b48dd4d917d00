import type { ReactNode } from 'react';
import { Brand } from './casetool/brand';
import styles from './message-page.module.css';

/** A page that says one thing and offers the way out: not found, or failed. */
export function MessagePage(props: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <Brand />
        <h1 className={styles.title}>{props.title}</h1>
        <div className={styles.text}>{props.children}</div>
        <div className={styles.action}>{props.action}</div>
      </div>
    </main>
  );
}
