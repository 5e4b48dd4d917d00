/** Every sample of an exposition, by its name with its labels as they stand there. */
export type Figures = ReadonlyMap<string, number>;

/** @throws Error for a line that is not Prometheus' text format */
export function parseExposition(text: string): Figures {
  const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const [, key = '', value] = /^([a-zA-Z_:][\w:]*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      if (value === undefined) throw new Error(`Not a sample: ${line}`);
      return [key, Number(value)];
    }),
  );
}
