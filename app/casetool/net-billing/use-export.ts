import { useEffect, useState } from 'react';
import { formatClock } from '@/lib/billing/format';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { type DownloadName, download } from './report-download';
import { explain, ReportRequestError } from './report-request';

export type ExportProgress =
  | { readonly state: 'idle' | 'preparing' }
  | { readonly state: 'done'; readonly words: string }
  | { readonly state: 'failed'; readonly words: string; readonly name: DownloadName };

/** After this long a success is told well enough. In milliseconds. */
const READING_TIME = 8_000;

/** Has the server make files of the figures on the page, and says how it goes. */
export function useExport(shown: NetBillingJson | null) {
  const [progress, setProgress] = useState<ExportProgress>({ state: 'idle' });

  useEffect(() => {
    if (progress.state !== 'done') return;
    const timer = setTimeout(() => setProgress({ state: 'idle' }), READING_TIME);
    return () => clearTimeout(timer);
  }, [progress]);

  const start = async (name: DownloadName) => {
    if (!shown || progress.state === 'preparing') return;
    setProgress({ state: 'preparing' });
    try {
      const { file, generatedAt } = await download(name, shown.generated_at);
      const clock = formatClock(generatedAt, shown.period.time_zone);
      const newer =
        generatedAt === shown.generated_at ? '' : ` Its figures are from ${clock}, newer than those shown.`;
      setProgress({ state: 'done', words: `Downloading ${file}.${newer}` });
    } catch (error) {
      setProgress({ state: 'failed', words: inWords(error), name });
    }
  };

  return { progress, start, dismiss: () => setProgress({ state: 'idle' }) };
}

function inWords(error: unknown): string {
  if (!(error instanceof ReportRequestError))
    return 'The file could not be made. Reload the page, then try again.';
  const { title, advice } = explain(error.failure);
  return `The file could not be made. ${title}. ${advice}`;
}
