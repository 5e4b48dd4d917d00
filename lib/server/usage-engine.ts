import 'server-only';
import type { CallCells } from '@/lib/billing/call-csv';
import type { UsageOfModel } from '@/lib/billing/report';
import type { UserDirectory } from '@/lib/billing/user-billings';
import type { UserUsage } from '@/lib/billing/user-usage';
import type { CallRun } from './db/call-lines';
import type { RunOptions } from './db/query';
import type { Question, UsageScope } from './db/usage';

export const ENGINE_NAMES = ['mysql', 'replica'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** A piece of a file: text, or its bytes in UTF-8. */
export type FilePiece = string | Uint8Array;

/** Both breakdowns of the same calls, as of one moment. */
export interface Breakdowns {
  readonly usageOfUsers: UserUsage;
  readonly usageOfModels: readonly UsageOfModel[];
}

/**
 * What answers the questions of the report, the trend, the calls and the files: MySQL itself, or the columnar replica of
 * its calls. Every method throws DatabaseUnavailableError, DatabaseTimeoutError or ClientGoneError; the replica also
 * ReplicaError, upon which the question is for MySQL.
 */
export interface UsageEngine {
  readonly name: EngineName;
  /** When the database was last looked at for new calls, in milliseconds since 1970; `null`: it is asked itself. */
  readonly freshAt: number | null;
  /**
   * Takes over what is new in the database.
   * @returns a token that stays the same for as long as every answer does; `null` where that is not known
   */
  freshen(options?: RunOptions): Promise<string | null>;
  /** Everybody registered. */
  directory(options?: RunOptions): Promise<UserDirectory>;
  breakdowns(scope: UsageScope, options?: RunOptions): Promise<Breakdowns>;
  /**
   * Calls as lines of a file, each with its end: the text of a file from there on, or its bytes in UTF-8.
   * @param run of some 10,000 calls: its pieces are made together
   */
  callLines(run: CallRun, cells: CallCells, options?: RunOptions): Promise<readonly FilePiece[]>;
  ask<Row>(question: Question<Row>, options?: RunOptions): Promise<Row[]>;
}
