/** Lists people of the address book, and says of each whether the caller may ask for his number. */
import { decisionMatches } from '../../../../../kernel/access.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { contact } from '../../registers/contact.ts';
import type { contactRoutes } from '../../routes/contact-routes.ts';
import { departmentName } from '../department-list.ts';

const size = 30;

export const listContacts: Handler<typeof contactRoutes.contacts> = async (
  { unit, search = '', page = 1 },
  context,
) => {
  const registry = context.use(registers);
  const revealing = registry.decide(context.principal, 'office.contact', 'reveal');
  const found = await registry.of(contact).list(context.principal, {
    ...(unit === undefined ? {} : { filter: { field: 'unit', is: 'equal', value: unit } }),
    ...(search === '' ? {} : { search }),
    page,
    size,
  });
  return {
    rows: found.rows.map((row) => {
      const mobileMasked = row.masked?.includes('mobile') === true;
      const governed = { departments: [row.unit], subjects: row.person === null ? [] : [row.person] };
      return {
        id: row.id,
        name: row.name,
        unitName: departmentName(context, row.unit),
        duty: row.duty,
        work: row.work,
        officePhone: row.officePhone,
        mobile: row.mobile,
        mobileMasked,
        mayReveal: mobileMasked && decisionMatches(revealing, governed),
        room: row.room,
      };
    }),
    total: found.total,
    more: found.more,
    size,
  };
};
