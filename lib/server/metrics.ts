import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/**
 * What this process counts of itself, for Prometheus. Every name begins with `net_billing_`, but those that
 * Prometheus' clients have in common (`process_…`, `nodejs_…`). Labels take few values, whatever visitors ask.
 */

/** Next loads a module once for each kind of route; what is counted must be in one place all the same. */
const shared = globalThis as typeof globalThis & { netBillingMetrics?: Registry };
shared.netBillingMetrics ??= new Registry();
const registry = shared.netBillingMetrics;

/** The metric of this name, made at its first use. */
function metric<Kind>(name: string, make: () => Kind): Kind {
  return (registry.getSingleMetric(name) as Kind | undefined) ?? make();
}

/** Seconds from a look-up by key to the longest that `DB_TIMEOUT_MS` usually lets pass. */
const BUCKETS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

/** What became of a request; `scripts/request-log.mjs` tells it, from the other side of the build. */
interface Answered {
  readonly method: string;
  /** One of the program's routes, or `other`. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counts from now on. Once a process, before its first request. */
export function startCounting(): void {
  collectDefaultMetrics({ register: registry });
  subscribe('net-billing:answered', (message) => {
    const { method, route, status, seconds } = message as Answered;
    requests().observe({ method, route, code: String(status) }, seconds);
  });
}

const requests = () =>
  metric(
    'net_billing_http_request_duration_seconds',
    () =>
      new Histogram({
        name: 'net_billing_http_request_duration_seconds',
        help: 'From the first byte of a request to the last of its answer.',
        labelNames: ['method', 'route', 'code'],
        buckets: BUCKETS,
        registers: [registry],
      }),
  );

/** `broken`: the connection was lost; `left`: nobody waited for the answer any more. */
export type Outcome = 'answered' | 'broken' | 'too slow' | 'left' | 'failed';

export interface AskedStatement {
  /** `Query.name`: what was asked, in the words of the business. */
  readonly query: string;
  /** Where it was asked. */
  readonly engine: 'mysql' | 'replica';
  readonly outcome: Outcome;
  /** Without the wait for a connection. */
  readonly seconds: number;
}

export function countStatement({ seconds, ...labels }: AskedStatement): void {
  metric(
    'net_billing_statement_duration_seconds',
    () =>
      new Histogram({
        name: 'net_billing_statement_duration_seconds',
        help: 'Statements by what they ask, where, and what became of them, from being sent to the last row.',
        labelNames: ['query', 'engine', 'outcome'],
        buckets: BUCKETS,
        registers: [registry],
      }),
  ).observe(labels, seconds);
}

/**
 * Adds one to a counter.
 * @param name ends in `_total`
 */
export function count(name: string, help: string, labels: Readonly<Record<string, string>> = {}): void {
  const counter = metric(
    name,
    () => new Counter({ name, help, labelNames: Object.keys(labels), registers: [registry] }),
  );
  counter.inc(labels);
}

export interface Watched {
  readonly name: string;
  readonly help: string;
  /** What the names that `read` gives are. */
  readonly label?: string;
  /** `counter` for what only grows while the process runs; its name ends in `_total`. */
  readonly kind?: 'gauge' | 'counter';
  /** The figure as it is now, or one for each value of the label; null where there is none. */
  read(): number | null | Readonly<Record<string, number>>;
}

/** A figure that somebody else keeps, and that is looked up whenever the metrics are asked for. */
export function watch({ name, help, label, kind = 'gauge', read }: Watched): void {
  registry.removeSingleMetric(name);
  const labelNames = label === undefined ? [] : [label];
  const figures = (): readonly (readonly [Record<string, string>, number])[] => {
    const now = read();
    if (now === null) return [];
    if (typeof now === 'number') return [[{}, now]];
    return Object.entries(now).map(([value, figure]) => [{ [label ?? '']: value }, figure]);
  };
  const common = { name, help, labelNames, registers: [registry] };
  if (kind === 'gauge')
    new Gauge({
      ...common,
      collect() {
        this.reset();
        // A gauge without labels would begin at 0.
        if (label === undefined) this.remove();
        for (const [labels, figure] of figures()) this.set(labels, figure);
      },
    });
  else
    new Counter({
      ...common,
      collect() {
        this.reset();
        for (const [labels, figure] of figures()) this.inc(labels, figure);
      },
    });
}

/** All of it in Prometheus' text format. */
export async function exposition(): Promise<{ text: string; contentType: string }> {
  return { text: await registry.metrics(), contentType: registry.contentType };
}
