import 'server-only';
import { counted } from './db/counted';
import { MYSQL } from './db/dialect';
import type { Question } from './db/usage';
import type { UsageEngine } from './usage-engine';

/**
 * The replica with its statements counted, as those of MySQL are where they are sent (`db/query.ts`). A file's rows are
 * not: how long they take is up to who reads them.
 */
export function countedReplica(replica: UsageEngine): UsageEngine {
  return {
    name: replica.name,
    freshen: (options) => counted('replica', 'what is new', replica.freshen(options)),
    directory: (options) => replica.directory(options),
    breakdowns: (scope, options) =>
      counted('replica', 'usage by user and by model', replica.breakdowns(scope, options)),
    ask: (question, options) => counted('replica', nameOf(question), replica.ask(question, options)),
    stream: (question, options) => replica.stream(question, options),
    callLines: (...question) => replica.callLines(...question),
  };
}

/** The same in the words of every engine. */
const nameOf = <Row>(question: Question<Row>): string => question.in(MYSQL).name;
