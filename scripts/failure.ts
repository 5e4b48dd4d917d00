/**
 * What a person can do something about: printed as its one line, without a stack, and the program ends with
 * a non-zero code. Everything else that is thrown is a defect and keeps its stack.
 */
export class Failure extends Error {
  override name = 'Failure';
}
