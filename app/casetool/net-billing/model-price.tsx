import { formatDay, formatPrice } from '@/lib/billing/format';
import { isOperationType, type OperationType } from '@/lib/billing/operation-type';
import type { ModelPriceJson } from '@/lib/billing/report-json';
import styles from './model-price.module.css';

/**
 * Today's price of what an operation mostly costs: the words that the model answers in, or the image that it makes.
 * A model in use without a price is marked.
 */
export function MainPrice({ price, operation }: { price: ModelPriceJson | undefined; operation: string }) {
  if (!price)
    return (
      <span
        className={styles.missing}
        data-tooltip="pricing_config has no row for this model: new calls may be recorded without a cost."
      >
        No price
      </span>
    );
  // What an operation that the program does not know costs by is not known either.
  if (!isOperationType(operation)) return null;
  return <span className={styles.main}>{mainPriceInWords(price, operation)}</span>;
}

function mainPriceInWords(price: ModelPriceJson, operation: OperationType): string {
  return operation === 'text_analysis'
    ? `${formatPrice(price.output_text_price_per_1m, 'USD')} / 1M tokens out today`
    : `${formatPrice(price.output_image_price, 'USD')} / image out today`;
}

const PRICES = [
  { label: 'Text in', unit: '/ 1M tokens', of: (price) => price.input_text_price_per_1m },
  { label: 'Text out', unit: '/ 1M tokens', of: (price) => price.output_text_price_per_1m },
  { label: 'Image in', unit: '/ image', of: (price) => price.input_image_price },
  { label: 'Image out', unit: '/ image', of: (price) => price.output_image_price },
  { label: 'Image out, 4K', unit: '/ image', of: (price) => price.output_image_4k_price },
] as const satisfies readonly { label: string; unit: string; of: (price: ModelPriceJson) => number }[];

interface Props {
  readonly model: string;
  readonly price: ModelPriceJson | undefined;
  readonly timeZone: string;
}

/** Every price of a model as it is today, whatever it was when its operations were billed. */
export function PriceList({ model, price, timeZone }: Props) {
  if (!price)
    return (
      <p className={styles.note}>
        <code>pricing_config</code> has no row for <bdi>{model}</bdi>. What is billed here was recorded with
        each call; new calls may be recorded without a cost until a price is added.
      </p>
    );
  return (
    <div className={styles.list}>
      <h3 className={styles.title}>
        Price today
        {price.updated_at && (
          <span className={styles.unit}> · set on {formatDay(price.updated_at, timeZone)}</span>
        )}
      </h3>
      <dl className={styles.prices}>
        {PRICES.map(({ label, unit, of }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              {formatPrice(of(price), 'USD')} <span className={styles.unit}>{unit}</span>
            </dd>
          </div>
        ))}
        <div>
          <dt>Exchange rate</dt>
          <dd>
            {formatPrice(price.usd_to_inr_rate, 'INR')} <span className={styles.unit}>/ $1</span>
          </dd>
        </div>
      </dl>
    </div>
  );
}
