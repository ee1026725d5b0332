/** An audit line stays one line, whatever a caller writes into its fields. */
import { expect, test } from 'vitest';
import { type AuditLine, auditFields, auditStatement, oneLine, readAuditStatement } from './audit-line.ts';

const line: AuditLine = {
  id: '1',
  at: '2026-11-23T02:00:00.000Z',
  subject: 's',
  address: '127.0.0.1',
  trace: 't',
  module: 'm',
  event: 'query',
  objectType: 'o',
  objectId: 'x',
  result: 'success',
  detail: '{}',
};

test('字段里的换行变成空格,一条记录不会被读成另一条', () => {
  const objectId = oneLine('x\nfailure\r\n{}\u2028\u0000');
  expect(objectId).toBe('x failure  {}  ');
  const shown = readAuditStatement(auditStatement({ ...line, objectId }));
  expect(shown).toHaveLength(auditFields.length);
  expect(shown?.[8]).toEqual({ title: '对象编号', value: objectId });
});

test('普通文字原样保留', () => {
  expect(oneLine('{"名称":"阜阳 市"}')).toBe('{"名称":"阜阳 市"}');
});
