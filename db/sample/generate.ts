import { formatDecimal } from '@/lib/billing/money';
import type { OperationType } from '@/lib/billing/operation-type';
import { costOf, type ModelName, type ModelPrices, PRICES, type Use } from './pricing';
import { type Random, randomFrom } from './random';
import { DAY, requestTimes, startOfDay } from './times';
import type { TracedRequest } from './trace';
import { SAMPLE_USERS, type SampleUser } from './users';

/** A row of `users`. */
export interface UserRow {
  readonly id: number;
  readonly email: string;
  readonly role: 'user' | 'admin';
  readonly createdAt: Date;
  readonly lastLogin: Date;
}

/** A row of `api_usage_logs`; costs as decimals, in the scale of their columns. */
export interface UsageRow {
  readonly userId: number;
  readonly generationLogId: number | null;
  readonly modelName: ModelName;
  readonly operationType: OperationType;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputImages: number;
  readonly outputImages: number;
  readonly costUsd: string;
  readonly costInr: string;
  readonly createdAt: Date;
}

export interface SampleRows {
  readonly users: readonly UserRow[];
  /** In the order of their times. */
  readonly usage: readonly UsageRow[];
  readonly pricing: readonly ModelPrices[];
}

/**
 * The sample: every request of the trace as a text analysis, and the image generations and enhancements that
 * follow from some of them. The day of `now` (UTC) decides who calls what and at what cost; its hour moves
 * only the times of the last four days, so that nothing lies in the future.
 */
export function generateSample(trace: readonly TracedRequest[], now: Date): SampleRows {
  const today = startOfDay(now.getTime());
  const random = randomFrom(new Date(today).toISOString().slice(0, 10));
  const times = requestTimes(trace.length, now.getTime(), random);
  let generations = 0;
  const usage = trace.flatMap((request, index) => {
    const time = times[index] ?? today;
    const daysAgo = (today - time) / DAY;
    const userId = random.pick(callersOn(daysAgo));
    const leadsToImages = random.chance(0.5);
    const call: Call = { time, daysAgo, userId, generationLogId: leadsToImages ? ++generations : null };
    const analysis = analyse(request, call, random);
    return leadsToImages ? [analysis, ...makeImages(request, call, random)] : [analysis];
  });
  usage.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return { users: usersOf(usage, today), usage, pricing: Object.values(PRICES) };
}

/** Who calls, for whom, and when. */
interface Call {
  readonly time: number;
  readonly daysAgo: number;
  readonly userId: number;
  readonly generationLogId: number | null;
}

type Weighted<T> = readonly (readonly [T, number])[];

/** The ids of those who were members on a day and still at it, with their weights. */
function callersOn(daysAgo: number): Weighted<number> {
  return SAMPLE_USERS.flatMap((user, index) =>
    isCalling(user, daysAgo) ? [[index + 1, user.weight] as const] : [],
  );
}

const isCalling = ({ weight, joinedDaysAgo, lastCallDaysAgo }: SampleUser, daysAgo: number): boolean =>
  weight > 0 && daysAgo < joinedDaysAgo - 1 && (lastCallDaysAgo === undefined || daysAgo >= lastCallDaysAgo);

/** Since then `gemini-3.1-flash-image-preview` is in use. */
const NEWEST_MODEL_DAYS_AGO = 75;

function modelsFor(operationType: OperationType, daysAgo: number): Weighted<ModelName> {
  const newest = daysAgo <= NEWEST_MODEL_DAYS_AGO ? 1 : 0;
  switch (operationType) {
    case 'text_analysis':
      return [
        ['gemini-2.0-flash', 92],
        ['gemini-2.5-flash-image', 6],
        ['gemini-3-pro-image-preview', 2],
      ];
    case 'image_generation':
      return [
        ['gemini-2.5-flash-image', 60],
        ['gemini-3-pro-image-preview', 12],
        ['gemini-3.1-flash-image-preview', 35 * newest],
      ];
    case 'image_enhancement':
      return [
        ['gemini-2.5-flash-image', 20],
        ['gemini-3-pro-image-preview', 45],
        ['gemini-3.1-flash-image-preview', 40 * newest],
      ];
  }
}

/** How many of the images that leave a model are 4K ones. */
function share4k(operationType: OperationType, modelName: ModelName): number {
  if (modelName === 'gemini-2.0-flash' || modelName === 'gemini-2.5-flash-image') return 0;
  return operationType === 'image_enhancement' ? 0.3 : 0.08;
}

function analyse(request: TracedRequest, call: Call, random: Random): UsageRow {
  const modelName = random.pick(modelsFor('text_analysis', call.daysAgo));
  return usageRow(call, call.time, 'text_analysis', modelName, {
    inputTokens: request.contextTokens,
    outputTokens: request.generatedTokens,
    inputImages: 0,
    outputImages: 0,
    in4k: false,
  });
}

/** One generation, at times a second attempt, each at times followed by enhancements: all within ten minutes. */
function makeImages(request: TracedRequest, call: Call, random: Random): UsageRow[] {
  const rows: UsageRow[] = [];
  let time = call.time;
  const later = (from: number, to: number) => {
    time += random.between(from, to) * 1000;
    return time;
  };
  const attempts = random.chance(0.2) ? 2 : 1;
  for (let attempt = 0; attempt < attempts; attempt++) {
    rows.push(generateImages(request, call, later(8, 60), random));
    const enhancements = random.pick([[0, 62] as const, [1, 32] as const, [2, 6] as const]);
    for (let round = 0; round < enhancements; round++) rows.push(enhance(call, later(20, 110), random));
  }
  return rows;
}

function generateImages(request: TracedRequest, call: Call, time: number, random: Random): UsageRow {
  const modelName = random.pick(modelsFor('image_generation', call.daysAgo));
  return usageRow(call, time, 'image_generation', modelName, {
    // The prompt is what the analysis wrote, and the instructions around it.
    inputTokens: request.generatedTokens + random.between(40, 220),
    outputTokens: random.chance(0.3) ? random.between(8, 90) : 0,
    inputImages: random.pick([[0, 55] as const, [1, 30] as const, [2, 10] as const, [3, 5] as const]),
    outputImages: random.pick([[1, 82] as const, [2, 12] as const, [4, 6] as const]),
    in4k: random.chance(share4k('image_generation', modelName)),
  });
}

function enhance(call: Call, time: number, random: Random): UsageRow {
  const modelName = random.pick(modelsFor('image_enhancement', call.daysAgo));
  return usageRow(call, time, 'image_enhancement', modelName, {
    inputTokens: random.between(25, 160),
    outputTokens: 0,
    inputImages: 1,
    outputImages: 1,
    in4k: random.chance(share4k('image_enhancement', modelName)),
  });
}

function usageRow(
  call: Call,
  time: number,
  operationType: OperationType,
  modelName: ModelName,
  use: Use,
): UsageRow {
  const cost = costOf(use, PRICES[modelName]);
  return {
    userId: call.userId,
    generationLogId: call.generationLogId,
    modelName,
    operationType,
    inputTokens: use.inputTokens,
    outputTokens: use.outputTokens,
    inputImages: use.inputImages,
    outputImages: use.outputImages,
    costUsd: formatDecimal(cost.usd, 6),
    costInr: formatDecimal(cost.inr, 2),
    createdAt: new Date(time),
  };
}

/** Signed in last for their last call; those without one, when they joined. */
function usersOf(usage: readonly UsageRow[], today: number): UserRow[] {
  const lastCalls = new Map(usage.map((row) => [row.userId, row.createdAt]));
  return SAMPLE_USERS.map(({ email, role, joinedDaysAgo }, index) => {
    const id = index + 1;
    const createdAt = new Date(today - joinedDaysAgo * DAY);
    return { id, email, role, createdAt, lastLogin: lastCalls.get(id) ?? createdAt };
  });
}
