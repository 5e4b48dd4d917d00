import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitEmail } from './split-email';

test('keeps a short domain whole', () => {
  expect(splitEmail('alexandra.montgomery@example.com')).toEqual(['alexandra.montgomery', '@example.com']);
});

test('keeps the end of a long domain', () => {
  expect(splitEmail('ana@research.department.example.org')).toEqual([
    'ana@research.department',
    '.example.org',
  ]);
});

test('starts the end of a long domain at a dot or a hyphen', () => {
  expect(splitEmail('ana@northwind-analytics.com')).toEqual(['ana@northwind', '-analytics.com']);
});

test('keeps the end of what is not an address', () => {
  expect(splitEmail('(deleted user 42)')).toEqual(['(dele', 'ted user 42)']);
});

test('never cuts an emoji in half', () => {
  expect(splitEmail('😀'.repeat(13))).toEqual(['😀', '😀'.repeat(12)]);
});

test('loses no character of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(splitEmail(text).join('')).toBe(text);
    }),
  );
});
