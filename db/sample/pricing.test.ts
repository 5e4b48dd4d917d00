import { expect, test } from 'vitest';
import { costOf, PRICES } from './pricing';

const nothing = { inputTokens: 0, outputTokens: 0, inputImages: 0, outputImages: 0, in4k: false };

test('prices text by the million tokens', () => {
  // 4,808 × $0.10 / 1M + 10 × $0.40 / 1M = $0.0004808 + $0.000004 = $0.0004848, in millionths $0.000485.
  // ₹: 0.000485 × 83.5 = 0.0404975, in paise 0.04.
  const cost = costOf({ ...nothing, inputTokens: 4808, outputTokens: 10 }, PRICES['gemini-2.0-flash']);
  expect(cost).toEqual({ usd: 485n, inr: 4n });
});

test('prices images by the piece, 4K ones at their own price', () => {
  // 200 × $2 / 1M + 10 × $12 / 1M + 2 × $0.0011 + 1 × $0.134 = 0.0004 + 0.00012 + 0.0022 + 0.134 = $0.13672; × 83.5 = ₹11.41612.
  const use = { inputTokens: 200, outputTokens: 10, inputImages: 2, outputImages: 1, in4k: false };
  expect(costOf(use, PRICES['gemini-3-pro-image-preview'])).toEqual({ usd: 136_720n, inr: 1142n });
  // At 4K $0.106 more: $0.24272; × 83.5 = ₹20.26712.
  expect(costOf({ ...use, in4k: true }, PRICES['gemini-3-pro-image-preview'])).toEqual({
    usd: 242_720n,
    inr: 2027n,
  });
});

test('rounds half a millionth and half a paisa up', () => {
  // 5 × $0.10 / 1M = $0.0000005.
  expect(costOf({ ...nothing, inputTokens: 5 }, PRICES['gemini-2.0-flash']).usd).toBe(1n);
  expect(costOf({ ...nothing, inputTokens: 4 }, PRICES['gemini-2.0-flash']).usd).toBe(0n);
  // $0.002 at ₹2.50 is ₹0.005.
  const model = { ...PRICES['gemini-2.0-flash'], inputImage: '0.002000', usdToInrRate: '2.5000' };
  expect(costOf({ ...nothing, inputImages: 1 }, model)).toEqual({ usd: 2000n, inr: 1n });
});
