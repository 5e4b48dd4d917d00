import 'server-only';
import { appendFile, mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { log } from './log';
import { ABSOLUTE_SECONDS } from './session-token';

/** What has to be known of a session to end it, or to ask whether it was ended. */
export interface Endable {
  readonly id: string;
  /** Seconds since 1970 from which no token of it is valid any more. */
  readonly absoluteExpiry: number;
}

/**
 * The sessions that were signed out before their time, remembered until their absolute expiry.
 *
 * On disk that is one small file for each span of 12 hours, named after the span in which the sessions in it would
 * have expired (`ended-sessions/41234`), with a line for each session id. Files are only ever appended to, and
 * deleted whole once their span is over: several processes may share the folder without a lock, and nothing needs
 * compacting. There are never more than three of them.
 */
export class EndedSessions {
  readonly #folder: string;
  readonly #spans = new Map<number, Span>();
  #readable = true;

  constructor(stateDir: string) {
    this.#folder = path.join(stateDir, 'ended-sessions');
  }

  /** Whether this session was ended, here or by another process on the same folder. */
  async has(session: Endable): Promise<boolean> {
    const span = this.#span(session);
    if (span.ids.has(session.id)) return true;
    await this.#readOn(span);
    return span.ids.has(session.id);
  }

  /**
   * Ends a session for this process at once, then writes it down for the others and for the time after a restart.
   * @returns false if it could not be written down
   */
  async end(session: Endable, now: Date): Promise<boolean> {
    const span = this.#span(session);
    span.ids.add(session.id);
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      // A line break before it too: half a line that a full disk left behind spoils only itself.
      await appendFile(span.file, `\n${session.id}\n`, { mode: 0o600, flush: true });
      await this.#forgetPastSpans(now);
      return true;
    } catch (error) {
      log('error', 'an ended session could not be written down', { folder: this.#folder, error });
      return false;
    }
  }

  #span(session: Endable): Span {
    const number = spanOf(session.absoluteExpiry);
    let span = this.#spans.get(number);
    if (!span) {
      span = { file: path.join(this.#folder, String(number)), ids: new Set(), bytesRead: 0 };
      this.#spans.set(number, span);
    }
    return span;
  }

  async #readOn(span: Span): Promise<void> {
    try {
      const { lines, end } = await readLines(span.file, span.bytesRead);
      for (const line of lines) span.ids.add(line);
      span.bytesRead = end;
      this.#readable = true;
    } catch (error) {
      this.#reportUnreadable(error);
    }
  }

  /**
   * No file is the usual case: nobody signed out. Anything else is said once, and what this process knows stays
   * in force: the report works on a machine whose state folder does not.
   */
  #reportUnreadable(error: unknown): void {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || !this.#readable) return;
    this.#readable = false;
    log('error', 'the ended sessions can not be read', { folder: this.#folder, error });
  }

  async #forgetPastSpans(now: Date): Promise<void> {
    // An hour late, for the processes whose clock is behind this one.
    const oldest = spanOf(now.getTime() / 1000 - 3600);
    for (const number of this.#spans.keys()) if (number < oldest) this.#spans.delete(number);
    for (const name of await readdir(this.#folder))
      if (/^\d+$/.test(name) && Number(name) < oldest)
        await rm(path.join(this.#folder, name), { force: true });
  }
}

interface Span {
  readonly file: string;
  readonly ids: Set<string>;
  bytesRead: number;
}

const spanOf = (seconds: number): number => Math.floor(seconds / ABSOLUTE_SECONDS);

/** The whole lines of a file from this byte on. A file that got shorter was replaced: it is read from its start. */
async function readLines(name: string, start: number): Promise<{ lines: string[]; end: number }> {
  const file = await open(name, 'r');
  try {
    const { size } = await file.stat();
    const from = size < start ? 0 : start;
    if (size === from) return { lines: [], end: from };
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const whole = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    const lines = buffer.toString('latin1', 0, whole).split('\n').filter(Boolean);
    return { lines, end: from + whole };
  } finally {
    await file.close();
  }
}
