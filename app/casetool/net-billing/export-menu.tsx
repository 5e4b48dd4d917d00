import { ChevronDown, Download } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { countOf } from '@/lib/billing/format';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { isFiltered, type ReportView } from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import styles from './export-menu.module.css';
import { ExportNotice } from './export-notice';
import { moveFocus } from './list-keys';
import { DOWNLOADS, type DownloadName } from './report-download';
import { useExport } from './use-export';
import { usePopup } from './use-popup';

interface Props {
  readonly report: NetBillingJson | null;
  readonly view: ReportView;
}

const NAMES = Object.keys(DOWNLOADS) as readonly DownloadName[];

/** The figures as files, for the filters as they stand. */
export function ExportMenu({ report, view }: Props) {
  const { open, close, rootProps, triggerProps } = usePopup();
  const { progress, start, dismiss } = useExport(report);
  const id = useId();
  return (
    <div className={styles.export} data-print="hide" {...rootProps}>
      <button
        type="button"
        className={button.onBand}
        disabled={report === null}
        aria-haspopup="menu"
        aria-controls={open ? id : undefined}
        {...triggerProps}
      >
        <Download aria-hidden="true" />
        {progress.state === 'preparing' ? 'Preparing…' : 'Export'}
        <ChevronDown aria-hidden="true" />
      </button>
      {open && report && (
        <Menu
          id={id}
          report={report}
          view={view}
          onChoose={(name) => {
            close();
            start(name);
          }}
          onLeave={close}
        />
      )}
      <ExportNotice progress={progress} onRetry={start} onDismiss={dismiss} />
    </div>
  );
}

interface MenuProps {
  readonly id: string;
  readonly report: NetBillingJson;
  readonly view: ReportView;
  readonly onChoose: (name: DownloadName) => void;
  readonly onLeave: () => void;
}

function Menu({ id, report, view, onChoose, onLeave }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => menu.current?.querySelector('button')?.focus(), []);

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return onLeave();
    moveFocus(event, menu.current);
  };

  return (
    <div
      ref={menu}
      id={id}
      className={styles.menu}
      role="menu"
      aria-label="Export"
      tabIndex={-1}
      onKeyDown={move}
    >
      {NAMES.map((name) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={styles.choice}
          onClick={() => onChoose(name)}
        >
          {DOWNLOADS[name].label}
          <span className={styles.content}>{contentOf(name, report, view)}</span>
        </button>
      ))}
    </div>
  );
}

/** What a file will hold, so that nobody has to open it to know. */
function contentOf(
  name: DownloadName,
  { modelUsage, page, summary }: NetBillingJson,
  view: ReportView,
): string {
  switch (name) {
    case 'report':
      return isFiltered(view.filters)
        ? 'Summary, users and models, as filtered'
        : 'Summary, users and models';
    case 'users':
      return view.search === ''
        ? countOf(page.rows, 'user')
        : `${countOf(page.rows, 'user')} found by the search`;
    case 'models':
      return countOf(modelUsage.length, 'row');
    case 'calls':
      return countOf(summary.total_operations, 'row');
  }
}
