/** The code behind 疑义校核, handed to the flow engine. */
import { z } from 'zod';
import type { Principal } from '../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import { bindCase } from '../../../../engines/flow/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { Item, resource } from '../../data-catalogue/contract.ts';
import { dispute } from '../case/dispute.ts';
import { errors } from '../errors.ts';

const mount = 'dataset:';

async function checkDoubt(
  services: Services,
  work: Work,
  principal: Principal,
  values: RowInput<typeof dispute>,
): Promise<{ readonly provider: string; readonly consumer: string }> {
  const { trusted } = services.use(registers).of(resource);
  const entry =
    typeof values.resource === 'string' ? await trusted.find(work.db, values.resource) : undefined;
  if (entry === undefined || entry.status !== 'published' || !(entry.target ?? '').startsWith(mount))
    throw errors.noResource();
  const [consumer] = principal.departments;
  if (consumer === undefined || consumer === entry.provider) throw errors.ownData();
  const items = z.array(Item).safeParse(entry.items).data ?? [];
  const { field } = values;
  if (field && !items.some((item) => item.name === field)) throw errors.unknownField({ field });
  return { provider: entry.provider, consumer };
}

/** 'Corrected' is no word alone: the data must have been renewed since the doubt was raised. */
async function checkCorrected(services: Services, row: Row<typeof dispute>): Promise<void> {
  const { db } = services.use(store);
  const entry = await services.use(registers).of(resource).trusted.find(db, row.resource);
  const state = await services.use(lake).findDataset((entry?.target ?? '').slice(mount.length));
  const refreshed = state?.refreshedAt ?? null;
  if (refreshed === null || Date.parse(refreshed) <= Date.parse(row.openedAt)) throw errors.notCorrected();
}

export const disputeBinding = bindCase(dispute, {
  async limits({ stage, services }) {
    if (stage !== 'verify') return undefined;
    return {
      stage: { amount: services.use(store).settings.value('data-quality.verify-days'), unit: 'work-day' },
    };
  },
  async assign({ row, stage }) {
    return stage === 'verify' && row.provider !== null ? { unit: row.provider } : undefined;
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return checkDoubt(services, work, principal, values);
    if (action === 'corrected') await checkCorrected(services, row);
    return undefined;
  },
});
