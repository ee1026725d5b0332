/** Code lists of sharing. */
import type { Services } from '../../../../kernel/system.ts';
import { registers } from '../../../../engines/registers/service.ts';

const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'data-sharing key-stages': { issued: '已签发' },
  'data-sharing statuses': { active: '有效', suspended: '暂停', revoked: '撤销' },
};

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.load(
    Object.entries(lists).flatMap(([list, names]) =>
      Object.entries(names).map(([code, name], order) => ({
        list,
        code,
        name,
        parent: null,
        order,
        validFrom: null,
        validTo: null,
        source: '本系统',
        attributes: {},
      })),
    ),
  );
}
