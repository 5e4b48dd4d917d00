import { describe, expect, test } from 'vitest';
import { isSameOrigin } from './same-origin';

const asked = (baseUrl: string, headers: Record<string, string>) =>
  isSameOrigin(new Headers(headers), new URL(baseUrl));

describe('a request is our own', () => {
  test.each([
    [
      'from a page at BASE_URL',
      'https://billing.example.com',
      { origin: 'https://billing.example.com', 'sec-fetch-site': 'same-origin' },
    ],
    ['from a program that is no browser', 'https://billing.example.com', {}],
    [
      'from a browser that sends Origin alone',
      'https://billing.example.com',
      { origin: 'https://billing.example.com' },
    ],
    ['typed by the visitor', 'https://billing.example.com', { 'sec-fetch-site': 'none' }],
    [
      'from localhost, called by another of its names',
      'http://localhost:3000',
      { origin: 'http://127.0.0.1:3000' },
    ],
    ['from localhost, called by its IPv6 name', 'http://127.0.0.1:3000', { origin: 'http://[::1]:3000' }],
  ])('%s', (_claim, baseUrl, headers) => {
    expect(asked(baseUrl, headers as Record<string, string>)).toBe(true);
  });
});

describe("a request is another site's", () => {
  test.each([
    ['by its Origin', 'https://billing.example.com', { origin: 'https://evil.example' }],
    ['by Origin: null', 'https://billing.example.com', { origin: 'null' }],
    ['by an empty Origin', 'https://billing.example.com', { origin: '' }],
    [
      'by Sec-Fetch-Site, whatever Origin says',
      'https://billing.example.com',
      { origin: 'https://billing.example.com', 'sec-fetch-site': 'cross-site' },
    ],
    ['from a sister site', 'https://billing.example.com', { 'sec-fetch-site': 'same-site' }],
    ['with another scheme', 'https://billing.example.com', { origin: 'http://billing.example.com' }],
    ['with another port', 'https://billing.example.com', { origin: 'https://billing.example.com:8443' }],
    [
      'from a name that begins like ours',
      'https://billing.example.com',
      { origin: 'https://billing.example.com.evil.example' },
    ],
    ['from another port of localhost', 'http://localhost:3000', { origin: 'http://127.0.0.1:3001' }],
    ['from localhost by https', 'http://localhost:3000', { origin: 'https://localhost:3000' }],
    ['from localhost to a public address', 'https://billing.example.com', { origin: 'http://localhost' }],
    ['from what is no origin', 'http://localhost:3000', { origin: 'http://localhost:3000/path' }],
  ])('%s', (_claim, baseUrl, headers) => {
    expect(asked(baseUrl, headers as Record<string, string>)).toBe(false);
  });
});
