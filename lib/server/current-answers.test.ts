import { expect, test } from 'vitest';
import { CurrentAnswers } from './current-answers';

const answers = () => new CurrentAnswers<string>({ most: 3, size: ({ length }) => length, mostSize: 10 });

test('finds an answer in the state of the engine that it was read in, and in no other', () => {
  const current = answers();
  current.keep('all', '7', 'figures');
  expect(current.find('all', '7')).toBe('figures');
  expect(current.find('all', '8')).toBeNull();
  expect(current.find('one model', '7')).toBeNull();
});

test('keeps nothing of an engine that does not know its state', () => {
  const current = answers();
  current.keep('all', null, 'figures');
  expect(current.find('all', null)).toBeNull();
});

test('an answer takes the place of that to the same question in an earlier state', () => {
  const current = answers();
  for (const state of ['1', '2', '3', '4']) current.keep('all', state, 'f');
  current.keep('other', '4', 'g');
  expect(current.find('all', '4')).toBe('f');
  expect(current.find('all', '1')).toBeNull();
});

test('lets go of the question that was not asked for longest', () => {
  const current = answers();
  for (const question of ['a', 'b', 'c']) current.keep(question, '7', 'f');
  current.find('a', '7');
  current.keep('d', '7', 'f');
  expect(['a', 'b', 'c', 'd'].map((question) => current.find(question, '7'))).toEqual(['f', null, 'f', 'f']);
});

test('bounds the memory by what answers are large of, but always keeps the newest', () => {
  const current = answers();
  current.keep('a', '7', 'eight___');
  current.keep('b', '7', 'nine_____');
  expect(current.find('a', '7')).toBeNull();
  current.keep('c', '7', 'more than ten');
  expect(current.find('c', '7')).toBe('more than ten');
});
