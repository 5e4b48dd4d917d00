import 'server-only';

/** SQL text with a `?` for each bound value. */
export interface Statement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export type SqlValue = string | number | null;

/**
 * A statement as a template: `${…}` of another statement becomes part of the text, `${…}` of anything else is
 * bound. No value can become SQL, because there is no way to write one into the text.
 */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Statement | SqlValue)[]): Statement {
  let text = texts[0] ?? '';
  const values: SqlValue[] = [];
  parts.forEach((part, index) => {
    const following = texts[index + 1] ?? '';
    if (part !== null && typeof part === 'object') {
      text += part.sql + following;
      values.push(...part.values);
    } else {
      text += `?${following}`;
      values.push(part);
    }
  });
  return { sql: text, values };
}

/** Several statements as one, between them the text of `separator`. */
export function join(parts: readonly Statement[], separator: string): Statement {
  return { sql: parts.map((part) => part.sql).join(separator), values: parts.flatMap((part) => part.values) };
}

/** A whole number of our own making, as part of the text: it must never be one that a visitor sent as it came. */
export const whole = (value: number): Statement => ({ sql: String(Math.trunc(value)), values: [] });
