/** Demo documents that came in (演示数据): one waits for the leader's instruction, one is circulated to him; and a bulletin that some have read. */
import type { Services } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import { flow } from '../../../../../engines/flow/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { incomingDocument } from '../../document/incoming-document.ts';
import { bulletin, bulletinReceipt } from '../../registers/bulletin.ts';
import { delivery } from '../../registers/delivery.ts';
import type { DemoOffice } from './make-office.ts';
import demo from './stories.json' with { type: 'json' };

const receiver = 'city-government-office';
const publisher = 'city-data-resources';

export async function makeIncoming(services: Services, office: DemoOffice): Promise<void> {
  const { db } = services.use(store);
  const runner = services.use(flow);
  const secretary = await services.use(access).principalOf(office.people.get('office-city-secretary') ?? '');
  const leader = { unit: null, person: office.people.get('office-city-leader') ?? '' };
  const filter = { field: 'receiver', is: 'equal', value: receiver } as const;
  const came = await services.use(registers).of(delivery).trusted.findMany(db, { filter, limit: 10 });
  for (const { id, title, kind } of came) {
    const { id: opened, version } = await runner.open(secretary, incomingDocument, {
      values: { delivery: id, title },
    });
    const proposal = { proposal: demo.proposal };
    await runner.act(
      secretary,
      incomingDocument,
      kind === 'main'
        ? { id: opened, version, action: 'instruct', values: proposal }
        : { id: opened, version, action: 'verb.circulate', target: { people: [leader] } },
    );
  }
}

export async function makeBulletin(services: Services, office: DemoOffice): Promise<void> {
  const rows = services.use(registers);
  const by = office.people.get('office-secretary') ?? '';
  const readers = [
    ['office-clerk', publisher, true],
    ['office-head', publisher, false],
    ['office-leader', publisher, false],
    ['office-finance-secretary', 'city-finance', true],
    ['office-finance-head', 'city-finance', false],
  ] as const;
  await services.use(store).transaction(async (work) => {
    const at = work.now.toISOString();
    const sent = await rows.of(bulletin).trusted.insert(work, by, {
      ...demo.bulletin,
      publisher,
      publishedBy: by,
      publishedAt: at,
      units: [publisher, 'city-finance'],
    });
    const receipts = readers.map(([account, unit, read]) => ({
      bulletin: sent.id,
      publisher,
      unit,
      reader: office.people.get(account) ?? '',
      ...(read ? { readAt: at } : {}),
    }));
    await rows.of(bulletinReceipt).trusted.insertMany(work, by, receipts);
  });
}
