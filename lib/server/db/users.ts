import 'server-only';
import type { User } from '@/lib/billing/user-billings';
import * as column from './columns';
import { askForAccess, type Query } from './query';
import { sql } from './sql';

/** A user's row, as far as signing in goes by it. */
export interface UserRow extends User {
  /** `admin` lets in; whatever else an installation has does not. */
  readonly role: string;
}

/** Everybody registered. */
export function registeredUsers(): Query<User> {
  return {
    name: 'registered users',
    statement: sql`SELECT id, email FROM users`,
    row: column.rowOf({ id: column.id, email: column.text }),
  };
}

const userRow = column.rowOf({ id: column.id, email: column.text, role: column.text });

/** The user's row as it is now. @throws DatabaseUnavailableError */
export async function findUserById(id: number): Promise<UserRow | null> {
  const [user] = await askForAccess<UserRow>({
    name: 'user by id',
    statement: sql`SELECT id, email, role FROM users WHERE id = ${id}`,
    row: userRow,
  });
  return user ?? null;
}

/** Addresses are compared as the column's collation does: without regard to case. @throws DatabaseUnavailableError */
export async function findUserByEmail(email: string): Promise<UserRow | null> {
  const [user] = await askForAccess<UserRow>({
    name: 'user by e-mail address',
    statement: sql`SELECT id, email, role FROM users WHERE email = ${email}`,
    row: userRow,
  });
  return user ?? null;
}
