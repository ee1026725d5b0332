/** 疑义: when the village writes or confirms a doubted place, the doubt is answered for it: 已更正, or 核实无误; the doubter has the last word. */
import { systemPrincipal } from '../../../../../engines/access/index.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Database, Work } from '../../../../../engines/store/service.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { dispute } from '../../../../foundation/data-quality/contract.ts';
import { type Place, placeKey } from '../../card/card.ts';
import { doubt } from '../../registers/flow.ts';

const most = 100_000;

/** Doubts about a household that the village has not answered yet. */
export async function openDoubts(services: Services, db: Database, households: readonly string[]) {
  if (households.length === 0) return [];
  return services
    .use(registers)
    .of(doubt)
    .trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'household', is: 'one-of', value: households },
          { field: 'answeredAt', is: 'empty' },
        ],
      },
      most,
    });
}

export function placeOfDoubt(row: { readonly member: string | null; readonly field: string }): Place {
  return { of: row.member === null ? 'household' : 'member', member: row.member, field: row.field };
}

export async function answerDoubts(
  services: Services,
  work: Work,
  household: string,
  given: { readonly changed: readonly Place[]; readonly confirmed: readonly Place[]; readonly by: string },
): Promise<void> {
  const changed = new Set(given.changed.map(placeKey));
  const confirmed = new Set(given.confirmed.map(placeKey));
  const rows = services.use(registers);
  for (const row of await openDoubts(services, work.db, [household])) {
    const key = placeKey(placeOfDoubt(row));
    if (!changed.has(key) && !confirmed.has(key)) continue;
    const found = await rows.of(dispute).trusted.find(work.db, row.dispute);
    await rows.of(doubt).trusted.update(work, 'village-data', row, { answeredAt: work.now.toISOString() });
    if (found === undefined || found.status === 'closed' || found.stage !== 'verify') continue;
    const right = changed.has(key);
    await services.use(flow).act(
      systemPrincipal,
      dispute,
      {
        id: found.id,
        version: found.version,
        action: right ? 'corrected' : 'uphold',
        values: { finding: `${given.by} 入户核实：${right ? '已更正' : '原值无误'}` },
      },
      work,
    );
  }
}
