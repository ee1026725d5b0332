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
import { findingOf, tellEnd } from './link/doubt-content.ts';

const mount = 'dataset:';
/** A register of the city's own: `rowKey` is the id of its row. */
const registerMount = 'register:';

async function checkDoubt(
  services: Services,
  work: Work,
  principal: Principal,
  values: RowInput<typeof dispute>,
): Promise<{ readonly provider: string; readonly consumer: string }> {
  const { trusted } = services.use(registers).of(resource);
  const entry =
    typeof values.resource === 'string' ? await trusted.find(work.db, values.resource) : undefined;
  const held = entry?.target ?? '';
  const mounted = held.startsWith(mount) || held.startsWith(registerMount);
  if (entry === undefined || entry.status !== 'published' || !mounted) throw errors.noResource();
  // Of another platform: the department that keeps the link stands for it here, and may be the provider itself.
  const far = principal.kind === 'service' && typeof values.link === 'string';
  const consumer = far ? values.consumer : principal.departments[0];
  if (!consumer || (consumer === entry.provider && !far)) throw errors.ownData();
  const items = z.array(Item).safeParse(entry.items).data ?? [];
  const { field } = values;
  if (field && !items.some((item) => item.name === field)) throw errors.unknownField({ field });
  return { provider: entry.provider, consumer };
}

/** When what the doubt is about was last renewed: the dataset, or the one row of a register. */
async function renewedAt(services: Services, work: Work, target: string, rowKey: string) {
  if (target.startsWith(registerMount)) {
    const { trusted } = services.use(registers).rows(target.slice(registerMount.length));
    return (await trusted.find(work.db, rowKey))?.updatedAt ?? null;
  }
  return (await services.use(lake).findDataset(target.slice(mount.length)))?.refreshedAt ?? null;
}

/** 'Corrected' is no word alone: the data must have been renewed since the doubt was raised. */
async function checkCorrected(services: Services, work: Work, row: Row<typeof dispute>): Promise<void> {
  const entry = await services.use(registers).of(resource).trusted.find(work.db, row.resource);
  const refreshed = await renewedAt(services, work, entry?.target ?? '', row.rowKey);
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
    if (action === 'corrected') await checkCorrected(services, work, row);
    if (action === 'corrected') return { verdict: 'corrected' };
    if (action === 'uphold') return { verdict: 'upheld' };
    return action === 'again' ? { round: (row.round ?? 0) + 1 } : undefined;
  },
  async after({ row, services, work }) {
    if (row.link === null) return;
    const { id, version, title } = row;
    await tellEnd(services, work, row.link, { kind: 'finding', id, version, title }, findingOf(row));
  },
});
