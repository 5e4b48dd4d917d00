const MINUTE = 60;

/** A time to wait, never too short: whole minutes, rounded up, from one minute on. */
export function waitInWords(seconds: number): string {
  if (!(seconds > 0)) return 'a moment';
  if (seconds < MINUTE) return counted(Math.ceil(seconds), 'second');
  return counted(Math.ceil(seconds / MINUTE), 'minute');
}

const counted = (count: number, unit: string): string => `${count} ${unit}${count === 1 ? '' : 's'}`;
