import 'server-only';

/**
 * The few ways in which a request can fail by name. `respond.ts` turns each into its HTTP answer, once
 * (contract: status codes). Whatever else is thrown is a 500.
 */

/** No valid session: missing, forged, expired, signed out, or its user is gone. 401 */
export class NotSignedInError extends Error {
  override name = 'NotSignedInError';
}

/** A valid session that is not, or is no longer, an administrator's. 403 */
export class NotAdminError extends Error {
  override name = 'NotAdminError';
}

/** A request that another site made on the visitor's behalf. 403 */
export class ForeignOriginError extends Error {
  override name = 'ForeignOriginError';
}

/** The body of a request is not what the route reads. 400, or 413 when it is too long */
export class InvalidBodyError extends Error {
  override name = 'InvalidBodyError';
  constructor(
    message: string,
    readonly status: 400 | 413 = 400,
  ) {
    super(message);
  }
}

/** The address is unknown, no administrator's, or the password is wrong: which of them is not said. 401 */
export class WrongCredentialsError extends Error {
  override name = 'WrongCredentialsError';
}

/** Too many sign-in attempts. 429 */
export class TooManyAttemptsError extends Error {
  override name = 'TooManyAttemptsError';
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many attempts; the next one is taken in ${retryAfterSeconds} s`);
  }
}

/** The database can't be reached, or every connection that a report may use is taken. 503 */
export class DatabaseUnavailableError extends Error {
  override name = 'DatabaseUnavailableError';
  constructor(
    message: string,
    readonly retryAfterSeconds = 5,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The database did not answer within `DB_TIMEOUT_MS`; the statement has been ended there too. 504 */
export class DatabaseTimeoutError extends Error {
  override name = 'DatabaseTimeoutError';
}

/** The client left before the answer was ready; nobody reads what is sent. */
export class ClientGoneError extends Error {
  override name = 'ClientGoneError';
}
