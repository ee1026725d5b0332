/** Every register as a way out, by the rules of its own plan. */
import { coveredClass } from '../../../../kernel/access.ts';
import { coversOf } from '../../../access/index.ts';
import type { Exit } from '../../../access/service.ts';
import type { ExportWish, ListQuery } from '../../service.ts';
import type { RegisterEngine } from '../create-registers.ts';

/** Decided by 个人信息保护, whatever register it is. */
export const sheetApproval = 'data-protection:approve-exports';

/** The words of a query were checked at the edge by this engine's own shape (ExportWish). */
function wishOf(wish: Parameters<Exit['plan']>[1]): ExportWish {
  return { ...wish, query: wish.query as ListQuery };
}

/** Which fields narrow the rows; the values of those that tell of somebody are left out. */
function conditionsOf(engine: RegisterEngine, { register, query }: ExportWish): string {
  const fields = new Map(engine.service.fieldsOf(register).map((field) => [field.name, field]));
  const covers = coversOf(engine.deps.store).find(register, 'export');
  const parts = Object.entries(query.where ?? {}).map(([name, value]) => {
    const field = fields.get(name.split('.')[0] ?? name);
    const own = coveredClass(field?.class ?? 'sensitive', covers?.get(field?.name ?? ''));
    const open = own === 'public' || own === 'internal';
    return `${field?.title ?? name}：${open ? value : '（值已隐去）'}`;
  });
  if (query.search !== undefined) parts.push('全文检索（词已隐去）');
  if (query.filter !== undefined) parts.push('组合条件');
  if (query.box !== undefined) parts.push('地图范围');
  if (query.state === 'archived' || query.state === 'all') parts.push('含已归档的记录');
  return parts.length === 0 ? '没有条件：可见的全部记录' : parts.join('；').slice(0, 2000);
}

export function sheetExit(engine: RegisterEngine, register: string): Exit | undefined {
  const info = engine.service.find(register);
  if (info === undefined) return undefined;
  const { sheets } = engine.service;
  return {
    title: info.declaration.title,
    owner: info.declaration.owner,
    approve: sheetApproval,
    async plan({ principal }, wish) {
      const plan = await sheets.plan(principal, wishOf(wish));
      return { ...plan, conditions: conditionsOf(engine, wishOf(wish)) };
    },
    make: ({ principal }, wish, markOf) => sheets.make(principal, wishOf(wish), markOf),
  };
}
