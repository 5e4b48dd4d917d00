import { OPERATION_TYPE_NAMES, operationLabel } from './operation-type';
import type { NetBillingJson } from './report-json';
import type { Filter } from './report-parameters';

/** What a filter can be set to. */
export interface FilterChoice {
  readonly value: string;
  readonly label: string;
}

interface Dimension {
  readonly valuesIn: (report: NetBillingJson) => readonly string[];
  readonly label: (value: string) => string;
}

const DIMENSIONS = {
  model: {
    valuesIn: ({ modelUsage, pricing }) => [...modelUsage, ...pricing].map(({ model_name }) => model_name),
    label: (name) => name || '(no model)',
  },
  operation: {
    valuesIn: ({ modelUsage }) => [
      ...OPERATION_TYPE_NAMES,
      ...modelUsage.map(({ operation_type }) => operation_type),
    ],
    label: operationLabel,
  },
} as const satisfies Record<Filter, Dimension>;

/**
 * Everything that a filter can be set to, by label, each once.
 * @param reports what values are known from; a filtered report knows only its own
 * @param chosen always among the choices, also what no longer occurs: it must be possible to take it back
 */
export function filterChoices(
  filter: Filter,
  reports: readonly NetBillingJson[],
  chosen: readonly string[],
): readonly FilterChoice[] {
  const { valuesIn, label } = DIMENSIONS[filter];
  return [...new Set([...reports.flatMap(valuesIn), ...chosen])]
    .map((value) => ({ value, label: label(value) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en', { numeric: true }));
}

/** What a value of a filter is called. */
export function filterLabel(filter: Filter, value: string): string {
  return DIMENSIONS[filter].label(value);
}
