import type { ChargePeriod } from './charge-period';
import { sameUsage, sumUsage, type Usage } from './measures';
import { divideHalfUp } from './money';
import type { PhaseName } from './replica-status';
import type { UserBillings } from './user-billings';
import { totalOfUsers, type UserUsage } from './user-usage';

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

export interface ModelUsage extends UsageOfModel {
  /** Billed cost by operation, USD millionths, half up. */
  readonly averageCostUsd: bigint;
}

/** What answered a question. */
export interface AnsweredBy {
  readonly name: 'mysql' | 'replica';
  /** When it last looked for new calls: what was committed before is in the figures. ISO 8601 in UTC. */
  readonly asOf: string;
  /** Where the replica stood then, whichever answered. */
  readonly replica: PhaseName;
}

export interface NetBillingReport {
  readonly period: ChargePeriod;
  readonly summary: { readonly totalUsers: number; readonly activeUsers: number; readonly usage: Usage };
  /** Everybody registered, and everybody who is gone but has operations in the period; by id. */
  readonly users: UserBillings;
  /** By model, then operation. */
  readonly models: readonly ModelUsage[];
  readonly pricing: readonly ModelPrice[];
  /** When the figures were read, ISO 8601 in UTC. */
  readonly generatedAt: string;
  readonly engine: AnsweredBy;
}

/** What was read from the database for one report. */
export interface Readings {
  readonly period: ChargePeriod;
  readonly users: UserBillings;
  readonly usageOfModels: readonly UsageOfModel[];
  readonly pricing: readonly ModelPrice[];
  readonly generatedAt: string;
  readonly engine: AnsweredBy;
}

/** The two breakdowns of a report do not add up to the same: they were read at different moments. */
export class TieOutError extends Error {
  override name = 'TieOutError';
}

/** True where both breakdowns come to the same totals: every measure, to the last unit. */
export function tiesOut(usageOfUsers: UserUsage, usageOfModels: readonly UsageOfModel[]): boolean {
  return sameUsage(totalOfUsers(usageOfUsers), totalOf(usageOfModels));
}

/**
 * Rows → report (contract §1). The summary is the sum of what the users' statement returned, so that it can't
 * differ from the list.
 * @throws TieOutError when the models' rows add up to something else
 */
export function buildReport(readings: Readings): NetBillingReport {
  const { users } = readings;
  if (!sameUsage(users.total, totalOf(readings.usageOfModels)))
    throw new TieOutError('The totals by user and by model differ');
  return {
    period: readings.period,
    summary: {
      totalUsers: users.directory.size,
      activeUsers: users.active,
      usage: users.total,
    },
    users,
    models: readings.usageOfModels
      .map((row) => ({ ...row, averageCostUsd: averageCost(row.usage) }))
      .sort((a, b) => compareText(a.model, b.model) || compareText(a.operation, b.operation)),
    pricing: readings.pricing,
    generatedAt: readings.generatedAt,
    engine: readings.engine,
  };
}

const totalOf = (rows: readonly { readonly usage: Usage }[]): Usage =>
  sumUsage(rows.map(({ usage }) => usage));

const averageCost = ({ costUsd, operations }: Usage): bigint =>
  operations > 0n ? divideHalfUp(costUsd, operations) : 0n;

/** Code-point order: the same on every machine, whatever its locale. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
