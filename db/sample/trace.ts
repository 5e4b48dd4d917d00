/** One request of the trace. */
export interface TracedRequest {
  readonly contextTokens: number;
  readonly generatedTokens: number;
}

const HEADING = 'TIMESTAMP,ContextTokens,GeneratedTokens';

/** The trace file → its requests, in the order in which they arrived. @throws Error on another file */
export function parseTrace(csv: string): TracedRequest[] {
  const [heading, ...lines] = csv.split(/\r?\n/);
  if (heading !== HEADING) throw new Error(`The trace must start with ${HEADING}`);
  return lines
    .filter((line) => line !== '')
    .map((line, index) => {
      const [, contextTokens, generatedTokens] = /^[^,]+,(\d+),(\d+)$/.exec(line) ?? [];
      if (!contextTokens || !generatedTokens) throw new Error(`Line ${index + 2} of the trace can't be read`);
      return { contextTokens: Number(contextTokens), generatedTokens: Number(generatedTokens) };
    });
}
