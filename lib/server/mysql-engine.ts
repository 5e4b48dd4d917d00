import 'server-only';
import { tiesOut, type UsageOfModel } from '@/lib/billing/report';
import { UserDirectory } from '@/lib/billing/user-billings';
import { userUsageOf } from '@/lib/billing/user-usage';
import { callLines } from './db/call-lines';
import { MYSQL } from './db/dialect';
import { type Ask, ask, askInOneSnapshot, type RunOptions } from './db/query';
import { type UsageScope, usageOfModels, usageOfModelsByChecksum, usageOfUsers } from './db/usage';
import { registeredUsers } from './db/users';
import type { Breakdowns, UsageEngine } from './usage-engine';

/** The statements run on the database itself: the reference for every other engine. */
export const mysqlEngine: UsageEngine = {
  name: 'mysql',
  freshAt: null,
  freshen: async () => null,
  directory: async (options) => new UserDirectory(await ask(registeredUsers(), options)),
  breakdowns: readBreakdowns,
  callLines: async (run, cells, options) => [(await ask(callLines(run, cells), options)).join('')],
  ask: (question, options) => ask(question.in(MYSQL), options),
};

/**
 * Read side by side, both take as long as the slower one; a call recorded between the two moments would make them
 * differ, which their totals show. Then, and only then, both are read again one after the other in one snapshot of the
 * database.
 */
async function readBreakdowns(scope: UsageScope, options: RunOptions = {}): Promise<Breakdowns> {
  const [ofUsers, ofModels] = await Promise.all([
    ask(usageOfUsers(scope).in(MYSQL), options),
    readModels(scope, (query) => ask(query, options)),
  ]);
  const byUser = userUsageOf(ofUsers);
  return tiesOut(byUser, ofModels)
    ? { usageOfUsers: byUser, usageOfModels: ofModels }
    : readInOneSnapshot(scope, options);
}

function readInOneSnapshot(scope: UsageScope, options: RunOptions): Promise<Breakdowns> {
  return askInOneSnapshot(
    'usage in one snapshot',
    async (ask) => ({
      usageOfUsers: userUsageOf(await ask(usageOfUsers(scope).in(MYSQL))),
      usageOfModels: await readModels(scope, ask),
    }),
    options,
  );
}

async function readModels(scope: UsageScope, ask: Ask): Promise<UsageOfModel[]> {
  const kinds = await ask(usageOfModelsByChecksum(scope).in(MYSQL));
  return kinds.some(({ checksumsCollide }) => checksumsCollide)
    ? ask(usageOfModels(scope).in(MYSQL))
    : kinds.map(({ kind }) => kind);
}
