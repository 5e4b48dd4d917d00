import type { CsvFile } from '@/lib/billing/csv-file';

/** Hands a file to the browser, which asks the visitor where to, or puts it where downloads go. */
export function saveFile({ name, pieces }: CsvFile): void {
  const url = URL.createObjectURL(new Blob([...pieces], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Not at once: some browsers start to read a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
