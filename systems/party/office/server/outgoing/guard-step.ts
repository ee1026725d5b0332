/** What must have been made before a document may be numbered, sealed, sent or filed, by whatever way the token came there. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { outgoingProcess } from '../../document/outgoing-process.ts';
import { errors } from '../../errors.ts';
import { delivery } from '../../registers/delivery.ts';
import { departmentName } from '../department-list.ts';
import { type HeldStep, isSealed, type OutgoingRow } from './step.ts';

interface Made {
  readonly holds: (row: OutgoingRow) => boolean;
  readonly missing: string;
}

const signed: Made = {
  holds: ({ signer, signedOn }) => signer !== null && signedOn !== null,
  missing: '公文尚未签发',
};
const numbered: Made = { holds: ({ serial }) => serial !== null, missing: '公文尚未编号' };
const sealed: Made = { holds: isSealed, missing: '公文尚未用印' };
const sent: Made = { holds: ({ distributedAt }) => distributedAt !== null, missing: '公文尚未分发' };
const filed: Made = { holds: ({ archiveNumber }) => archiveNumber !== null, missing: '公文尚未归档' };

/** By the node where the work is done, or where the token would come to rest. */
const before: Readonly<Record<string, readonly Made[]>> = {
  number: [signed],
  seal: [signed, numbered],
  distribute: [signed, numbered, sealed],
  archive: [signed, numbered, sealed, sent],
  archived: [signed, numbered, sealed, sent, filed],
};

export function requireMade(row: OutgoingRow, node: string, verb: string): void {
  const lacking = before[node]?.find(({ holds }) => !holds(row));
  if (lacking !== undefined) throw errors.notMade({ missing: lacking.missing, verb });
}

/** A jump puts right what is stuck; it makes nothing. */
export function guardJump({ row, act }: HeldStep): undefined {
  const stage = act?.target?.stage;
  if (stage === undefined) throw commonErrors.invalid({}, [{ path: 'target.stage', message: '请选择环节' }]);
  requireMade(row, stage, `跳转到“${outgoingProcess.nodes[stage]?.title ?? stage}”`);
}

/** After the seal the text, its signature and its number are what the seal stands for. */
export function requireUnsealed(row: OutgoingRow): void {
  if (isSealed(row)) throw errors.sealedAlready({ number: row.documentNumber ?? '' });
}

/** So many are named; a document may stand with two thousand. */
const mostNamed = 3;

/** What others hold or may receive at any moment is not ended behind their backs. */
export async function requireNothingSent({ row, work, services }: HeldStep): Promise<void> {
  if (row.distributedAt === null) return;
  const all = [
    { field: 'document', is: 'equal', value: row.id },
    { field: 'status', is: 'one-of', value: ['sent', 'received'] },
  ] as const;
  const { trusted } = services.use(registers).of(delivery);
  const standing = await trusted.findMany(work.db, { filter: { all }, limit: mostNamed + 1 });
  if (standing.length === 0) return;
  const named = standing.slice(0, mostNamed).map(({ receiver }) => departmentName(services, receiver));
  const units = `${named.join('、')}${standing.length > mostNamed ? '等单位' : ''}`;
  throw errors.sentAlready({ units });
}
