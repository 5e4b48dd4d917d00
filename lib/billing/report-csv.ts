import { averageCostUsd } from './breakdown';
import { type Cell, count, defuseText, EMPTY, inr, localTime, usd } from './csv-cell';
import {
  BOM,
  type CsvColumn,
  type CsvFile,
  EOL,
  fileName,
  tableFile,
  tablePieces,
  toLines,
} from './csv-file';
import { OPERATION_TYPES, operationLabel } from './operation-type';
import { periodName } from './period-words';
import type { ModelUsageJson, NetBillingJson, PeriodJson, SummaryJson, UserBillingJson } from './report-json';
import { FILTER_NAMES, FILTERS, type Filter } from './report-parameters';

export interface ExportContext {
  readonly exportedAt: Date;
  /** The filters that the report was asked with. */
  readonly filters: Readonly<Record<Filter, readonly string[]>>;
}

/** What files are made of: the API's answer, with every user and not a page of them. */
export interface ReportFigures
  extends Pick<NetBillingJson, 'summary' | 'modelUsage' | 'period' | 'generated_at'> {
  readonly userBilling: Iterable<UserBillingJson>;
}

/**
 * The whole report (contract §6): UTF-8 with BOM, CRLF, RFC 4180; the period, the zone and the time of export,
 * then three tables one below the other, each of which closes with the summary's totals.
 * @param report with every user, not a search of them
 */
export function reportToCsv(report: ReportFigures, context: ExportContext): CsvFile {
  return { name: fileName('net-billing', report.period), pieces: reportPieces(report, context) };
}

function* reportPieces(report: ReportFigures, context: ExportContext): Generator<string> {
  const { summary, userBilling, modelUsage, period } = report;
  yield BOM + toLines(preamble(report, context)) + EOL;
  yield toLines([['SUMMARY'], ['Metric', 'Value'], ...summaryRows(summary)]) + EOL;
  yield* section('USER BILLING DETAILS', userColumns(period.time_zone), userBilling, summary);
  yield EOL;
  yield* section('MODEL USAGE DETAILS', MODEL_COLUMNS, modelUsage, summary);
}

function* section<Row>(
  heading: string,
  columns: readonly Column<Row>[],
  rows: Iterable<Row>,
  summary: SummaryJson,
): Generator<string> {
  yield toLines([[heading]]);
  yield* tablePieces(columns, rows);
  yield toLines([columns.map(({ total }) => total(summary))]);
}

/** The users as one plain rectangular table, for import elsewhere: the rows as given, no totals. */
export function usersToCsv({ userBilling, period }: Pick<ReportFigures, 'userBilling' | 'period'>): CsvFile {
  return tableFile('net-billing-users', period, userColumns(period.time_zone), userBilling);
}

/** The models as one plain rectangular table, for import elsewhere. */
export function modelsToCsv({ modelUsage, period }: Pick<ReportFigures, 'modelUsage' | 'period'>): CsvFile {
  return tableFile('net-billing-models', period, MODEL_COLUMNS, modelUsage);
}

interface Column<Row> extends CsvColumn<Row> {
  /** This column's cell in the totals row. */
  readonly total: (summary: SummaryJson) => Cell;
}

const userColumns = (timeZone: string): readonly Column<UserBillingJson>[] => [
  { heading: 'Email', cell: (user) => defuseText(user.email), total: () => 'TOTAL' },
  { heading: 'User ID', cell: (user) => String(user.user_id), total: EMPTY },
  {
    heading: 'Total Operations',
    cell: (user) => count(user.total_operations),
    total: (all) => count(all.total_operations),
  },
  ...Object.values(OPERATION_TYPES).map(({ heading, json }) => ({
    heading,
    cell: (user: UserBillingJson) => count(user[json]),
    total: EMPTY,
  })),
  { heading: 'Other Operations', cell: (user) => count(user.other_count), total: EMPTY },
  {
    heading: 'Total Tokens',
    cell: (user) => count(user.total_tokens),
    total: (all) => count(all.total_tokens),
  },
  {
    heading: 'Total Images',
    cell: (user) => count(user.total_images),
    total: (all) => count(all.total_images),
  },
  {
    heading: 'Total Cost (USD)',
    cell: (user) => usd(user.total_cost_usd),
    total: (all) => usd(all.total_cost_usd),
  },
  {
    heading: 'Total Cost (INR)',
    cell: (user) => inr(user.total_cost_inr),
    total: (all) => inr(all.total_cost_inr),
  },
  {
    heading: 'Unpriced Operations',
    cell: (user) => count(user.unpriced_operations),
    total: (all) => count(all.unpriced_operations),
  },
  {
    heading: `Last Activity (${timeZone})`,
    cell: ({ last_activity }) => (last_activity === null ? '' : localTime(new Date(last_activity), timeZone)),
    total: EMPTY,
  },
];

const MODEL_COLUMNS: readonly Column<ModelUsageJson>[] = [
  { heading: 'Model', cell: (row) => defuseText(row.model_name), total: () => 'TOTAL' },
  { heading: 'Operation', cell: (row) => defuseText(operationLabel(row.operation_type)), total: EMPTY },
  { heading: 'Count', cell: (row) => count(row.count), total: (all) => count(all.total_operations) },
  {
    heading: 'Total Tokens',
    cell: (row) => count(row.total_tokens),
    total: (all) => count(all.total_tokens),
  },
  {
    heading: 'Total Images',
    cell: (row) => count(row.total_images),
    total: (all) => count(all.total_images),
  },
  {
    heading: 'Total Cost (USD)',
    cell: (row) => usd(row.total_cost_usd),
    total: (all) => usd(all.total_cost_usd),
  },
  {
    heading: 'Total Cost (INR)',
    cell: (row) => inr(row.total_cost_inr),
    total: (all) => inr(all.total_cost_inr),
  },
  {
    heading: 'Avg Cost per Operation (USD)',
    cell: (row) => usd(row.avg_cost_per_operation),
    total: (all) => usd(averageCostUsd(all)),
  },
  {
    heading: 'Unpriced Operations',
    cell: (row) => count(row.unpriced_operations),
    total: (all) => count(all.unpriced_operations),
  },
];

const summaryRows = (summary: SummaryJson): Cell[][] => [
  ['Total Users', count(summary.total_users)],
  ['Active Users', count(summary.active_users)],
  ['Total Operations', count(summary.total_operations)],
  ['Total Cost (USD)', usd(summary.total_cost_usd)],
  ['Total Cost (INR)', inr(summary.total_cost_inr)],
  ['Total Tokens', count(summary.total_tokens)],
  ['Total Images', count(summary.total_images)],
  ['Unpriced Operations', count(summary.unpriced_operations)],
];

function preamble({ period, generated_at }: ReportFigures, { exportedAt, filters }: ExportContext): Cell[][] {
  const zone = period.time_zone;
  return [
    ['NET BILLING REPORT'],
    ['Period', periodText(period), ...[periodName(period) ?? []].flat()],
    ['Time zone', zone],
    ['Figures as of', localTime(new Date(generated_at), zone)],
    ['Exported at', localTime(exportedAt, zone)],
    ...FILTER_NAMES.filter((name) => filters[name].length > 0).map((name) => [
      `Only ${FILTERS[name].label.toLowerCase()}`,
      ...filters[name].map(defuseText),
    ]),
  ];
}

function periodText({ from, to }: PeriodJson): string {
  if (from === null && to === null) return 'All time';
  if (to === null) return `From ${from}`;
  return from === null ? `Until ${to}` : `${from} to ${to}`;
}
