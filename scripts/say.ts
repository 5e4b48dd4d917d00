let open = false;

/** One line of progress, in words. */
export function say(text: string): void {
  process.stdout.write(`${open ? '\n' : ''}${text}\n`);
  open = false;
}

/** A line that the next one of its kind takes the place of; where nobody watches a terminal, a line like any other. */
export function sayInPlace(text: string): void {
  if (!process.stdout.isTTY) {
    say(text);
    return;
  }
  // Back to the first column, and clear what stands there.
  process.stdout.write(`\r\u001b[K${text}`);
  open = true;
}
