import 'server-only';
import { ClientGoneError } from './errors';
import type { ServedFile } from './files';
import { log } from './log';

/**
 * A file to be saved, sent in pieces, each made when the one before has been taken. What goes wrong on the way cuts the
 * connection: without the end that its encoding has, nobody takes it for a whole file.
 */
export function fileResponse({ name, pieces, generatedAt }: ServedFile): Response {
  return new Response(streamOf(pieces, name), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
      'X-Generated-At': generatedAt,
    },
  });
}

function streamOf(pieces: ServedFile['pieces'], file: string): ReadableStream<Uint8Array> {
  const iterator =
    Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (done) controller.close();
          else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
        } catch (error) {
          if (!(error instanceof ClientGoneError)) log('error', 'a file was cut', { file, error });
          throw error;
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // Nothing is made ahead of what is taken.
    { highWaterMark: 0 },
  );
}
