// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { FailurePage } from './failure-page';

afterEach(cleanup);

test('names the reference under which the server’s log has the cause, and not the cause', () => {
  render(
    <FailurePage
      error={Object.assign(new Error('Table casetool.users is gone'), { digest: '2551160677' })}
    />,
  );
  expect(screen.getByText(/the server’s log has the cause under 2551160677\./)).toBeDefined();
  expect(document.body.textContent).not.toContain('casetool.users');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeDefined();
});

test('says nothing of the log where there is no reference', () => {
  render(<FailurePage error={new Error('In the browser')} />);
  expect(document.body.textContent).not.toContain('log');
});
