/** One holder of every role at several places, and everybody else who may knock: the rows and columns of the access tests. */
import { anonymous, type Principal } from '../../kernel/access.ts';
import type { RoleSpec } from '../../kernel/contract.ts';
import type { Caller, TestCity } from './city.ts';

export interface Knocker {
  /** '处置员@颍州区' */
  readonly title: string;
  readonly principal: Principal;
  readonly caller: Caller;
}

const places = [
  { title: '全市', area: '341200000000', department: 'city-urban-management' },
  { title: '颍州区', area: '341202000000', department: 'yingzhou-urban-management' },
  { title: '颍东区', area: '341203000000', department: 'yingdong-urban-management' },
] as const;

/** Every built-in role × place, two citizens, somebody signed in without any post, and the visitor. */
export async function everybody(city: TestCity): Promise<readonly Knocker[]> {
  const knockers: Knocker[] = [{ title: '访客', principal: anonymous, caller: city.visitor }];
  let serial = 0;

  async function add(
    title: string,
    kind: 'official' | 'citizen',
    posts: readonly { role: string; department: string; area: string }[],
  ): Promise<void> {
    serial += 1;
    const { id } = await city.access.admin.createSubject({
      account: `knocker-${serial}`,
      name: `测试${serial}`,
      kind,
      posts,
      mustChange: false,
      // The hash of nothing: these people come in by session, never by password.
      passwordHash: 'none',
      password: 'none',
    });
    knockers.push({ title, principal: await city.access.principalOf(id), caller: await city.as(id) });
  }

  for (const contract of city.access.contracts) {
    for (const [key, role] of Object.entries((contract.roles ?? {}) as Readonly<Record<string, RoleSpec>>)) {
      if (key === 'citizen') continue;
      for (const { title, area, department } of places) {
        await add(`${role.title}@${title}`, 'official', [
          { role: `${contract.id}:${key}`, department, area },
        ]);
      }
    }
  }
  await add('无岗位人员', 'official', []);
  await add('市民甲', 'citizen', []);
  await add('市民乙', 'citizen', []);
  return knockers;
}
