import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone that this file belongs to. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Everything that the program keeps: the embedded database, its secrets, what the tests need. Ignored by git. */
export const STATE = path.join(ROOT, '.casetool');
