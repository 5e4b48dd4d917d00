import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { defuseText, fuseText } from './csv-cell';
import type { CsvFile } from './csv-file';
import { modelsToCsv, reportToCsv, usersToCsv } from './report-csv';
import type { ModelUsageJson, NetBillingJson, UserBillingJson } from './report-json';
import type { PeriodName } from './report-parameters';

const ANN: UserBillingJson = {
  user_id: 1,
  email: 'ann@example.com',
  total_operations: 3,
  text_analysis_count: 2,
  image_generation_count: 1,
  image_enhancement_count: 0,
  other_count: 0,
  total_tokens: 1300,
  total_images: 1,
  total_cost_usd: 45.5,
  total_cost_inr: 3796.75,
  unpriced_operations: 0,
  last_activity: '2026-04-02T20:00:00.000Z',
};
const REFUND: UserBillingJson = {
  ...ANN,
  user_id: 2,
  email: '=HYPERLINK("http://evil.example","x")',
  total_cost_usd: -0.5,
  total_cost_inr: -41.75,
  last_activity: null,
};
const FLASH: ModelUsageJson = {
  model_name: 'gemini-2.0-flash',
  operation_type: 'text_analysis',
  count: 6,
  total_tokens: 2600,
  total_images: 2,
  total_cost_usd: 45,
  total_cost_inr: 3755,
  avg_cost_per_operation: 7.5,
  unpriced_operations: 0,
};
const REPORT: NetBillingJson = {
  summary: {
    total_users: 2,
    active_users: 2,
    total_operations: 6,
    total_tokens: 2600,
    total_images: 2,
    total_cost_usd: 45,
    total_cost_inr: 3755,
    unpriced_operations: 0,
  },
  userBilling: [ANN, REFUND],
  modelUsage: [FLASH],
  pricing: [],
  period: {
    name: null,
    from: '2026-04-01',
    to: '2026-04-30',
    start: null,
    end: null,
    time_zone: 'Asia/Kolkata',
  },
  page: { number: 1, size: 2, rows: 2, pages: 1 },
  generated_at: '2026-05-01T06:30:00.000Z',
  engine: { name: 'mysql', as_of: '2026-05-01T06:30:00.000Z', replica: 'off' },
};
const CONTEXT = { exportedAt: new Date('2026-05-01T06:33:10Z'), filters: { model: [], operation: [] } };

const textOf = ({ pieces }: CsvFile) => [...pieces].join('');
const rowsOf = (text: string) => Papa.parse<string[]>(text).data;

describe('reportToCsv', () => {
  test('writes the three tables one below the other, each closed by the totals', () => {
    expect(textOf(reportToCsv(REPORT, CONTEXT))).toBe(
      `\uFEFF${[
        'NET BILLING REPORT',
        'Period,2026-04-01 to 2026-04-30',
        'Time zone,Asia/Kolkata',
        'Figures as of,2026-05-01 12:00:00',
        'Exported at,2026-05-01 12:03:10',
        '',
        'SUMMARY',
        'Metric,Value',
        'Total Users,2',
        'Active Users,2',
        'Total Operations,6',
        'Total Cost (USD),45.000000',
        'Total Cost (INR),3755.00',
        'Total Tokens,2600',
        'Total Images,2',
        'Unpriced Operations,0',
        '',
        'USER BILLING DETAILS',
        'Email,User ID,Total Operations,Text Analysis,Image Generation,Image Enhancement,Other Operations,' +
          'Total Tokens,Total Images,Total Cost (USD),Total Cost (INR),Unpriced Operations,Last Activity (Asia/Kolkata)',
        'ann@example.com,1,3,2,1,0,0,1300,1,45.500000,3796.75,0,2026-04-03 01:30:00',
        `"'=HYPERLINK(""http://evil.example"",""x"")",2,3,2,1,0,0,1300,1,-0.500000,-41.75,0,`,
        'TOTAL,,6,,,,,2600,2,45.000000,3755.00,0,',
        '',
        'MODEL USAGE DETAILS',
        'Model,Operation,Count,Total Tokens,Total Images,Total Cost (USD),Total Cost (INR),' +
          'Avg Cost per Operation (USD),Unpriced Operations',
        'gemini-2.0-flash,Text analysis,6,2600,2,45.000000,3755.00,7.500000,0',
        'TOTAL,,6,2600,2,45.000000,3755.00,7.500000,0',
        '',
      ].join('\r\n')}`,
    );
  });

  test('says which filters it was made with', () => {
    const file = reportToCsv(REPORT, {
      ...CONTEXT,
      filters: { model: ['a', '=b'], operation: ['text_analysis'] },
    });
    expect(rowsOf(textOf(file))).toEqual(
      expect.arrayContaining([
        ['Only model', 'a', "'=b"],
        ['Only operation', 'text_analysis'],
      ]),
    );
  });

  test.each([
    ['2026-04-01', '2026-04-30', 'net-billing_2026-04-01_2026-04-30.csv', '2026-04-01 to 2026-04-30'],
    [null, null, 'net-billing_all-time.csv', 'All time'],
    ['2026-04-01', null, 'net-billing_from-2026-04-01.csv', 'From 2026-04-01'],
    [null, '2026-04-30', 'net-billing_until-2026-04-30.csv', 'Until 2026-04-30'],
  ])('from %s to %s is called %s', (from, to, name, period) => {
    const file = reportToCsv({ ...REPORT, period: { ...REPORT.period, from, to } }, CONTEXT);
    expect(file.name).toBe(name);
    expect(rowsOf(textOf(file))).toContainEqual(['Period', period]);
  });

  test('says the name by which the period was chosen beside its dates', () => {
    const named = (name: PeriodName, dates: { from: string | null; to: string | null }) =>
      rowsOf(textOf(reportToCsv({ ...REPORT, period: { ...REPORT.period, ...dates, name } }, CONTEXT)));
    expect(named('last-month', { from: '2026-04-01', to: '2026-04-30' })).toContainEqual([
      'Period',
      '2026-04-01 to 2026-04-30',
      'Last month',
    ]);
    expect(named('all-time', { from: null, to: null })).toContainEqual(['Period', 'All time']);
  });

  test('a report on nothing has an average of zero, not a division by zero', () => {
    const empty = { ...REPORT.summary, total_operations: 0, total_cost_usd: 0 };
    const rows = rowsOf(textOf(reportToCsv({ ...REPORT, summary: empty, modelUsage: [] }, CONTEXT)));
    expect(rows.filter(([first]) => first === 'TOTAL')[1]?.[7]).toBe('0.000000');
  });
});

describe('a table alone', () => {
  test('is rectangular: a heading row and the rows', () => {
    for (const file of [usersToCsv(REPORT), modelsToCsv(REPORT)]) {
      const text = textOf(file);
      const rows = rowsOf(text).filter((row) => row.length > 1);
      expect(new Set(rows.map((row) => row.length)).size).toBe(1);
      expect(text.startsWith('\uFEFF')).toBe(true);
    }
    expect(usersToCsv(REPORT).name).toBe('net-billing-users_2026-04-01_2026-04-30.csv');
    expect(modelsToCsv(REPORT).name).toBe('net-billing-models_2026-04-01_2026-04-30.csv');
  });

  test('gives every text and number back, whatever the text', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 40 });
    const hostile = fc
      .tuple(
        fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', "'", '"', ' =', ',', ';', '\u202e'),
        anyText,
      )
      .map(([start, rest]) => start + rest);
    const cents = fc.integer({ min: -(10 ** 12), max: 10 ** 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(anyText, hostile), cents), { minLength: 1 }), (users) => {
        const userBilling = users.map(([email, amount]) => ({ ...ANN, email, total_cost_inr: amount / 100 }));
        const [, ...rows] = Papa.parse<string[]>(textOf(usersToCsv({ ...REPORT, userBilling })), {
          newline: '\r\n',
        }).data;
        const read = rows
          .slice(0, users.length)
          .map((row) => [fuseText(row[0] ?? ''), Math.round(Number(row[10]) * 100)]);
        expect(read).toEqual(users);
      }),
    );
  });
});

describe('defuseText', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\rx',
    '\nx',
    '  =1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '=1\n+2',
    ' \n=1',
  ])('puts an apostrophe before %j', (text) => {
    expect(defuseText(text)).toBe(`'${text}`);
  });

  test.each(['ann@example.com', 'gemini-2.0-flash', 'a=b', "o'hara@example.com", '', '<img onerror=x>'])(
    'leaves %j as it is',
    (text) => {
      expect(defuseText(text)).toBe(text);
    },
  );

  test('is undone by fuseText for every text', () => {
    const start = fc.constantFrom('', "'", "''", '=', "'=", ' -', "'\t");
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), (prefix, text) => {
        expect(fuseText(defuseText(prefix + text))).toBe(prefix + text);
      }),
    );
  });
});
