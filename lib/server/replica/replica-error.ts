import 'server-only';

/** The replica can't answer, for whatever reason: the question is for MySQL. */
export class ReplicaError extends Error {
  override name = 'ReplicaError';
}
