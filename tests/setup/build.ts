import { buildIfChanged } from '@/scripts/build';

/** The HTTP tests run against the built server. */
export default async function setup(): Promise<void> {
  await buildIfChanged({ onProgress: (text) => console.log(text) });
}
