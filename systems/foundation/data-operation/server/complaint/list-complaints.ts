/** Complaints about a product as all see them who see the product: number, kind and what became of it; the rest is on the case, for those who may. */
import type { Context, Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { complaint } from '../../case/complaint.ts';
import { product } from '../../registers/product.ts';
import type { productRoutes } from '../../routes/product-routes.ts';

/** The newest of one product. */
const most = 500;

/** Withdrawn ones count as open for nobody. */
function stateOf(row: { readonly status: string; readonly outcome: string | null }) {
  if (row.status === 'open') return 'open' as const;
  if (row.outcome === 'withdrawn') return 'withdrawn' as const;
  return row.outcome === 'rejected' ? ('rejected' as const) : ('upheld' as const);
}

export const complaints: Handler<typeof productRoutes.complaints> = async ({ id }, context: Context) => {
  await context.use(registers).of(product).get(context.principal, id);
  const rows = await context
    .use(registers)
    .of(complaint)
    .trusted.findMany(context.use(store).db, {
      filter: { field: 'product', is: 'equal', value: id },
      sort: '-openedAt',
      limit: most,
    });
  return {
    complaints: rows.map((row) => ({
      id: row.id,
      number: row.number,
      kind: row.kind,
      title: row.title,
      state: stateOf(row),
      outcome: row.outcome,
      openedAt: row.openedAt,
      late: row.closedLate === true,
    })),
  };
};
