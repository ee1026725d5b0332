/** Demo data of one system may point to another's: that one comes first, wherever its folder stands. */
import { expect, test } from 'vitest';
import { defineContract } from '../../kernel/contract.ts';
import { defineRegister, ref, text } from '../../kernel/register.ts';
import { defineSystem } from '../../kernel/system.ts';
import { seedOrder } from './seed-order.ts';

function systemOf(id: string, to?: string) {
  const row = defineRegister({
    title: id,
    owner: 'city-data-resources',
    share: 'none',
    open: 'none',
    fields: {
      name: text({ title: '名称' }),
      ...(to === undefined ? {} : { other: ref({ title: '另一个', to }) }),
    },
    allow: { read: 'read' },
    titleField: 'name',
  });
  const contract = defineContract({
    id,
    title: id,
    plan: [],
    permissions: { read: '看' },
    registers: { row },
    routes: {},
  });
  return defineSystem({ contract, handlers: {} });
}

test('被引用的先装，其余照原来的顺序，互相引用也不会停住', () => {
  const systems = [systemOf('a', 'c.row'), systemOf('b'), systemOf('c', 'd.row'), systemOf('d', 'c.row')];
  expect(seedOrder(systems).map((system) => system.contract.id)).toEqual(['d', 'c', 'a', 'b']);
});
