import { firstInOrder } from './first-in-order';
import { MEASURE_NAMES, type Measure, NO_USAGE, type Usage } from './measures';
import type { SortKey, SortOrder } from './report-parameters';
import { OPERATION_COUNTS, type OperationCount, totalOfUsers, type UserUsage } from './user-usage';

/** One registered user, as `users` has it now. */
export interface User {
  readonly id: number;
  readonly email: string;
}

/** How somebody is called whose row in `users` is gone. */
export const deletedUser = (id: number): string => `(deleted user ${id})`;

export type OperationCounts = Readonly<Record<OperationCount, bigint>>;

export interface UserBilling extends User {
  readonly usage: Usage;
  readonly operationCounts: OperationCounts;
  /** ISO 8601 in UTC. */
  readonly lastActivity: string | null;
}

/** Everybody registered, by id. Made once for as long as nobody comes, goes or changes the address. */
export class UserDirectory {
  readonly ids: Float64Array;
  readonly emails: readonly string[];
  #searchable: readonly string[] | undefined;

  constructor(users: readonly User[]) {
    const sorted = [...users].sort((a, b) => a.id - b.id);
    this.ids = Float64Array.from(sorted, ({ id }) => id);
    this.emails = sorted.map(({ email }) => email);
  }

  get size(): number {
    return this.ids.length;
  }

  /** @returns `undefined` where nobody of that id is registered */
  emailOf(id: number): string | undefined {
    return this.emails[indexOf(this.ids, id)];
  }

  /** The addresses as they are searched and sorted: without regard to case. */
  get searchable(): readonly string[] {
    this.#searchable ??= this.emails.map((email) => email.toLowerCase());
    return this.#searchable;
  }
}

const NONE = Object.fromEntries(OPERATION_COUNTS.map((name) => [name, 0n])) as Record<OperationCount, bigint>;

/**
 * Everybody registered, and everybody who is gone but has operations in the period, by id, each with what they are
 * billed. A user's figures become an object only when they are looked at: of 100,000 users a page shows 50.
 */
export class UserBillings implements Iterable<UserBilling> {
  readonly length: number;
  /** Users with at least one operation. */
  readonly active: number;
  /** The sum over all of them. */
  readonly total: Usage;
  readonly #ids: Float64Array;
  /** For each user the index in the directory, and in the usage; -1 where there is none. */
  readonly #entries: Int32Array;
  readonly #rows: Int32Array;
  readonly #orders = new Map<string, Uint32Array>();

  constructor(
    readonly directory: UserDirectory,
    readonly usage: UserUsage,
  ) {
    const { ids, entries, rows } = merge(directory.ids, usage.ids);
    this.#ids = ids;
    this.#entries = entries;
    this.#rows = rows;
    this.length = ids.length;
    this.active = countPositive(usage.measures.operations);
    this.total = totalOfUsers(usage);
  }

  /** @param position from 0, in order of ids */
  at(position: number): UserBilling {
    const row = this.#rows[position] ?? -1;
    const user = { id: this.#ids[position] as number, email: this.emailAt(position) };
    if (row < 0) return { ...user, usage: NO_USAGE, operationCounts: NONE, lastActivity: null };
    const { measures, counts, lastActivity } = this.usage;
    return {
      ...user,
      usage: pick(MEASURE_NAMES, measures, row),
      operationCounts: pick(OPERATION_COUNTS, counts, row),
      lastActivity: toInstant(lastActivity[row]),
    };
  }

  /** `undefined` past the end. */
  idAt(position: number): number | undefined {
    return this.#ids[position];
  }

  emailAt(position: number): string {
    return (
      this.directory.emails[this.#entries[position] as number] ?? deletedUser(this.#ids[position] as number)
    );
  }

  valueAt(position: number, measure: Measure): bigint {
    return this.usage.measures[measure][this.#rows[position] as number] ?? 0n;
  }

  *[Symbol.iterator](): Iterator<UserBilling> {
    for (let position = 0; position < this.length; position++) yield this.at(position);
  }

  /** The address of a user who is registered, or has operations in the period; else `null`. */
  emailOf(id: number): string | null {
    const position = indexOf(this.#ids, id);
    return position < 0 ? null : this.emailAt(position);
  }

  /** Every position in the order that is asked for; ties go by id, lowest first, in both directions. */
  inOrder(key: SortKey, order: SortOrder): Uint32Array {
    const name = `${key} ${order}`;
    const positions = this.#orders.get(name) ?? this.#sort(key, order);
    this.#orders.set(name, positions);
    return positions;
  }

  /** True where the address has the part in it, without regard to case. @param part in lower case */
  matches(position: number, part: string): boolean {
    return this.#searchable(position).includes(part);
  }

  #searchable(position: number): string {
    return this.directory.searchable[this.#entries[position] as number] ?? this.emailAt(position);
  }

  #sort(key: SortKey, order: SortOrder): Uint32Array {
    const direction = order === 'asc' ? 1 : -1;
    const positions = Uint32Array.from({ length: this.length }, (_, position) => position);
    // Each value is worked out once a user, not once a comparison.
    const values = this.#sortValues(key, positions);
    if (values instanceof Float64Array)
      return positions.sort((a, b) => direction * ((values[a] as number) - (values[b] as number)) || a - b);
    return positions.sort((a, b) => direction * compare(values[a], values[b]) || a - b);
  }

  #sortValues(key: SortKey, positions: Uint32Array): Float64Array | readonly (bigint | string)[] {
    if (key === 'email') return Array.from(positions, (position) => this.#searchable(position));
    const measure = key === 'cost' ? 'costUsd' : 'operations';
    const numbers = Float64Array.from(positions, (position) => Number(this.valueAt(position, measure)));
    // Sorted as numbers as long as those are exact: a third of the time.
    return numbers.every(Number.isSafeInteger)
      ? numbers
      : Array.from(positions, (position) => this.valueAt(position, measure));
  }
}

const compare = (a: bigint | string | undefined, b: bigint | string | undefined): number =>
  a === undefined || b === undefined || a === b ? 0 : a < b ? -1 : 1;

/** Both lists of ids as one, in order, with where each id stands in them. */
function merge(registered: Float64Array, billed: Float64Array) {
  const ids = new Float64Array(registered.length + billed.length);
  const entries = new Int32Array(ids.length).fill(-1);
  const rows = new Int32Array(ids.length).fill(-1);
  let [entry, row, length] = [0, 0, 0];
  for (; entry < registered.length || row < billed.length; length++) {
    const id = Math.min(
      registered[entry] ?? Number.POSITIVE_INFINITY,
      billed[row] ?? Number.POSITIVE_INFINITY,
    );
    ids[length] = id;
    if (registered[entry] === id) entries[length] = entry++;
    if (billed[row] === id) rows[length] = row++;
  }
  return { ids: ids.slice(0, length), entries: entries.slice(0, length), rows: rows.slice(0, length) };
}

/** By halving: the list is in order. -1 where it is not in it. */
function indexOf(sorted: Float64Array, id: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as number) < id) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === id ? from : -1;
}

/** The positions of those with the most of a measure, and at least one operation; ties by id, lowest first. */
export function largest(users: UserBillings, measure: Measure, most: number): number[] {
  const active = Array.from({ length: users.length }, (_, position) => position).filter(
    (position) => users.valueAt(position, 'operations') > 0n,
  );
  const value = (position: number) => users.valueAt(position, measure);
  return firstInOrder(active, most, (a, b) => compare(value(b), value(a)) || a - b);
}

function countPositive(column: UserUsage['measures'][Measure]): number {
  let count = 0;
  for (let index = 0; index < column.length; index++) if ((column[index] as bigint) > 0n) count++;
  return count;
}

function pick<Name extends string>(
  names: readonly Name[],
  columns: Readonly<Record<Name, ArrayLike<bigint>>>,
  row: number,
): Record<Name, bigint> {
  const values = {} as Record<Name, bigint>;
  for (const name of names) values[name] = columns[name][row] as bigint;
  return values;
}

const toInstant = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined || Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
