/** Demo data (演示数据): a bank that operates public data, two projects that went through both approvals, and one that waits. */
import { completeUnifiedCreditCode } from '../../../kernel/check-characters.ts';
import type { Services } from '../../../kernel/system.ts';
import { access } from '../../../engines/access/service.ts';
import { flow } from '../../../engines/flow/service.ts';
import { registers } from '../../../engines/registers/service.ts';
import { store } from '../../../engines/store/service.ts';
import { resource } from '../data-catalogue/contract.ts';
import { application } from './case/application.ts';
import { complaint } from './case/complaint.ts';
import { operator } from './registers/operator.ts';
import { product } from './registers/product.ts';
import { project } from './registers/project.ts';
import { subscription } from './registers/subscription.ts';
import demo from './server/demo.json' with { type: 'json' };

/** All of the catalogue: every system's registers enter it by themselves. */
const mostEntries = 20_000;
const by = 'data-operation:demo';
const city = '341200000000';

export async function seedOperation(services: Services): Promise<void> {
  const guard = services.use(access);
  const people = await guard.admin.createDemoPeople(
    demo.people.map(({ account, name, roles, department }) => ({
      account,
      name,
      kind: 'official' as const,
      posts: roles.map((role) => ({ role, department, area: city })),
    })),
  );
  const as = (account: string) => guard.principalOf(people.get(account) ?? '');
  const [bank, authority] = [await as('operate-1'), await as('operate-2')];
  const { serial, ...given } = demo.operator;
  const made = await services.use(store).transaction((work) =>
    services
      .use(registers)
      .of(operator)
      .trusted.insert(work, by, {
        ...given,
        creditCode: completeUnifiedCreditCode(serial),
        agent: bank.id,
        status: 'active',
      }),
  );
  const entries = await services
    .use(registers)
    .of(resource)
    .trusted.findEvery(services.use(store).db, { most: mostEntries });
  for (const { resource: name, by: owner, ...values } of demo.projects) {
    const entry = entries.find((each) => each.name === name && each.target !== null);
    if (entry === undefined) continue;
    let row = await services.use(flow).open(bank, application, {
      values: { ...values, operator: made.id, resource: entry.id },
    });
    for (const [who, action] of [
      [authority, 'pass'],
      [await as(owner), 'agree'],
      [authority, 'authorise'],
    ] as const)
      row = await services.use(flow).act(who, application, { id: row.id, version: row.version, action });
  }
  await seedProduct(services, people.get('operate-9') ?? '');
}

/** One product with a subscriber who complains of it, waiting for its operator's answer. */
async function seedProduct(services: Services, buyer: string): Promise<void> {
  const rows = services.use(registers);
  const { project: name, ...offered } = demo.product;
  const [of] = await rows.of(project).trusted.findMany(services.use(store).db, {
    filter: { field: 'title', is: 'equal', value: name },
    limit: 1,
  });
  if (of === undefined) return;
  const { serial, ...held } = demo.subscription;
  const { agent, provider } = of;
  const made = await services.use(store).transaction(async (work) => {
    const listed = await rows.of(product).trusted.insert(work, by, {
      ...offered,
      operator: of.operator,
      project: of.id,
      agent,
      provider,
      status: 'listed',
    });
    const creditCode = completeUnifiedCreditCode(serial);
    const parts = { ...held, creditCode, buyer, product: listed.id, agent, provider };
    return rows.of(subscription).trusted.insert(work, by, parts);
  });
  const who = await services.use(access).principalOf(buyer);
  await services.use(flow).open(who, complaint, { values: { ...demo.complaint, subscription: made.id } });
}
