import { X } from 'lucide-react';
import { useRef, useState } from 'react';
import useSWR from 'swr';
import { filterChoices, filterLabel } from '@/lib/billing/filter-choices';
import type { NetBillingJson } from '@/lib/billing/report-json';
import { FILTER_NAMES, FILTERS } from '@/lib/billing/report-parameters';
import {
  choicesQuestion,
  isFiltered,
  isNarrowed,
  type ReportView,
  withFilter,
  withoutNarrowing,
} from '@/lib/billing/report-view';
import button from '../ui/button.module.css';
import { FilterMenu } from './filter-menu';
import styles from './report-filters.module.css';
import { fetchReport } from './report-request';
import type { Choice } from './use-address';

interface Props {
  readonly address: URLSearchParams;
  readonly view: ReportView;
  readonly report: NetBillingJson | null;
  readonly onChoose: (choice: Choice) => void;
}

/** Which operations are counted: all figures follow. */
export function ReportFilters({ address, view, report, onChoose }: Props) {
  const { everything, onOpen } = useEverything(address, isFiltered(view.filters));
  const row = useRef<HTMLFieldSetElement>(null);
  const known = [report, everything].filter((each) => each !== null && each !== undefined);

  const clear = () => {
    onChoose(withoutNarrowing);
    // The button goes with what it clears; the focus stays in the row.
    row.current?.querySelector('button')?.focus();
  };

  return (
    <>
      <fieldset ref={row} className={styles.filters} data-print="hide">
        <legend className="visually-hidden">Filters</legend>
        {FILTER_NAMES.map((name) => (
          <FilterMenu
            key={name}
            filter={name}
            choicesWith={(values) => filterChoices(name, known, values)}
            chosen={view.filters[name]}
            onOpen={onOpen}
            onChange={(values) => onChoose((address) => withFilter(address, name, values))}
          />
        ))}
        {isNarrowed(view) && (
          <button type="button" className={button.quiet} onClick={clear}>
            <X aria-hidden="true" />
            Clear all
          </button>
        )}
        <nav className={styles.parts} aria-label="Parts of the report">
          <a href="#trend">Trend</a>
          <a href="#users">Users</a>
          <a href="#models">Models</a>
        </nav>
      </fieldset>
      <p className={styles.onPaper}>{inWords(view)}</p>
    </>
  );
}

/** The filters for a reader who can't open them: on paper. */
function inWords({ filters, search }: ReportView): string {
  const chosen = FILTER_NAMES.filter((name) => filters[name].length > 0).map(
    (name) => `${FILTERS[name].label}: ${filters[name].map((value) => filterLabel(name, value)).join(', ')}`,
  );
  return [...chosen, ...(search === '' ? [] : [`Users whose e-mail contains “${search}”`])].join(' · ');
}

/**
 * A report without filters, which knows every model and operation there is. Asked for only when a filter is opened
 * while others are set: without filters the report on the page knows them all.
 */
function useEverything(address: URLSearchParams, filtered: boolean) {
  const [opened, setOpened] = useState(false);
  const { data } = useSWR(opened && filtered ? choicesQuestion(address) : null, fetchReport, {
    revalidateOnFocus: false,
    revalidateIfStale: false,
  });
  return { everything: data, onOpen: () => setOpened(true) };
}
