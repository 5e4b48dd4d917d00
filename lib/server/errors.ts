import 'server-only';

/**
 * The few ways in which a request can fail by name. `respond.ts` turns each into its HTTP answer, once
 * (contract: status codes). Whatever else is thrown is a 500.
 */

/**
 * Told by name: Next loads a module once for each kind of route, so a process has several classes of one name, and what
 * they share (a gate, a computation) throws those of whoever made it first.
 */
class NamedError extends Error {
  static readonly kind: string = 'NamedError';

  static override [Symbol.hasInstance](thrown: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: each class below is asked for its own name
    return thrown instanceof Error && thrown.name === this.kind;
  }
}

/** No valid session: missing, forged, expired, signed out, or its user is gone. 401 */
export class NotSignedInError extends NamedError {
  static override readonly kind = 'NotSignedInError';
  override name = NotSignedInError.kind;
}

/** A valid session that is not, or is no longer, an administrator's. 403 */
export class NotAdminError extends NamedError {
  static override readonly kind = 'NotAdminError';
  override name = NotAdminError.kind;
}

/** A request that another site made on the visitor's behalf. 403 */
export class ForeignOriginError extends NamedError {
  static override readonly kind = 'ForeignOriginError';
  override name = ForeignOriginError.kind;
}

/** The body of a request is not what the route reads. 400, or 413 when it is too long */
export class InvalidBodyError extends NamedError {
  static override readonly kind = 'InvalidBodyError';
  override name = InvalidBodyError.kind;
  constructor(
    message: string,
    readonly status: 400 | 413 = 400,
  ) {
    super(message);
  }
}

/** What was asked of the replica, where there is none that answers. 409 */
export class NoReplicaError extends NamedError {
  static override readonly kind = 'NoReplicaError';
  override name = NoReplicaError.kind;
}

/** The address is unknown, no administrator's, or the password is wrong: which of them is not said. 401 */
export class WrongCredentialsError extends NamedError {
  static override readonly kind = 'WrongCredentialsError';
  override name = WrongCredentialsError.kind;
}

/** Too many sign-in attempts. 429 */
export class TooManyAttemptsError extends NamedError {
  static override readonly kind = 'TooManyAttemptsError';
  override name = TooManyAttemptsError.kind;
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many attempts; the next one is taken in ${retryAfterSeconds} s`);
  }
}

/** The database can't be reached, or every connection that a report may use is taken. 503 */
export class DatabaseUnavailableError extends NamedError {
  static override readonly kind = 'DatabaseUnavailableError';
  override name = DatabaseUnavailableError.kind;
  constructor(
    message: string,
    readonly retryAfterSeconds = 5,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The database did not answer within `DB_TIMEOUT_MS`; the statement has been ended there too. 504 */
export class DatabaseTimeoutError extends NamedError {
  static override readonly kind = 'DatabaseTimeoutError';
  override name = DatabaseTimeoutError.kind;
}

/** The client left before the answer was ready; nobody reads what is sent. */
export class ClientGoneError extends NamedError {
  static override readonly kind = 'ClientGoneError';
  override name = ClientGoneError.kind;
}
