import type { ChargePeriod } from './charge-period';
import { NO_USAGE, sameUsage, sumUsage, type Usage } from './measures';
import { divideHalfUp } from './money';
import { isOperationType, OPERATION_TYPE_NAMES, type OperationType } from './operation-type';

/** One registered user, as `users` has it now. */
export interface User {
  readonly id: number;
  readonly email: string;
}

/** What one user's operations of one type came to. */
export interface UsageOfUser {
  readonly userId: number;
  readonly operation: string;
  readonly usage: Usage;
  /** The newest of these operations, ISO 8601 in UTC; `null` where none has a date. */
  readonly lastActivity: string | null;
}

/** What one model's operations of one type came to. */
export interface UsageOfModel {
  readonly model: string;
  readonly operation: string;
  readonly usage: Usage;
}

/** A row of `pricing_config`: decimals as the database prints them. */
export interface ModelPrice {
  readonly model: string;
  readonly inputTextPricePerMillion: string;
  readonly inputImagePrice: string;
  readonly outputTextPricePerMillion: string;
  readonly outputImagePrice: string;
  readonly outputImage4kPrice: string;
  readonly usdToInrRate: string;
  readonly updatedAt: string | null;
}

export type OperationCounts = Readonly<Record<OperationType | 'other', bigint>>;

export interface UserBilling extends User {
  readonly usage: Usage;
  readonly operationCounts: OperationCounts;
  readonly lastActivity: string | null;
}

export interface ModelUsage extends UsageOfModel {
  /** Billed cost by operation, USD millionths, half up. */
  readonly averageCostUsd: bigint;
}

export interface NetBillingReport {
  readonly period: ChargePeriod;
  readonly summary: { readonly totalUsers: number; readonly activeUsers: number; readonly usage: Usage };
  /** Everybody registered, and everybody who is gone but has operations in the period; by id. */
  readonly users: readonly UserBilling[];
  /** By model, then operation. */
  readonly models: readonly ModelUsage[];
  readonly pricing: readonly ModelPrice[];
  /** When the figures were read, ISO 8601 in UTC. */
  readonly generatedAt: string;
}

/** What was read from the database for one report. */
export interface Readings {
  readonly period: ChargePeriod;
  readonly users: readonly User[];
  readonly usageOfUsers: readonly UsageOfUser[];
  readonly usageOfModels: readonly UsageOfModel[];
  readonly pricing: readonly ModelPrice[];
  readonly generatedAt: string;
}

/** The two breakdowns of a report do not add up to the same: they were read at different moments. */
export class TieOutError extends Error {
  override name = 'TieOutError';
}

/** True where both breakdowns come to the same totals: every measure, to the last unit. */
export function tiesOut({
  usageOfUsers,
  usageOfModels,
}: Pick<Readings, 'usageOfUsers' | 'usageOfModels'>): boolean {
  return sameUsage(totalOf(usageOfUsers), totalOf(usageOfModels));
}

/**
 * Rows → report (contract §1). The summary is the sum of what the users' statement returned, so that it can't
 * differ from the list.
 * @throws TieOutError when the models' rows add up to something else
 */
export function buildReport(readings: Readings): NetBillingReport {
  if (!tiesOut(readings)) throw new TieOutError('The totals by user and by model differ');
  const users = billUsers(readings.users, readings.usageOfUsers);
  return {
    period: readings.period,
    summary: {
      totalUsers: readings.users.length,
      activeUsers: users.filter((user) => user.usage.operations > 0n).length,
      usage: totalOf(users),
    },
    users,
    models: readings.usageOfModels
      .map((row) => ({ ...row, averageCostUsd: averageCost(row.usage) }))
      .sort((a, b) => compareText(a.model, b.model) || compareText(a.operation, b.operation)),
    pricing: readings.pricing,
    generatedAt: readings.generatedAt,
  };
}

const totalOf = (rows: readonly { readonly usage: Usage }[]): Usage =>
  sumUsage(rows.map(({ usage }) => usage));

const averageCost = ({ costUsd, operations }: Usage): bigint =>
  operations > 0n ? divideHalfUp(costUsd, operations) : 0n;

/** Code-point order: the same on every machine, whatever its locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function billUsers(users: readonly User[], rows: readonly UsageOfUser[]): UserBilling[] {
  const rowsOf = groupByUser(rows);
  const registered = new Set(users.map(({ id }) => id));
  const deleted = [...rowsOf.keys()]
    .filter((id) => !registered.has(id))
    .map((id) => ({ id, email: `(deleted user ${id})` }));
  return [...users, ...deleted]
    .sort((a, b) => a.id - b.id)
    .map((user) => billUser(user, rowsOf.get(user.id) ?? []));
}

function groupByUser(rows: readonly UsageOfUser[]): Map<number, UsageOfUser[]> {
  const groups = new Map<number, UsageOfUser[]>();
  for (const row of rows) {
    const group = groups.get(row.userId);
    if (group) group.push(row);
    else groups.set(row.userId, [row]);
  }
  return groups;
}

function billUser({ id, email }: User, rows: readonly UsageOfUser[]): UserBilling {
  if (rows.length === 0) return { id, email, usage: NO_USAGE, operationCounts: NONE, lastActivity: null };
  return {
    id,
    email,
    usage: totalOf(rows),
    operationCounts: countOperations(rows),
    lastActivity: newest(rows),
  };
}

function countOperations(rows: readonly UsageOfUser[]): OperationCounts {
  const counts = { ...NONE };
  for (const { operation, usage } of rows)
    counts[isOperationType(operation) ? operation : 'other'] += usage.operations;
  return counts;
}

const NONE = Object.fromEntries([...OPERATION_TYPE_NAMES, 'other'].map((name) => [name, 0n])) as Record<
  OperationType | 'other',
  bigint
>;

const newest = (rows: readonly UsageOfUser[]): string | null =>
  rows.reduce<string | null>(
    (latest, { lastActivity }) =>
      lastActivity !== null && (latest === null || lastActivity > latest) ? lastActivity : latest,
    null,
  );
