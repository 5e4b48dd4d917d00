import { divideHalfUp, parseDecimal } from '@/lib/billing/money';

/** A row of `pricing_config`, with its decimals as the database prints them. Sources: README.md beside this file. */
export interface ModelPrices {
  readonly modelName: string;
  /** USD per million tokens. */
  readonly inputTextPer1m: string;
  /** USD per image. */
  readonly inputImage: string;
  readonly outputTextPer1m: string;
  readonly outputImage: string;
  readonly outputImage4k: string;
  readonly usdToInrRate: string;
}

export const PRICES = {
  'gemini-2.0-flash': prices('gemini-2.0-flash', '0.100000', '0.000129', '0.400000', '0.039000', '0.039000'),
  'gemini-2.5-flash-image': prices(
    'gemini-2.5-flash-image',
    '0.300000',
    '0.000387',
    '2.500000',
    '0.039000',
    '0.039000',
  ),
  'gemini-3-pro-image-preview': prices(
    'gemini-3-pro-image-preview',
    '2.000000',
    '0.001100',
    '12.000000',
    '0.134000',
    '0.240000',
  ),
  'gemini-3.1-flash-image-preview': prices(
    'gemini-3.1-flash-image-preview',
    '0.500000',
    '0.000560',
    '3.000000',
    '0.067000',
    '0.151000',
  ),
} as const satisfies Record<string, ModelPrices>;

export type ModelName = keyof typeof PRICES;

function prices(
  modelName: string,
  inputTextPer1m: string,
  inputImage: string,
  outputTextPer1m: string,
  outputImage: string,
  outputImage4k: string,
): ModelPrices {
  return {
    modelName,
    inputTextPer1m,
    inputImage,
    outputTextPer1m,
    outputImage,
    outputImage4k,
    usdToInrRate: '83.5000',
  };
}

/** What one call used. */
export interface Use {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputImages: number;
  readonly outputImages: number;
  /** Whether the images that came out are 4K ones. */
  readonly in4k: boolean;
}

/** What a call cost: USD in millionths, INR in paise, each rounded once, half up. */
export interface Cost {
  readonly usd: bigint;
  readonly inr: bigint;
}

const TOKENS_PRICED = 1_000_000n;

export function costOf(use: Use, model: ModelPrices): Cost {
  const micros = (price: string) => parseDecimal(price, 6);
  const imagePrice = micros(use.in4k ? model.outputImage4k : model.outputImage);
  const usd = divideHalfUp(
    BigInt(use.inputTokens) * micros(model.inputTextPer1m) +
      BigInt(use.outputTokens) * micros(model.outputTextPer1m) +
      (BigInt(use.inputImages) * micros(model.inputImage) + BigInt(use.outputImages) * imagePrice) *
        TOKENS_PRICED,
    TOKENS_PRICED,
  );
  // Millionths of a dollar × ten-thousandths of a rupee a dollar: 10^10 of them are a rupee, 10^8 a paisa.
  const inr = divideHalfUp(usd * parseDecimal(model.usdToInrRate, 4), 100_000_000n);
  return { usd, inr };
}
