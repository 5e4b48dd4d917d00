import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { InvalidEnvError, parseEnv } from './env';

/** The least that a configuration has to say. */
const LEAST = {
  DB_HOST: 'db.example.com',
  DB_USER: 'reader',
  DB_NAME: 'casetool',
  CASETOOL_PASSWORD: 'correct horse battery staple',
  SESSION_SECRET: 'a secret that is at least 32 characters long',
};

const linesFor = (change: Record<string, string>): readonly string[] => {
  try {
    parseEnv({ ...LEAST, ...change });
    return [];
  } catch (error) {
    if (error instanceof InvalidEnvError) return error.lines;
    throw error;
  }
};

describe('a configuration', () => {
  test('needs no more than the database, the password and the secret', () => {
    expect(parseEnv(LEAST)).toMatchObject({
      database: {
        host: 'db.example.com',
        port: 3306,
        user: 'reader',
        password: '',
        name: 'casetool',
        sslCa: null,
        timeoutMs: 30_000,
      },
      password: 'correct horse battery staple',
      sessionSecrets: ['a secret that is at least 32 characters long'],
      reportTimeZone: 'Asia/Kolkata',
      baseUrl: new URL('http://localhost:3000'),
      port: 3000,
      host: '127.0.0.1',
      stateDir: path.resolve('.casetool'),
      trustedProxies: [],
      metricsToken: null,
      sampleData: false,
    });
  });

  test('is at home on the port that it listens on, where it does not say more', () => {
    expect(parseEnv({ ...LEAST, PORT: '8080' }).baseUrl.origin).toBe('http://localhost:8080');
  });

  test('may hold two secrets while one is being replaced', () => {
    const [next, old] = ['n'.repeat(32), 'o'.repeat(32)];
    expect(parseEnv({ ...LEAST, SESSION_SECRET: `${next}, ${old}` }).sessionSecrets).toEqual([next, old]);
  });

  test('may set a variable to nothing, as files of variables do', () => {
    expect(parseEnv({ ...LEAST, PORT: '', DB_SSL_CA: '' })).toEqual(parseEnv(LEAST));
  });
});

describe('a wrong value is one line that names the variable and what would be right', () => {
  test.each([
    ['DB_HOST', '', 'DB_HOST is not set; name the host'],
    ['DB_PORT', '0', 'DB_PORT must be a whole number from 1 to 65535'],
    ['PORT', '0x10', 'PORT must be a whole number from 1 to 65535'],
    ['PORT', '1e3', 'PORT must be a whole number from 1 to 65535'],
    ['PORT', '65536', 'PORT must be a whole number from 1 to 65535'],
    ['DB_TIMEOUT_MS', '-1', 'DB_TIMEOUT_MS must be a whole number from 100'],
    ['CASETOOL_PASSWORD', '', 'CASETOOL_PASSWORD is not set; choose'],
    ['CASETOOL_PASSWORD', 'short', 'CASETOOL_PASSWORD is too short; it needs at least 12 characters'],
    ['CASETOOL_PASSWORD', 'scrypt:3:8:1:salt:hash', 'CASETOOL_PASSWORD is not a hash'],
    ['SESSION_SECRET', 'short', 'SESSION_SECRET is too short; it needs at least 32 characters'],
    ['SESSION_SECRET', `${'n'.repeat(32)},short`, 'SESSION_SECRET is too short'],
    ['REPORT_TIME_ZONE', 'Asia/Nowhere', 'REPORT_TIME_ZONE is not a time zone; use an IANA name'],
    ['REPORT_TIME_ZONE', '+05:30', 'REPORT_TIME_ZONE is not a time zone; use an IANA name'],
    ['BASE_URL', 'billing.example.com', 'BASE_URL must be an http(s) address without a path'],
    [
      'BASE_URL',
      'https://billing.example.com/casetool',
      'BASE_URL must be an http(s) address without a path',
    ],
    ['BASE_URL', 'javascript:alert(1)', 'BASE_URL must be an http(s) address without a path'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'TRUSTED_PROXIES must list addresses or CIDR ranges'],
    ['TRUSTED_PROXIES', 'proxy', 'TRUSTED_PROXIES must list addresses or CIDR ranges'],
    ['METRICS_TOKEN', 'fifteen-letters', 'METRICS_TOKEN is too short; it needs at least 16 characters'],
    ['METRICS_TOKEN', 'a token with spaces', 'METRICS_TOKEN has a space'],
    ['SAMPLE_DATA', 'yes', 'SAMPLE_DATA must be 0 or 1'],
  ])('%s=%s', (name, value, line) => {
    expect(linesFor({ [name]: value })).toEqual([expect.stringContaining(line)]);
  });

  test('for each variable that is wrong', () => {
    expect(linesFor({ DB_PORT: 'x', SESSION_SECRET: '' })).toHaveLength(2);
  });

  test('never shows a secret', () => {
    const secrets = { CASETOOL_PASSWORD: 'hunter2', SESSION_SECRET: 'swordfish', DB_PASSWORD: 'x'.repeat(9) };
    expect(linesFor({ ...secrets, PORT: 'x' }).join()).not.toMatch(/hunter2|swordfish|xxxxxxxxx/);
  });
});
