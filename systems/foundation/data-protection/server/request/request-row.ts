/** A request as its row holds it, and the name under which it holds rows back from destruction. */
import type { Row } from '../../../../../kernel/register.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { request } from '../../case/request.ts';
import { errors } from '../../errors.ts';

export type RequestRow = Row<typeof request>;

export function sourceOf(row: Pick<RequestRow, 'number'>): string {
  return `data-protection:${row.number}`;
}

export function registersOf(row: RequestRow): readonly string[] {
  const list = row.registers;
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}

export function changesOf(row: Pick<RequestRow, 'changes'>): Readonly<Record<string, string>> {
  return (row.changes ?? {}) as Readonly<Record<string, string>>;
}

/** A person's own request: anybody else's is as good as missing. */
export async function getOwn(
  services: Services,
  db: Database,
  subject: string,
  id: string,
): Promise<RequestRow> {
  const row = await services.use(registers).of(request).trusted.find(db, id);
  if (row === undefined || row.initiator !== subject) throw errors.notYours();
  return row;
}
