/** How long one access decision takes, for officials drawn from 500 roles and 2,000 areas, beside asking the same of a plain list of grants. */
import { decide } from '../engines/access/server/decide.ts';
import { type Grant, type Principal, scopeMatches } from '../kernel/access.ts';
import { percentile } from './support/percentile.ts';

const roles = 500;
const areas = 2000;
const people = 2000;
const permissionsEach = 12;
/** Microseconds, as promised. */
const target = 20;

/** The same people each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function areaCode(index: number): string {
  const [county, town] = [Math.floor(index / 250) + 1, index % 250];
  return `3412${String(county).padStart(2, '0')}${String(town).padStart(3, '0')}000`;
}

function makePeople(random: () => number): readonly Principal[] {
  const permissionsOf = Array.from({ length: roles }, (_, role) =>
    Array.from({ length: permissionsEach }, (_each, at) => `system-${role % 60}:act-${(role + at) % 40}`),
  );
  return Array.from({ length: people }, (_, index) => {
    const grants = new Map<string, Grant[]>();
    for (let post = 0; post < 1 + Math.floor(random() * 6); post += 1) {
      const scope = { kind: 'area', area: areaCode(Math.floor(random() * areas)) } as const;
      for (const permission of permissionsOf[Math.floor(random() * roles)] ?? [])
        grants.set(permission, [...(grants.get(permission) ?? []), { scope, clearance: 'internal' }]);
    }
    return { id: String(index), name: '', kind: 'official', departments: [], grants, sessionId: undefined };
  });
}

export async function run(): Promise<void> {
  const random = numbers(20_261_126);
  const all = makePeople(random);
  const questions = Array.from({ length: 200_000 }, () => {
    const principal = all[Math.floor(random() * people)] ?? all[0];
    const held = [...(principal?.grants.keys() ?? [])];
    const permission = random() < 0.7 ? (held[Math.floor(random() * held.length)] ?? '') : 'system-1:none';
    return { principal, permission, area: areaCode(Math.floor(random() * areas)) };
  });
  const took: number[] = [];
  const bare: number[] = [];
  let permitted = 0;
  for (const { principal, permission, area } of questions) {
    if (principal === undefined) continue;
    let start = process.hrtime.bigint();
    const decision = decide(principal, permission);
    if (decision.permit && decision.rows.some((scope) => scopeMatches(scope, { area }))) permitted += 1;
    took.push(Number(process.hrtime.bigint() - start) / 1000);
    start = process.hrtime.bigint();
    principal.grants.get(permission)?.some((grant) => scopeMatches(grant.scope, { area }));
    bare.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  const [ours, plain] = [percentile(took, 0.99), percentile(bare, 0.99)];
  console.log(
    `  ${took.length} decisions, ${permitted} permitted; ${roles} roles, ${areas} areas, ${people} people`,
  );
  console.log(
    `figure access-decision-p99 ${ours.toFixed(2)} µs target ≤${target} yardstick list=${plain.toFixed(2)} ratio ${(ours / plain).toFixed(2)}`,
  );
}
