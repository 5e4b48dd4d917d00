import styles from './brand.module.css';

/** The mark and the name of the tool that the report is a part of. The same mark is the favicon (`app/icon.svg`). */
export function Brand() {
  return (
    <span className={styles.brand}>
      <span className={styles.mark} aria-hidden="true">
        <svg viewBox="0 0 32 32" fill="none" aria-hidden="true">
          <path
            fill="#fff"
            d="M9 8.5A1.5 1.5 0 0 1 10.5 7h11A1.5 1.5 0 0 1 23 8.5V25l-2.33-1.75L18.33 25 16 23.25 13.67 25l-2.34-1.75L9 25Z"
          />
          <path stroke="#6d4aff" strokeWidth="2" strokeLinecap="round" d="M13 12h6M13 16.5h3.5" />
        </svg>
      </span>
      Casetool
    </span>
  );
}
