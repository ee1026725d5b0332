/** Brings what the systems declare into the register: new versions as drafts, changed words and shapes as they are now, and what broke since it was on offer. */
import { newId } from '../../../../kernel/ids.ts';
import type { AnyContract, Endpoint, InterfaceSpec } from '../../../../kernel/contract.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { routeRunner } from '../../../../engines/gateway/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { interfaceVersion } from '../registers/interface.ts';
import { compareShapes } from './compare-schemas.ts';
import { exampleOf } from './example-of.ts';

export const mostVersions = 5000;
const by = 'business-platform';

type Values = RowInput<typeof interfaceVersion>;
type Declared = Values & { readonly key: string };

function declaredOf(services: Services, contract: AnyContract): readonly Declared[] {
  const runner = services.use(routeRunner);
  const specs = Object.entries((contract.interfaces ?? {}) as Readonly<Record<string, InterfaceSpec>>);
  return specs.flatMap(([name, spec]) =>
    Object.entries(spec.versions).map(([version, { route, example, answer, changes }]) => {
      const code = `${contract.id}.${name}`;
      const endpoint: Endpoint | undefined = runner.find(contract.id, route);
      if (endpoint === undefined) throw new Error(`${code}@${version} names no route: ${route}`);
      const { input, output } = runner.schemasOf(endpoint);
      return {
        key: `${code}@${version}`,
        code,
        release: version,
        title: spec.title,
        summary: spec.summary,
        owner: spec.owner,
        level: spec.level,
        system: contract.id,
        route,
        clearance: spec.clearance ?? 'internal',
        rate: endpoint.rate ?? null,
        input,
        output: output ?? null,
        example,
        answer: answer ?? exampleOf(output),
        changes: changes ?? null,
      };
    }),
  );
}

/** As the running system declares it, in its own order of fields; the database keeps fields in another. */
export function declaredShapes(
  services: Services,
  row: Row<typeof interfaceVersion>,
): {
  readonly input: unknown;
  readonly output: unknown;
  readonly example: unknown;
  readonly answer: unknown;
} {
  const contract = services.use(access).contracts.find(({ id }) => id === row.system);
  const declared = contract === undefined ? [] : declaredOf(services, contract);
  const { input, output, example, answer } = declared.find(({ key }) => key === row.key) ?? row;
  return { input, output, example, answer };
}

/** Fields in one order, since the database keeps them in its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, given: unknown) =>
    typeof given === 'object' && given !== null && !Array.isArray(given)
      ? Object.fromEntries(Object.entries(given).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : given,
  );
}

/** What of the row has to be written; undefined when nothing has. */
function changesOf(row: Row<typeof interfaceVersion>, declared: Declared): Values | undefined {
  const held = row as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.entries(declared).filter(
    ([field, value]) => canonical(held[field] ?? null) !== canonical(value),
  );
  if (changed.length === 0) return undefined;
  const values: Values = Object.fromEntries(changed);
  if (row.status !== 'published' && row.status !== 'deprecated') return values;
  const { breaking } = compareShapes(row, declared as { input: unknown; output: unknown });
  if (breaking.length === 0) return values;
  const told = new Set([...(row.drift ?? '').split('\n'), ...breaking].filter((line) => line !== ''));
  return { ...values, drift: [...told].join('\n') };
}

export async function loadDeclared(services: Services): Promise<void> {
  const { trusted } = services.use(registers).of(interfaceVersion);
  const declared = services.use(access).contracts.flatMap((contract) => declaredOf(services, contract));
  await services.use(store).transaction(async (work) => {
    const rows = await trusted.findEvery(work.db, { filter: { all: [] }, most: mostVersions });
    const known = new Map(rows.map((row) => [row.key, row]));
    for (const values of declared) {
      const row = known.get(values.key);
      if (row === undefined) {
        await trusted.insert(work, by, { id: newId(), ...values, status: 'draft' });
        continue;
      }
      const changes = changesOf(row, values);
      if (changes !== undefined) await trusted.update(work, by, row, changes);
    }
  });
}
