import { expect, test } from 'vitest';
import { toReplicaJson } from './replica-json';
import { NO_DIFFERENCE, type ReplicaStatus, type Round } from './replica-status';

const NONE: ReplicaStatus = {
  phase: { name: 'small' },
  calls: 0,
  freshAt: null,
  lastRound: null,
  recount: null,
  repaired: NO_DIFFERENCE,
  checkMs: 600_000,
  maxAgeMs: 1_000,
};

const ROUND: Round = {
  finishedAt: '2026-11-23T05:01:05.000Z',
  milliseconds: 24_300,
  blocks: 200,
  calls: 10_000_000,
  found: { added: 2, corrected: 3, removed: 1 },
};

const ROUND_JSON = {
  finished_at: '2026-11-23T05:01:05.000Z',
  milliseconds: 24_300,
  blocks: 200,
  calls: 10_000_000,
  found: { added: 2, corrected: 3, removed: 1 },
};

test('no replica is said with as many names as one', () => {
  expect(toReplicaJson(NONE)).toEqual({
    phase: { name: 'small' },
    calls: 0,
    as_of: null,
    last_round: null,
    recount: null,
    repaired: { added: 0, corrected: 0, removed: 0 },
    check_seconds: 600,
    max_age_seconds: 1,
  });
});

test('times are instants in UTC', () => {
  const ready: ReplicaStatus = {
    ...NONE,
    phase: { name: 'ready' },
    freshAt: Date.UTC(2026, 10, 23, 5, 1, 6),
    lastRound: ROUND,
  };
  expect(toReplicaJson(ready)).toMatchObject({ as_of: '2026-11-23T05:01:06.000Z', last_round: ROUND_JSON });
});

test.each([
  { state: 'running', checked: 50_000, total: 3_000_000 } as const,
  { state: 'failed', reason: 'the database does not answer' } as const,
])('a recount is said as it stands: $state', (recount) => {
  const startedAt = '2026-11-23T05:00:40.000Z';
  expect(toReplicaJson({ ...NONE, recount: { ...recount, startedAt } }).recount).toEqual({
    ...recount,
    started_at: startedAt,
  });
});

test('a recount that is done says what it found', () => {
  const startedAt = '2026-11-23T05:00:40.000Z';
  expect(toReplicaJson({ ...NONE, recount: { state: 'done', startedAt, round: ROUND } }).recount).toEqual({
    state: 'done',
    started_at: startedAt,
    round: ROUND_JSON,
  });
});
