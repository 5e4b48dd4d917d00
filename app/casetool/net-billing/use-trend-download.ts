import { useEffect, useState } from 'react';
import type { TrendFigures } from '@/lib/billing/trend-figures';
import { saveFile } from './save-file';

/** After this long a success is told well enough. In milliseconds. */
const READING_TIME = 8_000;

/** Makes a file of the trend as it is shown, and says how it went. */
export function useTrendDownload(figures: TrendFigures | null) {
  const [words, setWords] = useState('');

  useEffect(() => {
    if (words === '') return;
    const timer = setTimeout(() => setWords(''), READING_TIME);
    return () => clearTimeout(timer);
  }, [words]);

  const download = async () => {
    if (!figures) return;
    try {
      // Most visitors never export: the library that writes CSV comes only with the first file.
      const { trendToCsv } = await import('@/lib/billing/trend-csv');
      const file = trendToCsv(figures);
      saveFile(file);
      setWords(`Downloaded ${file.name}.`);
    } catch {
      setWords('The file could not be made. Reload the page, then try again.');
    }
  };

  return { download, words };
}
