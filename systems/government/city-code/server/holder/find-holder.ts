/** The holder behind a citizen's account, or a member of his family whose code he carries. */
import type { Context } from '../../../../../kernel/system.ts';
import type { Row } from '../../../../../kernel/register.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { family, holder } from '../../registers/holder.ts';

export type HolderRow = Row<typeof holder>;

export async function findOwn(context: Context, db: Database): Promise<HolderRow | undefined> {
  const filter = { field: 'holder', is: 'equal', value: context.principal.id } as const;
  const [row] = await context.use(registers).of(holder).trusted.findMany(db, { filter, limit: 1 });
  return row;
}

export async function getOwn(context: Context, db: Database): Promise<HolderRow> {
  const row = await findOwn(context, db);
  if (row === undefined) throw errors.notHeld();
  return row;
}

const mostFamily = 20;

export async function listFamily(
  context: Context,
  db: Database,
): Promise<readonly { readonly row: HolderRow; readonly relation: string; readonly bond: string }[]> {
  const rows = context.use(registers);
  const filter = { field: 'carrier', is: 'equal', value: context.principal.id } as const;
  const bonds = (await rows.of(family).trusted.findMany(db, { filter, limit: mostFamily })).filter(
    ({ ended }) => ended !== true,
  );
  if (bonds.length === 0) return [];
  const members = await rows
    .of(holder)
    .trusted.findMany(db, { ids: bonds.map(({ member }) => member), limit: mostFamily });
  const byId = new Map(members.map((row) => [row.id, row]));
  return bonds.flatMap(({ id, member, relation }) => {
    const row = byId.get(member);
    return row === undefined ? [] : [{ row, relation, bond: id }];
  });
}

/** His own row, or the member's; anybody else's is as good as missing. */
export async function getCarried(
  context: Context,
  db: Database,
  member: string | undefined,
): Promise<HolderRow> {
  if (member === undefined) return getOwn(context, db);
  const found = (await listFamily(context, db)).find(({ row }) => row.id === member);
  if (found === undefined) throw errors.notFamily();
  return found.row;
}
