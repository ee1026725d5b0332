/** 谁调阅过我的画像: a citizen whose number was verified is told which department opened his portrait, when, for what and how much of it. */
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { findPortrait, portraits } from '../../data/portraits.ts';
import { errors } from '../../errors.ts';
import { portraitLook } from '../../registers/portrait.ts';
import type { portraitRoutes } from '../../routes/portrait-routes.ts';

const pageSize = 20;

/** Portraits of persons; a firm is nobody's own here. */
const ofPersons = portraits.filter(({ library }) => library === 'population').map(({ code }) => code);

export const ownLooks: Handler<typeof portraitRoutes.ownLooks> = async ({ idCard, page }, context) => {
  if (!(await context.use(access).isOwnCard(context.principal, idCard))) throw errors.notOwn();
  const found = await context
    .use(registers)
    .of(portraitLook)
    .trusted.findMany(context.use(store).db, {
      filter: {
        all: [
          { field: 'number', is: 'equal', value: idCard },
          { field: 'portrait', is: 'one-of', value: ofPersons },
        ],
      },
      sort: '-at',
      limit: page * pageSize + 1,
    });
  const looks = found.slice((page - 1) * pageSize, page * pageSize).map((row) => {
    const portrait = findPortrait(row.portrait);
    const purpose = portrait?.purposes.find(({ code }) => code === row.purpose);
    return {
      at: row.at,
      department: context.use(access).findDepartment(row.department)?.name ?? row.department,
      purpose: purpose?.title ?? row.purpose,
      law: purpose?.basis ?? '',
      basis: row.basis,
      parts: (portrait?.parts ?? []).flatMap(({ code, title }) =>
        purpose?.parts.includes(code) ? [title] : [],
      ),
    };
  });
  return { looks, more: found.length > page * pageSize };
};
