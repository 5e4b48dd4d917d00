import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDecimal } from '@/lib/billing/money';
import { generateSample, type UsageRow } from './generate';
import { parseTrace } from './trace';

const trace = parseTrace(readFileSync(new URL('azure-llm-inference-2023-code.csv', import.meta.url), 'utf8'));
// A Friday, half past four in the afternoon in Kolkata.
const now = new Date('2026-11-20T11:00:00Z');
const sample = generateSample(trace, now);
const { users, usage } = sample;
const analyses = usage.filter((row) => row.operationType === 'text_analysis');
const DAY = 86_400_000;

const inKolkata = (row: UsageRow) => new Date(row.createdAt.getTime() + 5.5 * 3_600_000);
const share = (rows: readonly UsageRow[], of: (row: UsageRow) => boolean) =>
  rows.filter(of).length / rows.length;
const withoutTimes = (rows: readonly UsageRow[]) =>
  rows.map(({ createdAt: _, ...row }) => JSON.stringify(row)).sort();

describe('the requests', () => {
  test('are the whole trace, with its token counts, in its order', () => {
    expect(analyses.map((row) => [row.inputTokens, row.outputTokens])).toEqual(
      trace.map((request) => [request.contextTokens, request.generatedTokens]),
    );
  });

  test('lead to images in plausible shares', () => {
    expect(usage.length).toBeGreaterThan(15_000);
    expect(usage.length).toBeLessThan(20_000);
    const counts = ['image_generation', 'image_enhancement'].map(
      (type) => usage.filter((row) => row.operationType === type).length,
    );
    expect(counts[0]).toBeGreaterThan(4_000);
    expect(counts[1]).toBeGreaterThan(1_500);
    expect(counts[1]).toBeLessThan(counts[0] ?? 0);
  });

  test('and the images that follow from one belong to its user and its generation, and come after it', () => {
    const analysisOf = new Map(analyses.map((row) => [row.generationLogId, row]));
    for (const row of usage.filter((image) => image.operationType !== 'text_analysis')) {
      const analysis = analysisOf.get(row.generationLogId);
      expect(analysis?.userId).toBe(row.userId);
      const delay = row.createdAt.getTime() - (analysis?.createdAt.getTime() ?? 0);
      expect(delay).toBeGreaterThan(0);
      expect(delay).toBeLessThan(600_000);
    }
  });
});

describe('the times', () => {
  test('run over the last 120 days up to the moment of loading, in order, none in the future', () => {
    const times = usage.map((row) => row.createdAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(now.getTime() - 120 * DAY);
    expect(times[0]).toBeLessThan(now.getTime() - 118 * DAY);
    expect(times.at(-1)).toBeLessThanOrEqual(now.getTime());
    expect(times.at(-1)).toBeGreaterThan(now.getTime() - 3_600_000);
  });

  test('keep working hours: quiet nights and weekends in Kolkata', () => {
    expect(
      share(usage, (row) => inKolkata(row).getUTCHours() >= 9 && inKolkata(row).getUTCHours() < 19),
    ).toBeGreaterThan(0.85);
    expect(share(usage, (row) => inKolkata(row).getUTCHours() < 7)).toBeLessThan(0.02);
    expect(share(usage, (row) => [0, 6].includes(inKolkata(row).getUTCDay()))).toBeLessThan(0.06);
  });

  test.each([
    '2026-11-20T00:00:00Z',
    '2026-11-20T23:59:59Z',
    '2026-11-22T00:00:01Z',
    '2026-11-23T00:10:00Z',
    '2024-02-29T12:00:00Z',
  ])('have no future and no gap whatever the hour: %s', (moment) => {
    const rows = generateSample(trace, new Date(moment)).usage;
    expect(rows.filter((row) => row.operationType === 'text_analysis')).toHaveLength(8819);
    expect(rows.at(-1)?.createdAt.getTime()).toBeLessThanOrEqual(Date.parse(moment));
    expect(rows.at(-1)?.createdAt.getTime()).toBeGreaterThan(Date.parse(moment) - DAY);
    expect(rows.at(0)?.createdAt.getTime()).toBeGreaterThan(Date.parse(moment) - 120 * DAY);
  });
});

describe('the same day', () => {
  test('gives the same rows', () => {
    expect(generateSample(trace, now)).toEqual(sample);
  });

  test('gives at another hour the same calls at the same cost, and the same times but for the last four days', () => {
    const evening = generateSample(trace, new Date('2026-11-20T21:30:00Z'));
    expect(withoutTimes(evening.usage)).toEqual(withoutTimes(usage));
    const early = (rows: readonly UsageRow[]) =>
      rows.filter((row) => row.createdAt < new Date('2026-11-17T00:00:00Z'));
    expect(early(evening.usage)).toEqual(early(usage));
    expect(early(usage).length).toBeGreaterThan(14_000);
  });

  test('and another day gives others', () => {
    expect(withoutTimes(generateSample(trace, new Date('2026-11-21T11:00:00Z')).usage)).not.toEqual(
      withoutTimes(usage),
    );
  });
});

describe('the users', () => {
  const calls = users.map((user) => usage.filter((row) => row.userId === user.id).length);

  test('are 30, two of them administrators, under reserved names', () => {
    expect(users).toHaveLength(30);
    expect(new Set(users.map((user) => user.email)).size).toBe(30);
    expect(users.filter((user) => user.role === 'admin')).toHaveLength(2);
    expect(users.every((user) => /(@|\.)example(\.(com|net|org))?$/.test(user.email))).toBe(true);
    expect(users.map((user) => user.id)).toEqual(users.map((_, index) => index + 1));
  });

  test('are a few heavy and many light ones, and four who never called anything', () => {
    const [first = 0, second = 0, third = 0] = [...calls].sort((a, b) => b - a);
    expect((first + second + third) / usage.length).toBeGreaterThan(0.4);
    expect(calls.filter((count) => count > 0 && count < usage.length / 50).length).toBeGreaterThanOrEqual(12);
    expect(calls.filter((count) => count === 0)).toHaveLength(4);
  });

  test('joined before their first call and signed in at their last', () => {
    for (const user of users) {
      const times = usage.filter((row) => row.userId === user.id).map((row) => row.createdAt.getTime());
      expect(user.createdAt.getTime()).toBeLessThan(times[0] ?? now.getTime());
      expect(user.lastLogin.getTime()).toBe(times.at(-1) ?? user.createdAt.getTime());
    }
  });
});

describe('the costs', () => {
  test('follow from the prices: the first request of the trace, by hand', () => {
    // 4,808 tokens in and 10 out of gemini-2.0-flash: $0.0004808 + $0.000004, rounded to millionths; × 83.5 in paise.
    const [row] = analyses;
    expect(row).toMatchObject({ modelName: 'gemini-2.0-flash', costUsd: '0.000485', costInr: '0.04' });
  });

  test('are positive, and in rupees 83.5 times those in dollars, to half a paisa', () => {
    for (const row of usage) {
      const usd = Number(parseDecimal(row.costUsd, 6)) / 1e6;
      expect(usd).toBeGreaterThan(0);
      expect(Math.abs(usd * 83.5 - Number(row.costInr))).toBeLessThanOrEqual(0.005 + 1e-9);
    }
  });

  test('come from the four models that have a price', () => {
    const priced = sample.pricing.map((model) => model.modelName);
    expect([...new Set(usage.map((row) => row.modelName))].sort()).toEqual([...priced].sort());
    expect(priced).toHaveLength(4);
  });
});
