import { expect, test } from 'vitest';
import { themeCookie, toTheme } from './theme';

test('keeps light and dark for a year', () => {
  expect(themeCookie('dark')).toBe('theme=dark; Path=/; Max-Age=31536000; SameSite=Lax');
  expect(themeCookie('light')).toBe('theme=light; Path=/; Max-Age=31536000; SameSite=Lax');
});

test('forgets the choice when the system decides again', () => {
  expect(themeCookie('system')).toBe('theme=; Path=/; Max-Age=0; SameSite=Lax');
});

test('takes no other word for a theme', () => {
  expect(toTheme('dark')).toBe('dark');
  expect(toTheme(undefined)).toBe('system');
  expect(toTheme('')).toBe('system');
  expect(toTheme('dark" onload="alert(1)')).toBe('system');
});
