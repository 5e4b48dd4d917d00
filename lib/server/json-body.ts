import 'server-only';
import type { z } from 'zod';
import { InvalidBodyError } from './errors';

/** More than any body that this program reads needs. */
const MAX_BODY_BYTES = 4096;

/**
 * The JSON body of a request, as its schema has it. Stops reading where a body gets too long.
 *
 * @throws InvalidBodyError
 */
export async function readJsonBody<Body>(request: Request, schema: z.ZodType<Body>): Promise<Body> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new InvalidBodyError('must be sent as application/json');
  const parsed = schema.safeParse(parseJson(await readBytes(request)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidBodyError([...(issue?.path ?? []), issue?.message].join(': '));
}

async function readBytes(request: Request): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > MAX_BODY_BYTES) throw new InvalidBodyError(`is longer than ${MAX_BODY_BYTES} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new InvalidBodyError('is not JSON');
  }
}
