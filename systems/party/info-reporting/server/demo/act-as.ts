/** Lets demo people act: the handlers of this system and the flow engine, called as if each sat at his desk. */
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import type { RowInput } from '../../../../../kernel/register.ts';
import type { Context, Services } from '../../../../../kernel/system.ts';
import { reportTable } from '../../table/report-table.ts';

export interface Cast {
  readonly services: Services;
  /** Subject ids by account. */
  readonly people: ReadonlyMap<string, string>;
}

export async function deskOf({ services, people }: Cast, account: string): Promise<Context> {
  const principal = await services.use(access).principalOf(people.get(account) ?? '');
  return {
    use: (key) => services.use(key),
    principal,
    now: services.use(store).clock.now(),
    traceId: 'demo',
    address: '',
    signal: new AbortController().signal,
    reply: { header: () => undefined },
    requestKey: undefined,
  };
}

type Values = RowInput<typeof reportTable>;

/** Opens a table and takes the given steps of its admission. */
export async function admitTable(
  cast: Cast,
  values: Values,
  by: { readonly designer: string; readonly head: string },
  steps: 1 | 2 | 3,
): Promise<string> {
  const { services } = cast;
  const runner = services.use(flow);
  const opened = await runner.open((await deskOf(cast, by.designer)).principal, reportTable, { values });
  const today = services.use(store).clock.now();
  const validTo = new Date(today.getTime() + 330 * 86_400_000).toISOString().slice(0, 10);
  const way = [
    { who: by.designer, action: 'submit' },
    { who: by.head, action: 'agree', opinion: '同意' },
    {
      who: 'report-reviewer',
      action: 'admit',
      opinion: '依据充分，无重复要数，准予入库',
      values: { validTo },
    },
  ];
  for (const { who, ...act } of way.slice(0, steps)) {
    const row = await services.use(registers).of(reportTable).trusted.find(services.use(store).db, opened.id);
    const { principal } = await deskOf(cast, who);
    await runner.act(principal, reportTable, { id: opened.id, version: row?.version ?? 1, ...act });
  }
  return opened.id;
}
