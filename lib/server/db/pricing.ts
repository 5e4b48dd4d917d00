import 'server-only';
import type { ModelPrice } from '@/lib/billing/report';
import * as column from './columns';
import type { Query } from './query';
import { sql } from './sql';

/** As the database prints it; an unknown price counts as none. */
const price: column.Column<string> = (value) => column.text(value) || '0';

const priceRow = column.mapRow(
  column.rowOf({
    model_name: column.text,
    input_text_price_per_1m: price,
    input_image_price: price,
    output_text_price_per_1m: price,
    output_image_price: price,
    output_image_4k_price: price,
    usd_to_inr_rate: price,
    updated_at: column.instant,
  }),
  (row): ModelPrice => ({
    model: row.model_name,
    inputTextPricePerMillion: row.input_text_price_per_1m,
    inputImagePrice: row.input_image_price,
    outputTextPricePerMillion: row.output_text_price_per_1m,
    outputImagePrice: row.output_image_price,
    outputImage4kPrice: row.output_image_4k_price,
    usdToInrRate: row.usd_to_inr_rate,
    updatedAt: row.updated_at,
  }),
);

/** Today's prices: what an operation would cost now. What it did cost stands on its own row. */
export function modelPrices(): Query<ModelPrice> {
  return {
    name: 'prices by model',
    statement: sql`
      SELECT model_name, input_text_price_per_1m, input_image_price, output_text_price_per_1m,
             output_image_price, output_image_4k_price, usd_to_inr_rate, updated_at
      FROM pricing_config
      ORDER BY model_name`,
    row: priceRow,
  };
}
