/** Every route × everybody: who is not let in by the route's own declaration is refused, and nobody can make the server fall. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityReaches } from '../kernel/access.ts';
import type { Endpoint } from '../kernel/contract.ts';
import { newId } from '../kernel/ids.ts';
import { openTestCity, type TestCity } from './support/city.ts';
import { everybody, type Knocker } from './support/people.ts';

let city: TestCity;
let people: readonly Knocker[];

beforeAll(async () => {
  city = await openTestCity();
  people = await everybody(city);
}, 120_000);
afterAll(() => city.close());

interface Walked {
  readonly system: string;
  readonly name: string;
  readonly route: Endpoint;
}

function everyRoute(): readonly Walked[] {
  return city.systems.flatMap(({ contract }) =>
    Object.entries(contract.routes).map(([name, route]) => ({ system: contract.id, name, route })),
  );
}

/** Path parts that lead to something real where that needs no row. */
const parts: Readonly<Record<string, string>> = {
  register: 'urban-management.component',
  type: 'urban-management.case',
  layer: 'urban-management.cases',
  indicator: 'urban-management.filing-rate',
  z: '12',
  x: '3364',
  y: '1665',
  name: 'access.idle-minutes',
};

function pathOf(route: Endpoint): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => parts[name] ?? newId());
}

function knock(person: Knocker, route: Endpoint) {
  const url = pathOf(route);
  switch (route.method) {
    case 'GET':
      return person.caller.get(url);
    case 'POST':
      return person.caller.post(url);
    case 'PUT':
      return person.caller.put(url);
    case 'PATCH':
      return person.caller.patch(url);
    case 'DELETE':
      return person.caller.del(url);
  }
}

/** Ends the caller's own session or never ends: walked by their own tests. */
const left = new Set(['access.signOut', 'messages.stream']);

function isAdmitted({ system, route }: Walked, { principal }: Knocker): boolean {
  // A citizen who is not known so surely is refused whatever he holds; officials are known by their organ.
  if (principal.kind === 'citizen' && !identityReaches(principal.level, route.level ?? 'L1')) return false;
  if ('allow' in route) return city.access.decide(principal, `${system}:${route.allow}`).permit;
  if ('signedInBecause' in route) return principal.kind !== 'anonymous';
  return true;
}

/** What is wrong with an answer, in words; undefined when it is as it should be. */
function wrongAnswer(walked: Walked, person: Knocker, statusCode: number): string | undefined {
  const label = `${walked.system}.${walked.name} × ${person.title} → ${statusCode}`;
  const refused = person.principal.kind === 'anonymous' ? 401 : 403;
  const admitted = isAdmitted(walked, person);
  if (statusCode >= 500) return `${label}:服务出错`;
  if (!admitted && statusCode !== refused) return `${label}:应为 ${refused}`;
  if ('allow' in walked.route && admitted && [401, 403].includes(statusCode)) return `${label}:应放行`;
  return undefined;
}

test('每个路由都写明谁可以用,或为什么不需要权限', () => {
  for (const { system, name, route } of everyRoute()) {
    const said = ['allow', 'decidedBy', 'signedInBecause', 'publicBecause'].filter((key) => key in route);
    expect(said, `${system}.${name}`).toHaveLength(1);
  }
});

test('逐个路由、逐个角色:没有授权的一律拒绝,任何空输入都不会使服务出错', async () => {
  const wrong: string[] = [];
  let cells = 0;
  for (const walked of everyRoute()) {
    if (left.has(`${walked.system}.${walked.name}`)) continue;
    // All at once, as at a door: what they ask of the database travels together.
    const replies = await Promise.all(people.map((person) => knock(person, walked.route)));
    cells += replies.length;
    for (const [at, person] of people.entries()) {
      const answered = wrongAnswer(walked, person, replies[at]?.statusCode ?? 0);
      if (answered !== undefined) wrong.push(answered);
    }
  }
  expect(wrong).toEqual([]);
  expect(cells).toBeGreaterThan(1000);
}, 900_000);

test('由对象声明决定权限的路由,访客什么也拿不到', async () => {
  const open: string[] = [];
  for (const walked of everyRoute()) {
    if (!('decidedBy' in walked.route)) continue;
    const reply = await city.visitor.get(pathOf(walked.route));
    if (reply.statusCode !== 200) continue;
    // A catalogue may answer, with nothing in it; that it links to itself tells nothing.
    const body = reply.body
      .replace(/"links":\[\{"href":"[^"]*","rel":"self"[^}]*\}\]/, '')
      .replace(/"[a-zA-Z]+":/g, '');
    if (/[1-9"]/.test(body)) open.push(`${walked.system}.${walked.name}: ${reply.body.slice(0, 120)}`);
  }
  expect(open).toEqual([]);
});
