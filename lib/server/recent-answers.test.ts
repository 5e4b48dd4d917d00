import { expect, test } from 'vitest';
import { buildReport, type NetBillingReport } from '@/lib/billing/report';
import { UserBillings, UserDirectory } from '@/lib/billing/user-billings';
import { userUsageOf } from '@/lib/billing/user-usage';
import { RecentAnswers } from './recent-answers';

const reportOf = (generatedAt: string, users = 1): NetBillingReport =>
  buildReport({
    period: { name: null, from: null, to: null, start: null, end: null, timeZone: 'UTC' },
    users: new UserBillings(
      new UserDirectory(Array.from({ length: users }, (_, id) => ({ id, email: `u${id}@example.com` }))),
      userUsageOf([]),
    ),
    usageOfModels: [],
    pricing: [],
    generatedAt,
    engine: { name: 'mysql', asOf: generatedAt, replica: 'off' },
  });

const recentReports = (now?: () => number) =>
  new RecentAnswers<NetBillingReport>({ most: 8, size: ({ users }) => users.length, mostSize: 800_000 }, now);

const keep = (recent: RecentAnswers<NetBillingReport>, question: string, report: NetBillingReport) =>
  recent.keep(question, report.generatedAt, report);

test('finds a report by its question and the time of its figures, and by nothing else', () => {
  const recent = recentReports();
  const report = reportOf('12:00');
  keep(recent, 'all', report);
  expect(recent.find('all', '12:00')).toBe(report);
  expect(recent.find('all', '12:01')).toBeNull();
  expect(recent.find('one model', '12:00')).toBeNull();
});

test('forgets a report after five minutes', () => {
  let now = 0;
  const recent = recentReports(() => now);
  keep(recent, 'all', reportOf('12:00'));
  now = 299_999;
  expect(recent.find('all', '12:00')).not.toBeNull();
  now = 300_000;
  expect(recent.find('all', '12:00')).toBeNull();
});

test('keeps eight, and lets go of the one that was not looked at for longest', () => {
  const recent = recentReports();
  for (let n = 0; n < 8; n++) keep(recent, 'all', reportOf(`${n}`));
  recent.find('all', '0');
  keep(recent, 'all', reportOf('8'));
  expect(recent.find('all', '0')).not.toBeNull();
  expect(recent.find('all', '1')).toBeNull();
});

test('bounds the memory by the number of users, but always keeps the newest', () => {
  const recent = recentReports();
  keep(recent, 'all', reportOf('1', 600_000));
  keep(recent, 'all', reportOf('2', 250_000));
  expect(recent.find('all', '1')).toBeNull();
  expect(recent.find('all', '2')).not.toBeNull();
});
