// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { SignInForm } from './sign-in-form';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const answerWith = (answer: () => Promise<Response>) => {
  const request = vi.fn(answer);
  vi.stubGlobal('fetch', request);
  return request;
};

const show = () =>
  render(
    <SignInForm
      destination="/casetool/net-billing"
      notice={{ tone: 'warning', text: 'Your session has ended. Sign in again.' }}
    />,
  );

const email = () => screen.getByLabelText('E-mail address') as HTMLInputElement;
const password = () => screen.getByLabelText('Password') as HTMLInputElement;
const submit = () => fireEvent.submit(email().form as HTMLFormElement);

test('starts in the address field, which is described by why the visitor is here', () => {
  show();
  expect(document.activeElement).toBe(email());
  const describedBy = email().getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(describedBy)?.textContent).toBe('Your session has ended. Sign in again.');
});

test('asks for what is missing, at the first empty field, without asking the server', () => {
  const request = answerWith(async () => new Response());
  show();
  fireEvent.change(email(), { target: { value: 'asha.rao@example.com' } });
  submit();
  expect(screen.getByText('Enter the password.').id).toBe(password().getAttribute('aria-describedby'));
  expect(password().getAttribute('aria-invalid')).toBe('true');
  expect(document.activeElement).toBe(password());
  expect(screen.queryByText('Enter your e-mail address.')).toBeNull();
  expect(request).not.toHaveBeenCalled();
});

test('announces what went wrong, in place of the notice, and goes back to the password', async () => {
  const request = answerWith(async () => new Response(null, { status: 401 }));
  show();
  fireEvent.change(email(), { target: { value: ' asha.rao@example.com ' } });
  fireEvent.change(password(), { target: { value: 'wrong' } });
  submit();
  await screen.findByText('Wrong e-mail address or password. Only administrators can sign in.');
  expect(screen.getByRole('alert').textContent).toContain('Wrong e-mail address or password.');
  expect(screen.queryByText('Your session has ended. Sign in again.')).toBeNull();
  expect(document.activeElement).toBe(password());
  expect(request).toHaveBeenCalledWith(
    '/casetool/api/login',
    expect.objectContaining({ body: '{"email":"asha.rao@example.com","password":"wrong"}' }),
  );
});

test('sends once, however often it is pressed while the server is asked', async () => {
  let answer = (_: Response) => {};
  const request = answerWith(() => new Promise((resolve) => (answer = resolve)));
  show();
  fireEvent.change(email(), { target: { value: 'asha.rao@example.com' } });
  fireEvent.change(password(), { target: { value: 'a password' } });
  submit();
  await screen.findByRole('button', { name: 'Signing in…' });
  submit();
  expect(request).toHaveBeenCalledTimes(1);
  answer(new Response(null, { status: 503 }));
  await screen.findByRole('button', { name: 'Sign in' });
});

test('shows the password while the button is pressed in', () => {
  show();
  const toggle = screen.getByRole('button', { name: 'Show password' });
  expect(password().type).toBe('password');
  fireEvent.click(toggle);
  expect(password().type).toBe('text');
  expect(toggle.getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(toggle);
  expect(password().type).toBe('password');
});
