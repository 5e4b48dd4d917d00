import { X } from 'lucide-react';
import button from '../ui/button.module.css';
import styles from './export-notice.module.css';
import type { DownloadName } from './report-download';
import type { ExportProgress } from './use-export';

interface Props {
  readonly progress: ExportProgress;
  readonly onRetry: (name: DownloadName) => void;
  readonly onDismiss: () => void;
}

/** How an export went. There from the start, so that screen readers announce what comes into it. */
export function ExportNotice({ progress, onRetry, onDismiss }: Props) {
  const shown = progress.state === 'done' || progress.state === 'failed';
  return (
    <div role="status">
      {progress.state === 'preparing' && <span className="visually-hidden">Preparing the file</span>}
      {shown && (
        <div className={styles.notice}>
          <p className={styles.words}>{progress.words}</p>
          {progress.state === 'failed' && (
            <button type="button" className={button.secondary} onClick={() => onRetry(progress.name)}>
              Try again
            </button>
          )}
          <button type="button" className={button.icon} onClick={onDismiss}>
            <X aria-hidden="true" />
            <span className="visually-hidden">Dismiss</span>
          </button>
        </div>
      )}
    </div>
  );
}
