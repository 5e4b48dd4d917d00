import { runProgram } from './bootstrap.mjs';

// `npm start`, and `npm run dev` as `--dev`.
await runProgram('scripts/start-program.ts');
