import 'server-only';
import { crc32 } from 'node:zlib';
import { FILTER_NAMES, type Filter } from '@/lib/billing/report-parameters';
import { ask } from '../db/query';
import { collationKey, sourceCollations } from '../db/source';
import type { DuckDBConnection } from './duckdb';

/** A name as the source has it, and the code under which the replica keeps it. */
export interface NameCode {
  readonly kind: Filter;
  readonly code: number;
  readonly name: string;
  /** The code of the first name that equals this one by the rules of the column's collation; its own, for the first. */
  readonly equalsCode: number;
  /** CRC-32 of the name in UTF-8. */
  readonly checksum: number;
  readonly equalityKey: string;
}

/**
 * The names of models and operation types, of which there are few, as small numbers, which are quick to group by. The
 * source groups names that its collation takes for equal (`Flash`, `flash`): it is asked which ones those are.
 */
export class NameCodes {
  readonly #byCode: Record<Filter, NameCode[]> = { model: [], operation: [] };
  readonly #byName: Record<Filter, Map<string, NameCode>> = { model: new Map(), operation: new Map() };
  readonly #keys = new Map<string, string>();
  #collations: Record<Filter, string> | undefined;

  static async read(connection: DuckDBConnection): Promise<NameCodes> {
    const codes = new NameCodes();
    const rows = await connection.runAndReadAll('SELECT * FROM names ORDER BY kind, code');
    for (const row of rows.getRowObjectsJson())
      codes.#add({
        kind: row.kind as Filter,
        code: Number(row.code),
        name: String(row.name),
        equalsCode: Number(row.equals_code),
        checksum: Number(row.checksum),
        equalityKey: String(row.equality_key),
      });
    return codes;
  }

  /** @throws RangeError for a code that was never given out */
  nameOf(kind: Filter, code: number): string {
    const known = this.#byCode[kind][code];
    if (!known) throw new RangeError(`The replica has no ${kind} with the code ${code}`);
    return known.name;
  }

  codeOf(kind: Filter, name: string): number | undefined {
    return this.#byName[kind].get(name)?.code;
  }

  all(kind: Filter): readonly NameCode[] {
    return this.#byCode[kind];
  }

  /** The codes of all names that equal one of these by the rules of the source. */
  async equalTo(kind: Filter, names: readonly string[]): Promise<number[]> {
    const keys = new Set<string>();
    for (const name of names)
      keys.add(this.#byName[kind].get(name)?.equalityKey ?? (await this.#key(kind, name)));
    return this.all(kind).flatMap(({ code, equalityKey }) => (keys.has(equalityKey) ? [code] : []));
  }

  /** Gives codes to names that have none yet, and writes them down with the rows that they are for. */
  async learn(kind: Filter, names: Iterable<string>, connection: DuckDBConnection): Promise<void> {
    for (const name of names) {
      if (this.#byName[kind].has(name)) continue;
      const equalityKey = await this.#key(kind, name);
      const code = this.#byCode[kind].length;
      const equal = this.#byCode[kind].find((known) => known.equalityKey === equalityKey);
      const learned = {
        kind,
        code,
        name,
        equalsCode: equal?.code ?? code,
        checksum: crc32(name),
        equalityKey,
      };
      await connection.run('INSERT INTO names VALUES (?, ?, ?, ?, ?, ?)', [
        kind,
        code,
        name,
        learned.equalsCode,
        learned.checksum,
        equalityKey,
      ]);
      this.#add(learned);
    }
  }

  /** Forgets what was learned in a transaction that did not come to its end. */
  static async reread(connection: DuckDBConnection, codes: NameCodes): Promise<void> {
    const written = await NameCodes.read(connection);
    for (const kind of FILTER_NAMES) {
      codes.#byCode[kind] = written.#byCode[kind];
      codes.#byName[kind] = written.#byName[kind];
    }
  }

  #add(known: NameCode): void {
    this.#byCode[known.kind][known.code] = known;
    this.#byName[known.kind].set(known.name, known);
  }

  async #key(kind: Filter, name: string): Promise<string> {
    const question = `${kind} ${name}`;
    const known = this.#keys.get(question);
    if (known !== undefined) return known;
    this.#collations ??= (await ask(sourceCollations()))[0];
    const collation = this.#collations?.[kind];
    const [key] = collation ? await ask(collationKey(name, collation)) : [];
    if (this.#keys.size > 10_000) this.#keys.clear();
    if (key !== undefined && collation) this.#keys.set(question, key);
    return key ?? name;
  }
}
