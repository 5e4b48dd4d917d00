import { Download, ListX, X } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { CallsJson } from '@/lib/billing/calls-json';
import { callsFile, callsTitle, withCalls, withCallsPage } from '@/lib/billing/calls-view';
import { formatClock, formatCount, formatPeriod } from '@/lib/billing/format';
import { rowsOnPage } from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import { callColumns } from './call-columns';
import styles from './calls-panel.module.css';
import { CallsTotal } from './calls-total';
import { DataTable } from './data-table';
import { EmptyState } from './empty-state';
import { Pagination } from './pagination';
import { ProgressLine } from './progress-line';
import { explain } from './report-request';
import type { Choice } from './use-address';
import { useCalls } from './use-calls';

interface Props {
  readonly address: URLSearchParams;
  /** Which calls, in the words of the address. */
  readonly open: URLSearchParams;
  readonly onChoose: (choice: Choice) => void;
  /** Changes the address in place: Back closes the panel from any page of it. */
  readonly onTurn: (choice: Choice) => void;
}

/** The single calls behind a figure, beside the report: what they come to, then each of them. */
export function CallsPanel({ address, open, onChoose, onTurn }: Props) {
  const calls = useCalls(address, open);
  const { shown, pending, loading, error } = calls;
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => onChoose((address) => withCalls(address, null));
  useModal(dialog);

  const turn = (page: number) => {
    calls.keep();
    onTurn((address) => withCallsPage(address, page));
  };

  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="calls-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => event.target === event.currentTarget && close()}
    >
      <section className={styles.sheet} aria-labelledby="calls-title">
        <Head title={callsTitle(open, shown)} shown={shown} onClose={close}>
          {shown && shown.page.rows > 0 && (
            <a
              className={button.secondary}
              href={callsFile(address, open, shown.generated_at)}
              download
              data-print="hide"
            >
              <Download aria-hidden="true" />
              Download CSV
            </a>
          )}
        </Head>
        {loading && <ProgressLine />}
        {error && <Problem words={explain(error.failure)} onRetry={calls.retry} />}
        {(shown || !error) && (
          <div data-pending={pending}>
            <CallsTotal total={shown?.total ?? null} />
            <CallTable shown={shown} ofOneUser={open.has('user')} onPage={turn} />
          </div>
        )}
      </section>
    </dialog>
  );
}

/** Opens a dialog with what it stands for, and gives the focus back when that goes. */
function useModal(dialog: React.RefObject<HTMLDialogElement | null>): void {
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, [dialog]);
}

function Head({
  title,
  shown,
  onClose,
  children,
}: {
  title: string;
  shown: CallsJson | null;
  onClose: () => void;
  children: React.ReactNode;
}) {
  return (
    <header className={styles.head}>
      <div className={styles.heading}>
        <h2 id="calls-title" className={styles.title}>
          Calls <bdi className={styles.subject}>{title}</bdi>
        </h2>
        <p className={styles.note}>{shown && inWords(shown)}</p>
      </div>
      {children}
      <button type="button" className={button.icon} onClick={onClose}>
        <X aria-hidden="true" />
        <span className="visually-hidden">Close the calls</span>
      </button>
    </header>
  );
}

/** `1–22 Nov 2026, as of 12:03:10`. */
const inWords = ({ period, generated_at }: CallsJson): string =>
  `${formatPeriod(period)}, as of ${formatClock(generated_at, period.time_zone)}`;

function CallTable({
  shown,
  ofOneUser,
  onPage,
}: {
  shown: CallsJson | null;
  ofOneUser: boolean;
  onPage: (page: number) => void;
}) {
  if (shown?.calls.length === 0)
    return (
      <EmptyState icon={ListX} title={shown.page.rows === 0 ? 'No calls' : 'No such page'}>
        {shown.page.rows === 0
          ? 'Nothing was recorded for this choice.'
          : `There are ${formatCount(shown.page.pages)} pages.`}
      </EmptyState>
    );
  return (
    <>
      <p role="status" className="visually-hidden">
        {shown && listInWords(shown)}
      </p>
      <DataTable
        caption="Calls, the newest first"
        columns={callColumns({ timeZone: shown?.period.time_zone ?? 'UTC', ofOneUser })}
        rows={shown?.calls ?? null}
        rowKey={({ id }) => id}
        rowName={({ id }) => `call ${id}`}
        totals={null}
      />
      {shown && <Pagination page={shown.page} label="Pages of calls" onPage={onPage} />}
    </>
  );
}

function listInWords({ page }: CallsJson): string {
  const rows = rowsOnPage(page);
  return rows
    ? `Calls ${formatCount(rows.first)} to ${formatCount(rows.last)} of ${formatCount(page.rows)}`
    : '';
}

function Problem({ words, onRetry }: { words: ReturnType<typeof explain>; onRetry: () => void }) {
  return (
    <div className={styles.problem} role="alert">
      <p>
        <strong>{words.title}.</strong> {words.advice}
      </p>
      <button type="button" className={button.secondary} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
