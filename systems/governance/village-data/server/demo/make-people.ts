/** Demo people: two cadres of one village, its town, departments and the county's reviewer (演示数据). */
import { access } from '../../../../../engines/access/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';

/** 王家坝村, 王家坝镇, 阜南县. */
export const demoVillage = '341225117203';
const town = '341225117000';
const county = '341225000000';

export interface Cast {
  readonly services: Services;
  readonly people: ReadonlyMap<string, string>;
}

type Row = readonly [account: string, name: string, role: string, department: string, area: string];

const rows: readonly Row[] = [
  ['village-cadre', '王守田', 'cadre', 'funan-government', demoVillage],
  ['village-cadre-2', '郑小禾', 'cadre', 'funan-government', demoVillage],
  ['village-town', '刘镇数', 'town', 'funan-government', town],
  ['village-reviewer', '陈县数', 'reviewer', 'funan-government', county],
  ['village-civil', '赵民政', 'department', 'funan-civil-affairs', county],
  ['village-health', '孙卫健', 'department', 'city-health', county],
  ['village-police', '周公安', 'department', 'city-public-security', county],
  ['village-rural', '吴振兴', 'department', 'city-rural-revitalisation', county],
  ['village-keeper', '钱数据', 'keeper', 'city-data-resources', '341200000000'],
];

export async function makePeople(services: Services): Promise<Cast> {
  const guard = services.use(access);
  // A department that doubts a value opens a case of 数据质量, where the city has it.
  const quality = guard.contracts.some(({ id }) => id === 'data-quality');
  const people = await guard.admin.createDemoPeople(
    rows.map(([account, name, role, department, area]) => ({
      account,
      name,
      kind: 'official' as const,
      posts: [
        { role: `village-data:${role}`, department, area },
        ...(quality && role === 'department'
          ? [{ role: 'data-quality:doubter', department, area, kind: 'concurrent' as const }]
          : []),
      ],
    })),
  );
  return { services, people };
}

/** Somebody at his desk, for the handlers of this system. */
export async function deskOf({ services, people }: Cast, account: string): Promise<Context> {
  return {
    use: (key) => services.use(key),
    principal: await services.use(access).principalOf(people.get(account) ?? ''),
    now: services.use(store).clock.now(),
    traceId: 'demo',
    address: '',
    signal: new AbortController().signal,
    reply: { header: () => undefined },
    requestKey: undefined,
  };
}
