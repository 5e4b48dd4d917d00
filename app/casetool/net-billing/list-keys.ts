import type { KeyboardEvent } from 'react';

/** Where the keys of a list lead, from the choice at `index` of `length`. */
const MOVES: Readonly<Record<string, (index: number, length: number) => number>> = {
  ArrowDown: (index, length) => (index + 1) % length,
  ArrowUp: (index, length) => (index - 1 + length) % length,
  Home: () => 0,
  End: (_, length) => length - 1,
};

/** Moves the focus among the buttons of a list with the arrow keys, Home and End. */
export function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const choices = [...(list?.querySelectorAll('button') ?? [])];
  const index = choices.indexOf(document.activeElement as HTMLButtonElement);
  const to = MOVES[event.key]?.(index, choices.length);
  if (to === undefined) return;
  event.preventDefault();
  choices.at(to)?.focus();
}
