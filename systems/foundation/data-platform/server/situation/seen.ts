/** What the caller may see of other systems' registers, by the one decision; without a right there is nothing, and no refusal either. */
import type { Context } from '../../../../../kernel/system.ts';
import { registers, type Seen } from '../../../../../engines/registers/service.ts';
import type { Register } from '../../../../../kernel/register.ts';

/** More than a city has of what is listed whole: datasets, catalogue entries, contracts. */
const most = 20_000;

export function mayRead(context: Context, register: string): boolean {
  const rows = context.use(registers);
  return rows.find(register) !== undefined && rows.decide(context.principal, register, 'read').permit;
}

export async function seenRows<R extends Register>(
  context: Context,
  id: string,
  declaration: R,
  where: Readonly<Record<string, string>> = {},
): Promise<readonly Seen<R>[]> {
  if (!mayRead(context, id)) return [];
  return context.use(registers).of(declaration).listEvery(context.principal, { where, most });
}

/** Null where the caller may not read it. */
export async function seenCount(
  context: Context,
  register: string,
  where: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  if (!mayRead(context, register)) return null;
  return (await context.use(registers).rows(register).list(context.principal, { where, size: 1 })).total;
}
