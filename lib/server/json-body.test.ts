import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readJsonBody } from './json-body';

const schema = z.strictObject({ email: z.string(), password: z.string() });
const send = (body: BodyInit, type = 'application/json') =>
  readJsonBody(
    new Request('http://localhost/', { method: 'POST', body, headers: { 'Content-Type': type } }),
    schema,
  );

test('a body is read as its schema has it', async () => {
  expect(await send('{"email":"a","password":"b"}')).toEqual({ email: 'a', password: 'b' });
  expect(await send('{"email":"a","password":"b"}', 'Application/JSON; charset=utf-8')).toBeTruthy();
});

describe('a body is refused with 400', () => {
  test.each([
    ['a number for a text', '{"email":0,"password":"b"}'],
    ['nothing for a text', '{"email":null,"password":"b"}'],
    ['an array for a text', '{"email":["a"],"password":"b"}'],
    ['an object for a text', '{"email":{"$ne":""},"password":"b"}'],
    ['an array', '[{"email":"a","password":"b"}]'],
    ['a text', '"email"'],
    ['null', 'null'],
    ['nothing', ''],
    ['a missing field', '{"email":"a"}'],
    ['one field more', '{"email":"a","password":"b","role":"admin"}'],
    ['__proto__', '{"email":"a","password":"b","__proto__":{"role":"admin"}}'],
    ['constructor', '{"email":"a","password":"b","constructor":{"prototype":{}}}'],
    ['half of it', '{"email":"a"'],
    ['two of it', '{"email":"a","password":"b"}{}'],
    ['a form', 'email=a&password=b'],
    ['a thousand brackets', '['.repeat(1000)],
  ])('for %s', async (_what, body) => {
    await expect(send(body)).rejects.toMatchObject({ name: 'InvalidBodyError', status: 400 });
  });

  test('for bytes that are no UTF-8', async () => {
    const bytes = new Uint8Array([0x22, 0xff, 0xfe, 0x22]);
    await expect(send(bytes)).rejects.toMatchObject({ status: 400 });
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'for the content type %j, as a form of another site would send it',
    async (type) => {
      await expect(send('{"email":"a","password":"b"}', type)).rejects.toMatchObject({ status: 400 });
    },
  );
});

test('a body that is too long is refused with 413 after its first 4 KB', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024).fill(0x20));
    },
  });
  const request = new Request('http://localhost/', {
    method: 'POST',
    body: endless,
    headers: { 'Content-Type': 'application/json' },
    duplex: 'half',
  } as RequestInit);
  await expect(readJsonBody(request, schema)).rejects.toMatchObject({ status: 413 });
  expect(sent).toBeLessThan(8 * 1024);
});
