import 'server-only';
import { crc32 } from 'node:zlib';
import { FILTER_NAMES, type Filter } from '@/lib/billing/report-parameters';
import { askToCopy } from '../db/query';
import { positionOfEqual } from '../db/source';
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
}

/** By which rules the names of each kind compare. */
export type Collations = Readonly<Record<Filter, string>>;

/** Names that are compared with another one at once. */
const COMPARED_NAMES = 1_000;
/** Names of filters that are remembered. */
const REMEMBERED_NAMES = 10_000;

/**
 * The names of models and operation types, of which there are few, as small numbers, which are quick to group by. The
 * source groups names that its collation takes for equal (`Flash`, `flash`): it is asked which ones those are.
 */
export class NameCodes {
  readonly #byCode: Record<Filter, NameCode[]> = { model: [], operation: [] };
  readonly #byName: Record<Filter, Map<string, NameCode>> = { model: new Map(), operation: new Map() };
  readonly #equalTo = new Map<string, number | null>();
  #collations: Collations | null = null;
  #version = 0;

  static async read(connection: DuckDBConnection): Promise<NameCodes> {
    const codes = new NameCodes();
    await codes.reread(connection);
    return codes;
  }

  /** Grows whenever the codes or what equals what have changed. */
  get version(): number {
    return this.#version;
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
    const firsts = new Set<number | null>();
    for (const name of names) firsts.add(await this.#firstEqualTo(kind, name));
    return this.all(kind).flatMap(({ code, equalsCode }) => (firsts.has(equalsCode) ? [code] : []));
  }

  /** Gives codes to names that have none yet, and writes them down with the rows that they are for. */
  async learn(kind: Filter, names: Iterable<string>, connection: DuckDBConnection): Promise<void> {
    for (const name of names) {
      if (this.#byName[kind].has(name)) continue;
      const code = this.#byCode[kind].length;
      const equal = await firstEqualTo(name, this.all(kind), this.#collations?.[kind]);
      const learned = { kind, code, name, equalsCode: equal ?? code, checksum: crc32(name) };
      await insert(learned, connection);
      this.#add(learned);
      this.#changed();
    }
  }

  /** True where names compare by other rules than those that are known. */
  areOutOfDate(collations: Collations): boolean {
    return FILTER_NAMES.some((kind) => this.#collations?.[kind] !== collations[kind]);
  }

  /** Finds out anew which names equal which, and writes it down with the rules. */
  async compareBy(collations: Collations, connection: DuckDBConnection): Promise<void> {
    for (const kind of FILTER_NAMES) {
      const compared: NameCode[] = [];
      for (const known of this.all(kind)) {
        const equal = await firstEqualTo(known.name, compared, collations[kind]);
        compared.push({ ...known, equalsCode: equal ?? known.code });
      }
      await connection.run('DELETE FROM names WHERE kind = ?', [kind]);
      for (const known of compared) await insert(known, connection);
    }
    await connection.run("DELETE FROM state WHERE name = 'collations'");
    await connection.run("INSERT INTO state VALUES ('collations', ?)", [JSON.stringify(collations)]);
    await this.reread(connection);
  }

  /** Takes what is written down for all that is known, as after a transaction that did not come to its end. */
  async reread(connection: DuckDBConnection): Promise<void> {
    const names = await connection.runAndReadAll('SELECT * FROM names ORDER BY kind, code');
    const state = await connection.runAndReadAll("SELECT value FROM state WHERE name = 'collations'");
    for (const kind of FILTER_NAMES) {
      this.#byCode[kind] = [];
      this.#byName[kind].clear();
    }
    for (const { kind, code, name, equals_code, checksum } of names.getRowObjectsJson())
      this.#add({
        kind: kind as Filter,
        code: Number(code),
        name: String(name),
        equalsCode: Number(equals_code),
        checksum: Number(checksum),
      });
    this.#collations = JSON.parse((state.getRowsJson()[0]?.[0] as string | undefined) ?? 'null');
    this.#changed();
  }

  #add(known: NameCode): void {
    this.#byCode[known.kind][known.code] = known;
    this.#byName[known.kind].set(known.name, known);
  }

  #changed(): void {
    this.#equalTo.clear();
    this.#version++;
  }

  async #firstEqualTo(kind: Filter, name: string): Promise<number | null> {
    const known = this.#byName[kind].get(name);
    if (known) return known.equalsCode;
    const question = `${kind} ${name}`;
    const remembered = this.#equalTo.get(question);
    if (remembered !== undefined) return remembered;
    const version = this.#version;
    const first = await firstEqualTo(name, this.all(kind), this.#collations?.[kind]);
    if (this.#equalTo.size >= REMEMBERED_NAMES) this.#equalTo.clear();
    if (version === this.#version) this.#equalTo.set(question, first);
    return first;
  }
}

async function insert(known: NameCode, connection: DuckDBConnection): Promise<void> {
  const { kind, code, name, equalsCode, checksum } = known;
  await connection.run('INSERT INTO names VALUES (?, ?, ?, ?, ?)', [kind, code, name, equalsCode, checksum]);
}

/** Nobody but the source knows which names its collation takes for equal. @returns the code of the first one */
async function firstEqualTo(
  name: string,
  known: readonly NameCode[],
  collation: string | undefined,
): Promise<number | null> {
  if (!collation) return null;
  const firsts = known.filter(({ code, equalsCode }) => code === equalsCode);
  for (let start = 0; start < firsts.length; start += COMPARED_NAMES) {
    const some = firsts.slice(start, start + COMPARED_NAMES);
    const names = some.map((first) => first.name);
    const [position = 0] = await askToCopy(positionOfEqual(name, names, collation));
    if (position > 0) return some[position - 1]?.code ?? null;
  }
  return null;
}
