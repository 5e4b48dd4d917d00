import { describe, expect, test } from 'vitest';
import type { RecountJson, ReplicaJson, RoundJson } from './replica-json';
import { hasReplica } from './replica-status';
import {
  durationInWords,
  guarantees,
  phaseInWords,
  progressInWords,
  progressOf,
  recountInWords,
  stateInWords,
} from './replica-view';

const ROUND: RoundJson = {
  finished_at: '2026-11-23T05:01:05.000Z',
  milliseconds: 24_300,
  blocks: 200,
  calls: 10_000_000,
  found: { added: 0, corrected: 0, removed: 0 },
};
const READY: ReplicaJson = {
  phase: { name: 'ready' },
  calls: 10_000_000,
  as_of: '2026-11-23T05:05:04.000Z',
  last_round: ROUND,
  recount: null,
  repaired: { added: 0, corrected: 0, removed: 0 },
  check_seconds: 600,
  max_age_seconds: 1,
};
const NOW = Date.parse('2026-11-23T05:05:05Z');
const STARTED = '2026-11-23T05:05:00.000Z';
const RUNNING: RecountJson = { state: 'running', started_at: STARTED, checked: 3_149_999, total: 10_000_000 };

describe('the state in one line', () => {
  test('says how far the copy is, and who answers meanwhile', () => {
    const copying = {
      ...READY,
      phase: { name: 'copying', copied: 3_149_999, total: 10_000_000 },
    } as const;
    expect(stateInWords(copying, NOW)).toBe(
      'Preparing 3.1 of 10.0 million calls\u00a0· answered by MySQL meanwhile',
    );
    expect(progressOf(copying)).toEqual({ done: 3_149_999, total: 10_000_000 });
  });

  test('says that the copy is compared before it answers', () => {
    const checking = { ...READY, phase: { name: 'checking', checked: 50_000, total: 310_000 } } as const;
    expect(stateInWords(checking, NOW)).toBe(
      'Comparing 50,000 of 310,000 calls\u00a0· answered by MySQL meanwhile',
    );
    expect(progressOf(checking)).toEqual({ done: 50_000, total: 310_000 });
  });

  test('says when every call was last compared', () => {
    expect(stateInWords(READY, NOW)).toBe('Every call checked 4 minutes ago');
    expect(stateInWords({ ...READY, last_round: null }, NOW)).toBe('Every call is being checked');
    expect(progressOf(READY)).toBeNull();
  });

  test('says how far a comparison is that somebody asked for, whoever it was', () => {
    const recounting = { ...READY, recount: RUNNING };
    expect(stateInWords(recounting, NOW)).toBe('Comparing 3.1 of 10.0 million calls');
    expect(progressOf(recounting)).toEqual({ done: 3_149_999, total: 10_000_000 });
  });

  test('says why MySQL answers', () => {
    const failed = { ...READY, phase: { name: 'failed', reason: 'the disk is full' } } as const;
    expect(stateInWords(failed, NOW)).toBe('Answered by MySQL: the disk is full');
    expect(phaseInWords(failed)).toBe('MySQL answers: the disk is full');
    expect(progressOf(failed)).toBeNull();
  });

  test.each(['off', 'small'] as const)('says nothing where there is no replica: %s', (name) => {
    expect(hasReplica(name)).toBe(false);
    expect(stateInWords({ ...READY, phase: { name } }, NOW)).toBeNull();
  });

  test.each(['copying', 'checking', 'ready', 'failed'] as const)(
    'says something where there is: %s',
    (name) => expect(hasReplica(name)).toBe(true),
  );
});

test.each([
  [0, 3, '0 of 3 calls'],
  [0, 1, '0 of 1 call'],
  [999_999, 999_999, '999,999 of 999,999 calls'],
  [999_999, 1_000_000, '0.9 of 1.0 million calls'],
  [1_000_000, 1_000_000, '1.0 of 1.0 million calls'],
  [9_999_999, 10_000_000, '9.9 of 10.0 million calls'],
  [1_234_560_000, 2_345_670_000, '1,234.5 of 2,345.7 million calls'],
])('%i of %i is told as %s', (done, total, words) => expect(progressInWords(done, total)).toBe(words));

test.each([
  [0, '0.0 s'],
  [430, '0.4 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [24_300, '24 s'],
  [59_600, '1 min'],
  [598_000, '9 min 58 s'],
  [3_600_000, '1 h'],
  [7_530_000, '2 h 5 min'],
])('%i ms are told as %s', (milliseconds, words) => expect(durationInWords(milliseconds)).toBe(words));

describe('a recount', () => {
  const done = (found: RoundJson['found'], calls = ROUND.calls) =>
    recountInWords({ state: 'done', started_at: STARTED, round: { ...ROUND, calls, found } });

  test('that found nothing says so', () => {
    expect(done(ROUND.found)).toBe('Compared 10,000,000 calls in 24 s: nothing differed.');
    expect(done(ROUND.found, 1)).toBe('Compared 1 call in 24 s: nothing differed.');
  });

  test('that found something says what, and that the figures are right now', () => {
    expect(done({ added: 2, corrected: 3, removed: 1 })).toBe(
      'Compared 10,000,000 calls in 24 s: 3 corrected, 1 removed, 2 added; the figures are up to date.',
    );
    expect(done({ added: 0, corrected: 0, removed: 1_200 })).toContain(': 1,200 removed; the figures');
  });

  test('that stopped says why, and one that runs nothing yet', () => {
    const reason = 'the database does not answer';
    expect(recountInWords({ state: 'failed', started_at: STARTED, reason })).toBe(
      'The comparison did not come to its end: the database does not answer. Try again.',
    );
    expect(recountInWords(RUNNING)).toBe('');
  });
});

describe('what is guaranteed', () => {
  const shown = { asOf: '2026-11-23T05:05:04.000Z', timeZone: 'Asia/Kolkata' };
  const words = (replica: ReplicaJson) => guarantees(replica, shown).map((each) => each.words);

  test('is said with its times as they are set, and with the last round', () => {
    expect(words(READY)).toEqual([
      'In the figures within a second or two of being recorded. Those shown are as of 10:35:04.',
      'Among the newest within ten seconds. Among all others within 10 minutes: in that time every call is compared with the database once (REPLICA_CHECK_SECONDS sets it).',
      'Ended 10:31:05, took 24 s, 10,000,000 calls: nothing differed.',
    ]);
  });

  test('follows what is set otherwise', () => {
    const [fresh, corrected] = words({ ...READY, max_age_seconds: 29, check_seconds: 90 });
    expect(fresh).toContain('within 30 seconds of');
    expect(corrected).toContain('within 90 seconds:');
    expect(words({ ...READY, max_age_seconds: 59.5, check_seconds: 86_400 }).join()).toContain('24 hours');
  });

  test('tells what was repaired since the start, where there was anything', () => {
    const repaired = { added: 0, corrected: 12, removed: 0 };
    expect(guarantees({ ...READY, repaired }, shown).at(-1)).toEqual({
      term: 'Since the start',
      words: 'Repaired: 12 corrected.',
    });
    expect(guarantees({ ...READY, last_round: null }, shown)).toHaveLength(2);
  });
});
