import path from 'node:path';
import mysql, { type RowDataPacket } from 'mysql2/promise';
import { expect, inject, test } from 'vitest';
import { openEmbeddedDatabase } from '@/scripts/embedded-database';
import { startMariadb } from '@/scripts/embedded-mariadb';

const folder = path.join(inject('mariadb').folder, "it's an embedded database");
const never = new AbortController().signal;

test('the program may read the three tables of the embedded database and nothing else', async () => {
  const database = await openEmbeddedDatabase(folder, never);
  const { DB_HOST = '', DB_PORT = '', DB_USER = '', DB_PASSWORD = '', DB_NAME = '' } = database.variables;
  const connection = await mysql.createConnection({
    host: DB_HOST,
    port: Number(DB_PORT),
    user: DB_USER,
    password: DB_PASSWORD,
    database: DB_NAME,
  });
  const [grants] = await connection.query<RowDataPacket[][]>({ sql: 'SHOW GRANTS', rowsAsArray: true });
  expect(
    grants
      .flat()
      .map((grant) => String(grant).replace(/ TO .*/, ''))
      .sort(),
  ).toEqual([
    'GRANT SELECT ON `casetool`.`api_usage_logs`',
    'GRANT SELECT ON `casetool`.`pricing_config`',
    'GRANT SELECT ON `casetool`.`users`',
    'GRANT USAGE ON *.*',
  ]);
  expect(database.administrator).toBe('asha.rao@example.com');
  await connection.end();
  await database.stop();
});

test('no account of the embedded database is open without a password that was made for this start', async () => {
  const mariadb = await startMariadb({ folder });
  const { host, port, adminUser, adminPassword } = mariadb;
  const admin = await mysql.createConnection({ host, port, user: adminUser, password: adminPassword });
  const [accounts] = await admin.query<RowDataPacket[]>(
    "SELECT user AS user, host AS host FROM mysql.user WHERE user NOT IN ('mariadb.sys', 'PUBLIC') ORDER BY user",
  );
  expect(accounts).toEqual([
    { user: 'casetool', host: '127.0.0.1' },
    { user: 'casetool_admin', host: '127.0.0.1' },
  ]);
  await expect(mysql.createConnection({ host, port, user: 'root' })).rejects.toThrow('Access denied');
  await admin.end();
  await mariadb.stop();
});

test('a server that was left over in the folder is stopped before the data is opened', async () => {
  const leftOver = await startMariadb({ folder });
  const mariadb = await startMariadb({ folder });
  await leftOver.ended;
  expect(mariadb.pid).not.toBe(leftOver.pid);
  await mariadb.stop();
});
