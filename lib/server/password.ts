import 'server-only';
import { createHash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { Gate } from './db/gate';
import { TooManyAttemptsError } from './errors';

/** `scrypt:N:r:p:salt:hash`, salt and hash in base64url: a password of which only the hash is kept. */
export interface ScryptHash {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** 64 MB and some 0.2 s for each attempt (OWASP: N 2^16, r 8, p 2, with a little more time). */
const NEW_HASH = { cost: 2 ** 16, blockSize: 8, parallelization: 2, hashBytes: 32, saltBytes: 16 };
const MAX_MEMORY = 256 * 1024 * 1024;

/** Hashing uses much memory and a thread of the pool that files and DNS share. */
const AT_ONCE = 2;
const WAITING = 30;

/** Null for a text that `hashPassword` would not have made, or that would cost more memory than the server gives. */
export function parseScryptHash(text: string): ScryptHash | null {
  const match = /^scrypt:(\d{1,7}):(\d{1,2}):(\d{1,2}):([\w-]{16,128}):([\w-]{32,128})$/.exec(text);
  if (!match) return null;
  const [cost = 0, blockSize = 0, parallelization = 0] = match.slice(1, 4).map(Number);
  const powerOfTwo = cost >= 2 ** 10 && Number.isInteger(Math.log2(cost));
  const memory = 128 * blockSize * (cost + parallelization);
  if (!powerOfTwo || blockSize < 1 || parallelization < 1 || parallelization > 16 || memory > MAX_MEMORY)
    return null;
  const [salt, hash] = match.slice(4, 6).map((part) => Buffer.from(part, 'base64url'));
  return salt && hash ? { cost, blockSize, parallelization, salt, hash } : null;
}

/** What goes into CASETOOL_PASSWORD instead of the password itself. */
export async function hashPassword(password: string): Promise<string> {
  const { cost, blockSize, parallelization, hashBytes, saltBytes } = NEW_HASH;
  const salt = randomBytes(saltBytes);
  const hash = await derive(password, {
    cost,
    blockSize,
    parallelization,
    salt,
    hash: Buffer.alloc(hashBytes),
  });
  return [
    'scrypt',
    cost,
    blockSize,
    parallelization,
    salt.toString('base64url'),
    hash.toString('base64url'),
  ].join(':');
}

/**
 * Whether this is the password that `CASETOOL_PASSWORD` holds, plain or hashed. Takes as long for a wrong one.
 *
 * @throws TooManyAttemptsError when more attempts are waiting for their turn than is sensible
 */
export async function passwordMatches(given: string, kept: string): Promise<boolean> {
  if (!kept.startsWith('scrypt:')) return timingSafeEqual(digest(given), digest(kept));
  const expected = parseScryptHash(kept);
  if (!expected) throw new Error('CASETOOL_PASSWORD is not a hash that can be checked');
  return timingSafeEqual(await inTurn(() => derive(given, expected)), expected.hash);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function derive(
  password: string,
  { cost, blockSize, parallelization, salt, hash }: ScryptHash,
): Promise<Buffer> {
  const options: ScryptOptions = { cost, blockSize, parallelization, maxmem: MAX_MEMORY + 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hash.length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const turns = new Gate({ places: AT_ONCE, queue: WAITING, waitMs: 10_000 });

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const leave = await turns.enter().catch(() => {
    throw new TooManyAttemptsError(5);
  });
  return work().finally(leave);
}
