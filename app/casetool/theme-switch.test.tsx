// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ThemeSwitch } from './theme-switch';

beforeEach(() => {
  delete document.documentElement.dataset.theme;
});
afterEach(cleanup);

const choice = (name: string) => screen.getByRole('radio', { name }) as HTMLInputElement;

test('shows what the document has', () => {
  document.documentElement.dataset.theme = 'dark';
  render(<ThemeSwitch chosen="dark" />);
  expect(choice('Dark').checked).toBe(true);
});

test('changes the document at once and keeps the choice in a cookie', async () => {
  render(<ThemeSwitch chosen="system" />);
  expect(choice('System').checked).toBe(true);
  fireEvent.click(choice('Dark'));
  expect(document.documentElement.dataset.theme).toBe('dark');
  expect(document.cookie).toContain('theme=dark');
});

test('forgets the choice when the system decides again', () => {
  document.documentElement.dataset.theme = 'light';
  render(<ThemeSwitch chosen="light" />);
  fireEvent.click(choice('System'));
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(document.cookie).not.toMatch(/theme=(dark|light)/);
});

test('two switches of one page show the same', async () => {
  render(
    <>
      <ThemeSwitch chosen="system" />
      <ThemeSwitch chosen="system" />
    </>,
  );
  const [first, second] = screen.getAllByRole('radio', { name: 'Dark' }) as HTMLInputElement[];
  if (first) fireEvent.click(first);
  await expect.poll(() => second?.checked).toBe(true);
});
