import { Agent, get } from 'node:http';

/**
 * Many viewers of the report at once, in a process of their own so that they do not share the server's event loop. Each
 * asks one question after the other, from its own place in the list on. What to do comes as JSON in the first argument,
 * what became of it goes as JSON to standard output.
 *
 * @typedef {object} Visit
 * @property {number} port
 * @property {string} cookie
 * @property {readonly string[]} questions paths
 * @property {number} viewers
 * @property {number} seconds no new question after so long
 * @property {number} [most] no more questions than these in all
 *
 * @typedef {object} Visited
 * @property {Record<string, number>} codes answers by status; `error` for none
 * @property {number} answers with whatever status
 * @property {{ p50: number, p95: number, p99: number, most: number }} milliseconds until the last byte of an answer
 * @property {string[]} differing questions whose answers had not all the same totals
 * @property {string[]} errors the first few, in words
 */

const {
  port,
  cookie,
  questions,
  viewers,
  seconds,
  most = Number.POSITIVE_INFINITY,
} = /** @type {Visit} */ (JSON.parse(process.argv[2] ?? ''));
const agent = new Agent({ keepAlive: true, maxSockets: viewers });
const until = performance.now() + seconds * 1000;

/** @type {Visited} */
const visited = {
  codes: {},
  answers: 0,
  milliseconds: { p50: 0, p95: 0, p99: 0, most: 0 },
  differing: [],
  errors: [],
};
/** @type {number[]} */
const times = [];
/** @type {Map<string, string>} */
const totals = new Map();
let asked = 0;

await Promise.all(Array.from({ length: viewers }, (_, viewer) => view(viewer)));
agent.destroy();
times.sort((a, b) => a - b);
visited.answers = times.length;
visited.milliseconds = { p50: below(0.5), p95: below(0.95), p99: below(0.99), most: below(1) };
process.stdout.write(JSON.stringify(visited));

/** @param {number} viewer */
async function view(viewer) {
  for (let turn = viewer; performance.now() < until && asked < most; turn++) {
    asked++;
    const path = questions[turn % questions.length] ?? '';
    const begun = performance.now();
    try {
      const { status, text } = await ask(path);
      count(String(status));
      times.push(performance.now() - begun);
      if (status === 200) compare(path, text);
      else note(`${status} ${text.slice(0, 200)}`);
    } catch (error) {
      count('error');
      note(String(error));
    }
  }
}

/**
 * @param {string} path
 * @returns {Promise<{ status: number, text: string }>}
 */
function ask(path) {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent, headers: { Cookie: cookie } }, (response) => {
      let text = '';
      response
        .setEncoding('utf8')
        .on('data', (chunk) => {
          text += chunk;
        })
        .on('end', () => resolve({ status: response.statusCode ?? 0, text }))
        .on('error', reject);
    });
    request.on('error', reject);
  });
}

/** Nothing is written meanwhile: equal questions have equal answers. @param {string} path @param {string} text */
function compare(path, text) {
  const sums = /"(?:summary|total)":\{[^}]*\}/.exec(text)?.[0] ?? text;
  if ((totals.get(path) ?? sums) !== sums && !visited.differing.includes(path)) visited.differing.push(path);
  totals.set(path, sums);
}

/** The time that a part of the answers took at most. @param {number} part 0.99: 99 of 100 */
function below(part) {
  return Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0);
}

/** @param {string} code */
function count(code) {
  visited.codes[code] = (visited.codes[code] ?? 0) + 1;
}

/** @param {string} words */
function note(words) {
  if (visited.errors.length < 5) visited.errors.push(words);
}
