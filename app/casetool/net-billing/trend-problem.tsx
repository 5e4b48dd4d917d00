import button from '../ui/button.module.css';
import { Message } from '../ui/message';
import { explain, type RequestFailure } from './report-request';
import styles from './trend-problem.module.css';

/** Why there is no trend, or none for what was chosen last, and the way out. */
export function TrendProblem({ failure, onRetry }: { failure: RequestFailure; onRetry: () => void }) {
  const { title, advice } = explain(failure);
  return (
    <div className={styles.problem} role="alert">
      <Message tone="negative">
        {title}. {advice}
      </Message>
      <button type="button" className={button.secondary} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
