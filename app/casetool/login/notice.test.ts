import { expect, test } from 'vitest';
import { findNotice } from './notice';

test('says why the visitor is here', () => {
  expect(findNotice('ended')).toEqual({ tone: 'warning', text: 'Your session has ended. Sign in again.' });
  expect(findNotice('signed-out')).toEqual({ tone: 'positive', text: 'You are signed out.' });
});

test('says nothing for a reason of somebody else', () => {
  expect(findNotice(undefined)).toBeNull();
  expect(findNotice('Call +1 555 0100 to unlock your account')).toBeNull();
  expect(findNotice('constructor')).toBeNull();
});
