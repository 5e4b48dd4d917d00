import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Which request is being answered, for whatever is written to the log on its behalf. On `globalThis`, because
 * `lib/server/log.ts` is on the other side of the build and can't import this.
 *
 * @typedef {{ requestId: string }} CurrentRequest
 */
const shared = /** @type {typeof globalThis & { netBillingRequest?: AsyncLocalStorage<CurrentRequest> }} */ (
  globalThis
);
shared.netBillingRequest ??= new AsyncLocalStorage();

export const currentRequest = shared.netBillingRequest;
