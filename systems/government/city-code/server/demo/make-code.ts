/** Demo people, holders and operators' reports (演示数据); numbers of persons are synthetic. */
import { completeIdCard } from '../../../../../kernel/check-characters.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { holder } from '../../registers/holder.ts';
import { operatorReport } from '../../registers/scene.ts';
import demo from './demo-code.json' with { type: 'json' };

const city = '341200000000';

/** One over sixty, one not; valid by GB 11643 and nobody's. */
export const demoIdCards: readonly string[] = ['34120219550110991', '34120219900110991'].map(completeIdCard);

export async function makeCode(services: Services): Promise<ReadonlyMap<string, string>> {
  const officials = demo.people.map(({ account, name, role, department }) => ({
    account,
    name,
    kind: 'official' as const,
    posts: [{ role: `city-code:${role}`, department, area: city }],
  }));
  const citizens = demo.citizens.map((account, at) => ({
    account,
    name: ['程望', '姚远'][at] ?? '程望',
    kind: 'citizen' as const,
  }));
  const people = await services.use(access).admin.createDemoPeople([...officials, ...citizens]);
  const ids = demo.citizens.map((account) => people.get(account) ?? '');
  const names = await services.use(access).namesOf(ids);
  await services.use(store).transaction(async (work) => {
    const rows = services.use(registers);
    for (const [at, id] of ids.entries())
      await rows.of(holder).trusted.insert(work, 'city-code', {
        holder: id,
        name: names.get(id) ?? '演示市民',
        idCard: demoIdCards[at] ?? '',
        claimedAt: work.now.toISOString(),
        way: 'phone',
      });
    for (const report of demo.reports)
      await rows
        .of(operatorReport)
        .trusted.insert(work, 'city-code', { ...report, month: '2026-10-31', level: 'city' });
  });
  return people;
}
