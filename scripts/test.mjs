import { runProgram } from './bootstrap.mjs';

// `npm test`
await runProgram('scripts/test-program.ts');
