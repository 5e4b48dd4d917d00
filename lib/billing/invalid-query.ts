/** One thing that is wrong with a question: the parameter's name, and what it should be. */
export interface QueryIssue {
  readonly path: string;
  readonly message: string;
}

/** A question that can't be answered as it stands: 400, with every issue at once. */
export class InvalidQueryError extends Error {
  override name = 'InvalidQueryError';
  constructor(readonly issues: readonly QueryIssue[]) {
    super(issues.map((issue) => `${issue.path}: ${issue.message}`).join('; '));
  }
}
