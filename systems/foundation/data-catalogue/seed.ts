/** Demo data (演示数据): due catalogues of four departments, people, and entries that went through both reviews. */
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { dataset } from '../data-collection/contract.ts';
import { filing } from './case/filing.ts';
import { duty } from './registers/duty.ts';
import { suggestAll } from './server/grading/suggest-grades.ts';
import demo from './server/demo-catalogue.json' with { type: 'json' };

const by = 'data-catalogue:demo';
const city = '341200000000';

async function makeDuties(services: Services): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  await services.use(store).transaction(async (work) => {
    for (const { department, duties } of demo.departments)
      for (const [name, task] of duties) {
        const row = await services
          .use(registers)
          .of(duty)
          .trusted.insert(work, by, {
            department,
            duty: task ?? '',
            name: name ?? '',
            basis: '演示数据',
            dueOn: '2026-01-01',
            compiled: false,
          });
        ids.set(name ?? '', row.id);
      }
  });
  return ids;
}

export async function seedCatalogue(services: Services): Promise<void> {
  const people = await services.use(access).admin.createDemoPeople(
    demo.people.map(({ account, name, roles, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: roles.map((role) => ({ role: `data-catalogue:${role}`, department, area: city })),
    })),
  );
  const duties = await makeDuties(services);
  const principal = (account: string) => services.use(access).principalOf(people.get(account) ?? '');
  const [authority] = [await principal('catalogue-1')];
  const sets = await services
    .use(registers)
    .of(dataset)
    .trusted.findMany(services.use(store).db, { limit: 100 });
  for (const { by: account, dataset: code, duty: name, ...values } of demo.entries) {
    const compiler = await principal(account);
    const mount = sets.find((each) => each.code === code)?.id;
    const target = duties.get(name);
    const row = await services.use(flow).open(compiler, filing, {
      values: {
        ...values,
        ...(mount === undefined ? {} : { dataset: mount }),
        ...(target === undefined ? {} : { duty: target }),
      },
    });
    const approved = await services
      .use(flow)
      .act(compiler, filing, { id: row.id, version: row.version, action: 'approve' });
    await services
      .use(flow)
      .act(authority, filing, { id: row.id, version: approved.version, action: 'publish' });
  }
  await suggestAll(services);
}
