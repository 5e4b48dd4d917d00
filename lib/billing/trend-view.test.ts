import { describe, expect, test } from 'vitest';
import { pageQuestion, usageQuestion } from './report-view';
import { readTrendView, trendQuestion, withDays, withTrend } from './trend-view';

const at = (query: string) => new URLSearchParams(query);
const AS_OF = '2026-11-22T12:00:00.000Z';

describe('the address', () => {
  test('without a word about the trend shows the cost in USD by model, as long as suits the period', () => {
    expect(readTrendView(at('period=this-month'))).toEqual({ by: 'model', every: null, measure: 'usd' });
  });

  test('has the view under names of its own', () => {
    expect(readTrendView(at('trendBy=user&trendEvery=week&trendMeasure=tokens'))).toEqual({
      by: 'user',
      every: 'week',
      measure: 'tokens',
    });
  });

  test('with a value that there is not reads as if it were missing', () => {
    expect(readTrendView(at('trendBy=colour&trendEvery=hour&trendMeasure=eur&by=user'))).toEqual({
      by: 'model',
      every: null,
      measure: 'usd',
    });
  });

  test('changes in what was chosen alone', () => {
    expect(String(withTrend(at('model=a&page=2&trendBy=user'), { measure: 'inr' }))).toBe(
      'model=a&page=2&trendBy=user&trendMeasure=inr',
    );
  });

  test('does not write what it shows anyway', () => {
    const chosen = at('model=a&trendBy=user&trendEvery=day&trendMeasure=inr');
    expect(String(withTrend(chosen, { by: 'model', every: null, measure: 'usd' }))).toBe('model=a');
  });
});

describe('picking days', () => {
  const days = { from: '2026-11-09', to: '2026-11-15' };

  test('takes the place of the period, and starts the list at its first page', () => {
    expect(String(withDays(at('period=this-month&page=3&model=a'), days))).toBe(
      'model=a&from=2026-11-09&to=2026-11-15',
    );
  });

  test('leaves the length of the bars to the period again, and keeps what is shown', () => {
    expect(String(withDays(at('trendEvery=month&trendBy=user'), days))).toBe(
      'trendBy=user&from=2026-11-09&to=2026-11-15',
    );
  });
});

describe('questions', () => {
  test('the trend is asked with the period and the filters, without what shapes the list', () => {
    const address = at('period=this-month&model=a&model=b&search=x&sort=email&page=2&trendBy=user');
    expect(trendQuestion(address, AS_OF)).toBe(
      '/casetool/api/net-billing/trend?period=this-month&model=a&model=b&by=user&measure=usd&asOf=2026-11-22T12%3A00%3A00.000Z',
    );
  });

  test('a length is asked for only where one was chosen', () => {
    expect(trendQuestion(at('trendEvery=week'), AS_OF)).toContain('every=week');
    expect(trendQuestion(at('trendEvery=hour'), AS_OF)).not.toContain('every');
  });

  test('the report is not asked about the trend, which changes none of its figures', () => {
    const address = at('model=a&trendBy=user&trendEvery=week&trendMeasure=inr');
    expect(usageQuestion(address)).toBe('model=a');
    expect(pageQuestion(address, null)).toBe('/casetool/api/net-billing?model=a&pageSize=50');
  });
});
