import type { ReactNode } from 'react';
import type { Theme } from '@/app/theme';
import { Brand } from './brand';
import { Drawer } from './drawer';
import styles from './frame.module.css';
import { Sidebar } from './sidebar';
import { TooltipLayer } from './ui/tooltip-layer';

/** Sidebar and content. On narrow screens a bar at the top, whose menu button opens the sidebar as a drawer. */
export function Frame({ email, theme, children }: { email: string; theme: Theme; children: ReactNode }) {
  const sidebar = <Sidebar email={email} theme={theme} />;
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#report" data-print="hide">
        Skip to the report
      </a>
      <header className={styles.bar} data-print="hide">
        <Drawer>{sidebar}</Drawer>
        <Brand />
      </header>
      <aside className={styles.sidebar} aria-label="Casetool" data-print="hide">
        {sidebar}
      </aside>
      <main id="report" className={styles.content} tabIndex={-1}>
        {children}
      </main>
      <TooltipLayer />
    </div>
  );
}
