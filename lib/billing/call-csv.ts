import { defuseText } from './csv-cell';
import { BOM, quoted, toLines } from './csv-file';
import { operationLabel } from './operation-type';
import { deletedUser, type UserDirectory } from './user-billings';

/**
 * The headings of a file of single calls, in the order of `callLines` (`lib/server/db/call-lines.ts`): its lines are
 * made where the calls are, because there may be millions of them.
 */
export function callHeadings(timeZone: string): string {
  const headings = [
    ...[
      'Call ID',
      `Time (${timeZone})`,
      'Email',
      'User ID',
      'Model',
      'Operation',
      'Input Tokens',
      'Output Tokens',
    ],
    ...['Input Images', 'Output Images', 'Cost (USD)', 'Cost (INR)', 'Generation Log ID'],
  ];
  return BOM + toLines([headings]);
}

/** The cells of text in a file of calls, defused and quoted once for each different value. */
export class CallCells {
  readonly #users = new Map<number, string>();
  readonly #models = new Map<string, string>();
  readonly #operations = new Map<string, string>();

  constructor(readonly directory: UserDirectory) {}

  user(id: number): string {
    return kept(this.#users, id, () => quoted(defuseText(this.directory.emailOf(id) ?? deletedUser(id))));
  }

  model(name: string): string {
    return kept(this.#models, name, () => quoted(defuseText(name)));
  }

  operation(name: string): string {
    return kept(this.#operations, name, () => quoted(defuseText(operationLabel(name))));
  }
}

function kept<Key>(cells: Map<Key, string>, key: Key, make: () => string): string {
  const known = cells.get(key);
  if (known !== undefined) return known;
  const cell = make();
  cells.set(key, cell);
  return cell;
}
