import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { MAX_SEARCH_LENGTH } from '@/lib/billing/report-parameters';
import styles from './user-search.module.css';

interface Props {
  /** As the address has it. */
  readonly search: string;
  readonly onSearch: (text: string) => void;
}

/** A pause in typing that is long enough to ask. In milliseconds. */
const PAUSE = 150;

/** Searches as one types. */
export function UserSearch({ search, onSearch }: Props) {
  const [text, setText] = useState(search);
  /** What this box last asked for, or was given. */
  const asked = useRef(search);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  // Follows the address where something else changed it, as Back does.
  useEffect(() => {
    if (search === asked.current) return;
    clearTimeout(timer.current);
    asked.current = search;
    setText(search);
  }, [search]);

  const ask = (value: string) => {
    clearTimeout(timer.current);
    asked.current = value.trim();
    onSearch(value);
  };
  const type = (value: string) => {
    setText(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => ask(value), PAUSE);
  };
  const clear = () => {
    setText('');
    ask('');
    input.current?.focus();
  };

  return (
    <search className={styles.search}>
      <Search className={styles.icon} aria-hidden="true" />
      <input
        ref={input}
        type="search"
        className={styles.input}
        aria-label="Search users by e-mail"
        placeholder="Search by e-mail"
        autoComplete="off"
        spellCheck={false}
        maxLength={MAX_SEARCH_LENGTH}
        value={text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') ask(text);
          if (event.key === 'Escape' && text !== '') clear();
        }}
      />
      {text !== '' && (
        <button type="button" className={styles.clear} onClick={clear}>
          <X aria-hidden="true" />
          <span className="visually-hidden">Clear search</span>
        </button>
      )}
    </search>
  );
}
