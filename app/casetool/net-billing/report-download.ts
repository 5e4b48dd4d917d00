import type { CsvFile } from '@/lib/billing/csv-file';
import type { ExportContext } from '@/lib/billing/report-csv';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { listQuestion, readView, wholeQuestion } from '@/lib/billing/report-view';
import { fetchReport } from './report-request';
import { saveFile } from './save-file';
import { currentAddress } from './use-address';

type CsvModule = typeof import('@/lib/billing/report-csv');

interface Download {
  readonly label: string;
  readonly question: typeof wholeQuestion;
  readonly toCsv: (csv: CsvModule, report: NetBillingJson, context: ExportContext) => CsvFile;
}

/** The files that can be had, each made from one answer of the API. */
export const DOWNLOADS = {
  report: {
    label: 'Whole report (CSV)',
    question: wholeQuestion,
    toCsv: (csv, report, context) => csv.reportToCsv(report, context),
  },
  users: { label: 'Users (CSV)', question: listQuestion, toCsv: (csv, report) => csv.usersToCsv(report) },
  models: { label: 'Models (CSV)', question: wholeQuestion, toCsv: (csv, report) => csv.modelsToCsv(report) },
} as const satisfies Record<string, Download>;

export type DownloadName = keyof typeof DOWNLOADS;

/**
 * Fetches a file's figures, those on the page where the server still has them, makes the file and hands it to the
 * browser.
 * @param asOf `generated_at` of the figures on the page
 * @returns the file's name, and of when its figures are
 * @throws ReportRequestError; any other error where the code that makes files can't be loaded
 */
export async function download(
  name: DownloadName,
  asOf: string,
): Promise<{ file: string; generatedAt: string }> {
  const { question, toCsv }: Download = DOWNLOADS[name];
  const address = currentAddress();
  const [report, csv] = await Promise.all([
    fetchReport(question(address, asOf)),
    // Most visitors never export: the library that writes CSV comes only with the first file.
    import('@/lib/billing/report-csv'),
  ]);
  const file = toCsv(csv, report, { exportedAt: new Date(), filters: readView(address).filters });
  saveFile(file);
  return { file: file.name, generatedAt: report.generated_at };
}
