import { runProgram } from './bootstrap.mjs';

// `npm run bench`, `npm run bench -- --rows 100000 --users 1000 --rounds 3`, or `npm run bench -- --load`
await runProgram(process.argv.includes('--load') ? 'bench/load.ts' : 'bench/bench-program.ts');
