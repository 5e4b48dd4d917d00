import 'server-only';
import { DatabaseTimeoutError, DatabaseUnavailableError } from '../errors';
import { ReplicaError } from './replica-error';

/** What an error of the replica comes from: it decides what is tried next, and what people are told. */

/** The database is away: no fault of the replica. */
export const isOfSource = (error: unknown): boolean =>
  error instanceof DatabaseUnavailableError || error instanceof DatabaseTimeoutError;
const messagesOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${messagesOf(error.cause)}` : '';
export const isHeldByAnother = (error: unknown): boolean =>
  /Conflicting lock|Could not set lock/i.test(messagesOf(error));
export const isNotInstalled = (error: unknown): boolean => /is not installed/.test(messagesOf(error));
const isDiskFull = (error: unknown): boolean => /No space left|ENOSPC|disk.*full/i.test(messagesOf(error));
const isNotWritable = (error: unknown): boolean =>
  /EACCES|Permission denied|EROFS|Read-only|ENOTDIR|EISDIR|Is a directory|Not a directory|ENOENT|EPERM/i.test(
    messagesOf(error),
  );
/** What no new file would change. */
export const isOfDisk = (error: unknown): boolean => isDiskFull(error) || isNotWritable(error);
/** What only a new file helps against. */
export const isDamage = (error: unknown): boolean =>
  !isOfDisk(error) &&
  /Corrupt|Could not read enough bytes|not a valid DuckDB|checksum|invalidated|INTERNAL Error|The replica has /i.test(
    messagesOf(error),
  );

/** A value that the replica can't carry. */
function rangeErrorIn(error: unknown): RangeError | null {
  if (error instanceof RangeError) return error;
  return error instanceof Error ? rangeErrorIn(error.cause) : null;
}

/** Why the replica does not answer, in words and without secrets. */
export function inWords(error: unknown): string {
  if (isOfSource(error)) return 'the database does not answer';
  if (isHeldByAnother(error)) return 'another program uses REPLICA_PATH';
  if (isNotInstalled(error)) return 'the optional package @duckdb/node-api is not installed';
  if (isDiskFull(error)) return 'the disk under REPLICA_PATH is full';
  if (isNotWritable(error)) return 'REPLICA_PATH can not be written';
  const lacking = /Unknown column '(?:\w+\.)?(\w+)'/.exec(messagesOf(error))?.[1];
  if (lacking) return `the table api_usage_logs lacks the column ${lacking}, which the replica copies`;
  const refused = rangeErrorIn(error);
  if (refused) return refused.message;
  return error instanceof ReplicaError ? `${error.message} (see the log)` : 'see the log';
}
