import { callsFile } from '@/lib/billing/calls-view';
import { usersFile, wholeFile } from '@/lib/billing/report-view';
import { askForFile } from './report-request';
import { currentAddress } from './use-address';

interface Download {
  readonly label: string;
  /** Where the server has the file for a view. */
  readonly address: (view: URLSearchParams, asOf: string) => string;
}

/** The files that can be had. */
export const DOWNLOADS = {
  report: { label: 'Whole report (CSV)', address: (view, asOf) => wholeFile('report', view, asOf) },
  users: { label: 'Users (CSV)', address: usersFile },
  models: { label: 'Models (CSV)', address: (view, asOf) => wholeFile('models', view, asOf) },
  calls: {
    label: 'All calls (CSV)',
    address: (view, asOf) => callsFile(view, new URLSearchParams(), asOf),
  },
} as const satisfies Record<string, Download>;
export type DownloadName = keyof typeof DOWNLOADS;

/**
 * Asks the server whether it has a file, then leaves it to the browser to fetch it: however long the file is, it goes
 * to the disk and not through the page.
 * @param asOf `generated_at` of the figures on the page, which the file has where the server still has them
 * @returns the file's name, and of when its figures are
 * @throws ReportRequestError
 */
export async function download(
  name: DownloadName,
  asOf: string,
): Promise<{ file: string; generatedAt: string }> {
  const { address }: Download = DOWNLOADS[name];
  const view = currentAddress();
  const asked = await askForFile(address(view, asOf));
  const link = document.createElement('a');
  link.href = address(view, asked.generatedAt);
  link.download = asked.file;
  link.click();
  return asked;
}
