import { runProgram } from './bootstrap.mjs';

// `npm run bench`, or `npm run bench -- --rows 100000 --users 1000 --rounds 3`
await runProgram('bench/bench-program.ts');
