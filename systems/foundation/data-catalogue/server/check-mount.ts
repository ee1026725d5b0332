/** 挂接: whether what an entry names is really there, passed its last check and is renewed as promised. */
import type { Row } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import { daysOfCycle } from '../data/code-lists.ts';
import { resource } from '../registers/resource.ts';
import { setting } from './setting.ts';

type Entry = Row<typeof resource>;
const by = 'data-catalogue';
const day = 86_400_000;

async function problemOfDataset(services: Services, id: string, entry: Entry): Promise<string | null> {
  const { db, clock } = services.use(store);
  const row = await services.use(registers).of(dataset).trusted.find(db, id);
  const state = await services.use(lake).findDataset(id);
  // A table of the subject layer is nobody's collected dataset.
  const known = row === undefined ? state?.layer === 'subject' : row.state === 'active';
  if (!known) return '挂接的数据集已不存在';
  if (state === undefined || state.file === null || state.refreshedAt === null) return '数据集还没有数据';
  const passing = setting(services, 'passing-score');
  if (row !== undefined && row.score !== null && row.score < passing)
    return `最近一批入库得分${row.score}，低于${passing}`;
  const days = daysOfCycle(entry.cycle ?? '');
  const age = clock.now().getTime() - Date.parse(state.refreshedAt);
  if (days !== undefined && age > days * 1.5 * day) return '没有按更新周期更新';
  return null;
}

/** Why it is not mounted, for people; null where it is. */
export async function problemOfMount(services: Services, entry: Entry): Promise<string | null> {
  const [kind, id = ''] = (entry.target ?? '').split(':');
  if (kind === 'register')
    return services.use(registers).find(id) === undefined ? '挂接的台账已不存在' : null;
  return kind === 'dataset' ? problemOfDataset(services, id, entry) : '没有挂接资源';
}

export async function checkMount(services: Services, work: Work, entry: Entry): Promise<Entry> {
  const problem = await problemOfMount(services, entry);
  const { trusted } = services.use(registers).of(resource);
  const locked = await trusted.lock(work, entry.id);
  if (locked === undefined) return entry;
  const mounted = problem === null;
  if (locked.mounted === mounted && locked.problem === problem && locked.checkedAt !== null) return locked;
  return trusted.update(work, by, locked, { mounted, problem, checkedAt: work.now.toISOString() });
}

/** Entries that are looked at in one transaction. */
const pageSize = 200;

/** The next published entries in the order of their codes. */
function pageAfter(services: Services, code: string): Promise<readonly Entry[]> {
  const filter = {
    all: [
      { field: 'status', is: 'equal', value: 'published' },
      { field: 'code', is: 'more', value: code },
    ],
  } as const;
  return services
    .use(registers)
    .of(resource)
    .trusted.findMany(services.use(store).db, { filter, sort: 'code', limit: pageSize });
}

/** Each hour: all entries that are mounted on a dataset, and those on registers that went. */
export async function checkAllMounts(services: Services): Promise<number> {
  let changed = 0;
  for (let after = ''; ; ) {
    const entries = await pageAfter(services, after);
    await services.use(store).transaction(async (work) => {
      for (const entry of entries)
        if ((await checkMount(services, work, entry)).mounted !== entry.mounted) changed += 1;
    });
    const last = entries.at(-1);
    if (last === undefined || entries.length < pageSize) return changed;
    after = last.code;
  }
}
