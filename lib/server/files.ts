import 'server-only';
import { CallCells, callHeadings } from '@/lib/billing/call-csv';
import { type CallStretch, everyStretch } from '@/lib/billing/call-days';
import type { CallsQuery } from '@/lib/billing/calls-query';
import { type CsvFile, fileName } from '@/lib/billing/csv-file';
import { modelsToCsv, type ReportFigures, reportToCsv, usersToCsv } from '@/lib/billing/report-csv';
import { toReportJson, toUserJson } from '@/lib/billing/report-json';
import type { ReportQuery, UserListQuery } from '@/lib/billing/report-query';
import { everyUser } from '@/lib/billing/user-list';
import { type ZoneOffset, zoneOffsets } from '@/lib/billing/zone-offsets';
import { type CountedCalls, countCalls } from './calls';
import { withEngine } from './engines';
import { findOrReadReport } from './net-billing';
import { scopeNow } from './report-scope';
import type { Admin } from './session';
import type { FilePiece } from './usage-engine';

/** A file as it is sent: its pieces are made as the one who asked for it takes them. */
export interface ServedFile {
  readonly name: string;
  readonly pieces: Iterable<FilePiece> | AsyncIterable<FilePiece>;
  /** When its figures were read, ISO 8601 in UTC. */
  readonly generatedAt: string;
}

/**
 * The whole report: every user, in the order that is asked for, whatever the search and the page.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadReportFile(
  admin: Admin,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<ServedFile> {
  const figures = await loadFigures(admin, query, { ...query.users, search: '' }, signal);
  return serve(reportToCsv(figures, { exportedAt: new Date(), filters: query.usage.filters }), figures);
}

/** The users that the search finds, of all pages. @throws as `loadReportFile` */
export async function loadUsersFile(
  admin: Admin,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<ServedFile> {
  const figures = await loadFigures(admin, query, query.users, signal);
  return serve(usersToCsv(figures), figures);
}

/** @throws as `loadReportFile` */
export async function loadModelsFile(
  admin: Admin,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<ServedFile> {
  const figures = await loadFigures(admin, query, query.users, signal);
  return serve(modelsToCsv(figures), figures);
}

const serve = ({ name, pieces }: CsvFile, { generated_at }: ReportFigures): ServedFile => ({
  name,
  pieces,
  generatedAt: generated_at,
});

async function loadFigures(
  admin: Admin,
  { usage, asOf }: ReportQuery,
  list: UserListQuery,
  signal: AbortSignal | undefined,
): Promise<ReportFigures> {
  const report = await findOrReadReport(admin, scopeNow(usage), asOf, signal);
  const users = everyUser(report.users, list);
  return { ...toReportJson(report, NOBODY), userBilling: mapped(users, toUserJson) };
}

const NOBODY = { users: [], page: { number: 1, size: 1, rows: 0, pages: 1 } };

/** Each made when it is taken. */
function* mapped<A, B>(values: Iterable<A>, make: (value: A) => B): Generator<B> {
  for (const value of values) yield make(value);
}

/**
 * The single calls: all of them, in the order that is asked for, whatever the page.
 * @throws DatabaseUnavailableError, DatabaseTimeoutError, ClientGoneError
 */
export async function loadCallsFile(
  admin: Admin,
  query: CallsQuery,
  signal?: AbortSignal,
): Promise<ServedFile> {
  const counted = await countCalls(admin, query, signal);
  return {
    name: fileName('net-billing-calls', counted.scope.period),
    pieces: callPieces(counted, query, signal),
    generatedAt: counted.count.generatedAt,
  };
}

/** Calls that are read by one statement: less than a tenth of a second, and some 4 MB of text. */
const RUN_CALLS = 30_000;

/** Runs that are read while one is sent: one keeps a core busy, a machine has two of them. */
const READ_AHEAD = 2;

/**
 * Each run of calls is a statement of its own, so that nobody's slow line keeps a connection, and the limit of a
 * statement is not one of the whole file. While a piece is sent the next ones are read.
 */
async function* callPieces(
  { scope, count }: CountedCalls,
  { order }: CallsQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<FilePiece> {
  const { timeZone } = scope.period;
  yield callHeadings(timeZone);
  const leaving = new AbortController();
  const options = { signal: AbortSignal.any([leaving.signal, ...(signal ? [signal] : [])]) };
  const cells = new CallCells(await withEngine((engine) => engine.directory(options)));
  const read = (stretch: CallStretch) => {
    const run = { scope, stretch, offsets: offsetsDuring(stretch, timeZone) };
    const lines = withEngine((engine) => engine.callLines(run, cells, options));
    // Whoever takes it hears of a failure; nobody may come to take it.
    lines.catch(() => {});
    return lines;
  };
  try {
    const ahead: Promise<readonly FilePiece[]>[] = [];
    for (const stretch of everyStretch(count.days, order, RUN_CALLS)) {
      ahead.push(read(stretch));
      const lines = ahead.length > READ_AHEAD ? ahead.shift() : undefined;
      if (lines) yield* await lines;
    }
    for (const lines of ahead) yield* await lines;
  } finally {
    leaving.abort();
  }
}

/** The zone's offsets from the first to the last day of a stretch. Calls without a date need none. */
function offsetsDuring({ first, last }: CallStretch, timeZone: string): ZoneOffset[] {
  const end = last ?? '1970-01-01';
  return zoneOffsets(timeZone, `${first ?? '1970-01-01'}T00:00:00Z`, `${end}T23:59:59Z`);
}
