/** For which firms the caller stands, and what is theirs; of all else it is as if there were none. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Row } from '../../../../../kernel/register.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';
import type { Principal } from '../../../../../kernel/access.ts';
import { access, type Enterprise } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { errors } from '../../errors.ts';
import { product } from '../../registers/product.ts';
import { subscription } from '../../registers/subscription.ts';

/** Throws data-operation.noEnterprise. */
export async function firmsOf(services: Services, principal: Principal): Promise<readonly Enterprise[]> {
  const held = await services.use(access).enterprises.heldBy(principal);
  if (held.length === 0) throw errors.noEnterprise();
  return held;
}

/** Throws city.missing for what is another firm's, and for what is none at all. */
export async function requireOwn(
  services: Services,
  principal: Principal,
  row: { readonly creditCode: string } | undefined,
): Promise<Enterprise> {
  const firm = (await firmsOf(services, principal)).find(({ creditCode }) => creditCode === row?.creditCode);
  if (firm === undefined) throw commonErrors.missing();
  return firm;
}

export async function ownSubscription(
  context: Context,
  id: string,
): Promise<{ readonly row: Row<typeof subscription>; readonly of: Row<typeof product> }> {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const row = await rows.of(subscription).trusted.find(db, id);
  await requireOwn(context, context.principal, row);
  const of = row && (await rows.of(product).trusted.find(db, row.product));
  if (row === undefined || of === undefined) throw commonErrors.missing();
  return { row, of };
}
