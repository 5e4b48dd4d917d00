import 'server-only';
import { DatabaseTimeoutError } from '../errors';

/** What kind of failure a driver's error is. Servers word their messages differently: go by number and code. */
export type Failure = 'connection lost' | 'too slow' | 'other';

const LOST_CODES = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * 1053 the server is shutting down · 1317 the statement was ended from outside · 1927 MariaDB: the connection
 * was killed · 2006, 2013 the server has gone away · 4031 MySQL: closed for inactivity · 1429, 12701 Spider, and
 * 9001 to 9003, 9005, 9012, 9013 TiDB: a server behind this one is away, or too busy to answer
 */
const LOST_NUMBERS = new Set([
  ...[1053, 1317, 1429, 1927, 2006, 2013, 4031],
  ...[9001, 9002, 9003, 9005, 9012, 9013, 12701],
]);

/** 1969 MariaDB: max_statement_time exceeded · 3024 MySQL and TiDB: max_execution_time exceeded */
const SLOW_NUMBERS = new Set([1969, 3024]);

export function failureOf(error: unknown): Failure {
  if (error instanceof DatabaseTimeoutError) return 'too slow';
  if (!(error instanceof Error)) return 'other';
  const { code, errno, message } = error as Error & { code?: string; errno?: number };
  if (errno !== undefined && SLOW_NUMBERS.has(errno)) return 'too slow';
  if (errno !== undefined && LOST_NUMBERS.has(errno)) return 'connection lost';
  if (code !== undefined && LOST_CODES.has(code)) return 'connection lost';
  // A statement sent on a connection that had closed unnoticed: the driver gives it no code.
  return /closed state/.test(message) ? 'connection lost' : 'other';
}
