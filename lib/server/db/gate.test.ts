import { describe, expect, test } from 'vitest';
import { ClientGoneError, DatabaseUnavailableError } from '../errors';
import { Gate } from './gate';

const gate = (places: number, queue = 10, waitMs = 1_000) => new Gate({ places, queue, waitMs });

describe('a gate', () => {
  test('lets as many in as it has places, and the next when one leaves', async () => {
    const narrow = gate(1);
    const leave = await narrow.enter();
    let entered = false;
    const next = narrow.enter().then((leave) => {
      entered = true;
      return leave;
    });
    await Promise.resolve();
    expect(entered).toBe(false);
    leave();
    await next;
    expect(entered).toBe(true);
  });

  test('lets those who wait in by the order of their coming', async () => {
    const narrow = gate(1);
    const leave = await narrow.enter();
    const order: number[] = [];
    const all = [1, 2, 3].map((n) =>
      narrow.enter().then((leave) => {
        order.push(n);
        leave();
      }),
    );
    leave();
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3]);
  });

  test('turns away whom its queue has no room for', async () => {
    const narrow = gate(1, 0);
    await narrow.enter();
    await expect(narrow.enter()).rejects.toBeInstanceOf(DatabaseUnavailableError);
  });

  test('turns away who has waited too long, and forgets them', async () => {
    const narrow = gate(1, 1, 10);
    const leave = await narrow.enter();
    await expect(narrow.enter()).rejects.toBeInstanceOf(DatabaseUnavailableError);
    leave();
    await expect(narrow.enter()).resolves.toBeTypeOf('function');
  });

  test('forgets who leaves the queue', async () => {
    const narrow = gate(1, 1);
    const leave = await narrow.enter();
    const leaving = new AbortController();
    const waiting = narrow.enter(leaving.signal);
    leaving.abort();
    await expect(waiting).rejects.toBeInstanceOf(ClientGoneError);
    await expect(narrow.enter(leaving.signal)).rejects.toBeInstanceOf(ClientGoneError);
    leave();
    await expect(narrow.enter()).resolves.toBeTypeOf('function');
  });

  test('gives a place back once, however often it is told', async () => {
    const narrow = gate(1, 0);
    const leave = await narrow.enter();
    leave();
    leave();
    await narrow.enter();
    await expect(narrow.enter()).rejects.toBeInstanceOf(DatabaseUnavailableError);
  });
});
