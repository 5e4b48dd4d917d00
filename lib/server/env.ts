import 'server-only';
import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { parseScryptHash } from './password';
import { ENGINE_NAMES, type EngineName } from './usage-engine';

/**
 * The one reader of `process.env`. Every variable is parsed once; a wrong or missing value becomes one
 * line that names the variable, what is wrong with it and what would be right.
 */

export interface Env {
  readonly database: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
    readonly name: string;
    /** Path of a CA file: turns on TLS with identity check. */
    readonly sslCa: string | null;
    /** Milliseconds after which a statement is ended on the server. */
    readonly timeoutMs: number;
  };
  /** What an administrator signs in with: plain text, or `scrypt:…` as `npm run hash-password` prints it. */
  readonly password: string;
  /** The newest first; every one of them verifies, only the first signs. */
  readonly sessionSecrets: readonly string[];
  /** IANA zone in which days begin. */
  readonly reportTimeZone: string;
  /** 1 to 12: the month in which financial years, and the quarters in them, begin. */
  readonly fiscalYearStartMonth: number;
  /** Where people reach the program, without a path. */
  readonly baseUrl: URL;
  readonly port: number;
  /** Address that the server listens on. */
  readonly host: string;
  /** Folder for what must outlive a restart: the ids of ended sessions. */
  readonly stateDir: string;
  /** Addresses or CIDR ranges of the proxies whose X-Forwarded-For and X-Request-Id are believed. */
  readonly trustedProxies: readonly string[];
  /** Who shows it may read the metrics; null: nobody may. */
  readonly metricsToken: string | null;
  readonly engine: {
    /** Which engine answers: `auto` takes the replica where the table is large and the copy is there. */
    readonly choice: 'auto' | EngineName;
    /** The replica's file, which may be deleted at any time. */
    readonly replicaPath: string;
    /** `auto` makes a replica of a table with more rows than these. */
    readonly replicaMinRows: number;
    /** Milliseconds after a look at the database in which the replica answers without another one. */
    readonly replicaMaxAgeMs: number;
    /** Milliseconds in which every call is compared with the database once. */
    readonly replicaCheckMs: number;
    /** Most memory that the replica's engine takes, in MB. */
    readonly replicaMemoryMb: number;
  };
  /** True where the figures are the sample's: the page says so. */
  readonly sampleData: boolean;
}

/** Thrown by `parseEnv`: each line names a variable, what is wrong and what would be right. */
export class InvalidEnvError extends Error {
  override name = 'InvalidEnvError';
  constructor(readonly lines: readonly string[]) {
    super(lines.join('\n'));
  }
}

const required = (right: string) => z.string({ error: `is not set; ${right}` }).min(1, `is empty; ${right}`);

/** Digits only: Number() would also take `1e3`, `0x10` and ` 7 `. */
const wholeNumber = (from: number, to: number) => {
  const right = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, right)
    .transform(Number)
    .refine((n) => n >= from && n <= to, right);
};

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return !/^[+-]/.test(name);
  } catch {
    return false;
  }
};

const isAddressOrRange = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
};

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const baseUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username
  )
    return url;
  context.addIssue({
    code: 'custom',
    message: 'must be an http(s) address without a path, as https://billing.example.com',
  });
  return z.NEVER;
});

const variables = z.object({
  DB_HOST: required('name the host of the casetool database, or use `npm start` for an embedded one'),
  DB_PORT: wholeNumber(1, 65535).default(3306),
  DB_USER: required('name an account that may SELECT on api_usage_logs, users and pricing_config'),
  DB_PASSWORD: z.string().default(''),
  DB_NAME: required('name the casetool database'),
  DB_SSL_CA: z.string().optional(),
  DB_TIMEOUT_MS: wholeNumber(100, 3_600_000).default(30_000),
  CASETOOL_PASSWORD: required('choose the password that administrators sign in with, at least 12 characters')
    .min(12, 'is too short; it needs at least 12 characters')
    .max(1024, 'is too long; at most 1,024 characters')
    .refine(
      (text) => !text.startsWith('scrypt:') || parseScryptHash(text) !== null,
      'is not a hash that `npm run hash-password` printed; copy it whole, as scrypt:N:r:p:salt:hash',
    ),
  SESSION_SECRET: required('make one with `openssl rand -base64 48`; at least 32 characters')
    .transform(list)
    .refine(
      (secrets) => secrets.length > 0 && secrets.every((secret) => secret.length >= 32),
      'is too short; it needs at least 32 characters (in `new,old`, each of them); make one with `openssl rand -base64 48`',
    ),
  REPORT_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'is not a time zone; use an IANA name, as Asia/Kolkata')
    .default('Asia/Kolkata'),
  FISCAL_YEAR_START_MONTH: wholeNumber(1, 12).default(4),
  BASE_URL: baseUrl.optional(),
  PORT: wholeNumber(1, 65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  STATE_DIR: z.string().default('.casetool'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(list)
    .refine(
      (entries) => entries.every(isAddressOrRange),
      'must list addresses or CIDR ranges, as 10.0.0.5,10.1.0.0/16',
    ),
  METRICS_TOKEN: z
    .string()
    .regex(/^[!-~]*$/, 'has a space or a letter that no header can carry; use printable ASCII')
    .min(16, 'is too short; it needs at least 16 characters; make one with `openssl rand -base64 24`')
    .optional(),
  REPORT_ENGINE: z.enum(['auto', ...ENGINE_NAMES], 'must be auto, mysql or replica').default('auto'),
  REPLICA_PATH: z.string().optional(),
  REPLICA_MIN_ROWS: wholeNumber(0, 1_000_000_000).default(250_000),
  REPLICA_MAX_AGE_MS: wholeNumber(0, 60_000).default(1_000),
  REPLICA_CHECK_SECONDS: wholeNumber(1, 86_400).default(600),
  REPLICA_MEMORY_MB: wholeNumber(64, 1_000_000).default(256),
  SAMPLE_DATA: z.enum(['0', '1'], 'must be 0 or 1').default('0'),
});

/** @throws InvalidEnvError with a line for every variable that is missing or wrong */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  // A variable set to nothing, as `.env` files and compose files do, counts as not set.
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = variables.safeParse(set);
  if (!parsed.success)
    throw new InvalidEnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const env = parsed.data;
  return {
    database: {
      host: env.DB_HOST,
      port: env.DB_PORT,
      user: env.DB_USER,
      password: env.DB_PASSWORD,
      name: env.DB_NAME,
      sslCa: env.DB_SSL_CA ?? null,
      timeoutMs: env.DB_TIMEOUT_MS,
    },
    password: env.CASETOOL_PASSWORD,
    sessionSecrets: env.SESSION_SECRET,
    reportTimeZone: env.REPORT_TIME_ZONE,
    fiscalYearStartMonth: env.FISCAL_YEAR_START_MONTH,
    baseUrl: env.BASE_URL ?? new URL(`http://localhost:${env.PORT}`),
    port: env.PORT,
    host: env.HOST,
    stateDir: path.resolve(env.STATE_DIR),
    trustedProxies: env.TRUSTED_PROXIES,
    metricsToken: env.METRICS_TOKEN ?? null,
    engine: {
      choice: env.REPORT_ENGINE,
      replicaPath: path.resolve(env.REPLICA_PATH ?? path.join(env.STATE_DIR, 'replica.duckdb')),
      replicaMinRows: env.REPLICA_MIN_ROWS,
      replicaMaxAgeMs: env.REPLICA_MAX_AGE_MS,
      replicaCheckMs: env.REPLICA_CHECK_SECONDS * 1000,
      replicaMemoryMb: env.REPLICA_MEMORY_MB,
    },
    sampleData: env.SAMPLE_DATA === '1',
  };
}

let parsed: Env | undefined;

/** The configuration of this process, read at the first call. @throws InvalidEnvError */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
