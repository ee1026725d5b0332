/** Finds receipts: of one's own contracts, and of all of them for whoever audits. */
import { decisionMatches } from '../../../../kernel/access.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access } from '../../../../engines/access/service.ts';
import { lake } from '../../../../engines/lake/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { agreement } from '../registers/agreement.ts';
import { application } from '../registers/application.ts';
import type { demandRoutes } from '../demand-routes.ts';
import type { receiptRoutes } from '../receipt-routes.ts';
import { may } from './may.ts';
import { useOf } from './renewals.ts';
import { suggestEntries } from './suggest-entries.ts';

type AgreementRow = Row<typeof agreement>;

const most = 100_000;
const day = 86_400_000;

/** Whether he sees every receipt of this contract, though the contract itself may be none of his. */
export function auditsReceipts(context: Context, row: AgreementRow): boolean {
  return may(context, 'audit', [row.consumer, row.provider]);
}

/** Contracts whose receipts the caller may see, as far as what he asks for names them. */
async function contractsOf(
  context: Context,
  asked: { readonly contract?: string | undefined; readonly department?: string | undefined },
): Promise<readonly AgreementRow[]> {
  const rows = await context.use(registers).of(agreement).trusted.findEvery(context.use(store).db, { most });
  const read = context.use(access).decide(context.principal, 'data-sharing:read');
  const word = asked.contract?.trim() ?? '';
  return rows.filter(
    (row) =>
      (auditsReceipts(context, row) ||
        decisionMatches(read, { departments: [row.consumer, row.provider] })) &&
      (word === '' || row.id === word || row.number.includes(word)) &&
      (asked.department === undefined || [row.consumer, row.provider].includes(asked.department)),
  );
}

/** From the first moment of one day in Shanghai to the last of another. */
function momentOf(date: string | undefined, days: number): string | undefined {
  return date === undefined
    ? undefined
    : new Date(Date.parse(`${date}T00:00:00+08:00`) + days * day).toISOString();
}

export const receiptHandlers: Handlers<typeof receiptRoutes & typeof demandRoutes> = {
  suggestions: async ({ id }, context) => ({ entries: await suggestEntries(context, id) }),
  async receipts({ receipt, application: app, outcome, from, to, before, size, ...asked }, context) {
    const { db } = context.use(store);
    const contracts = new Map((await contractsOf(context, asked)).map((row) => [row.id, row]));
    const basin = context.use(lake);
    const names = new Map<string, string>();
    const nameOf = async (id: string) => {
      const known = names.get(id);
      if (known !== undefined) return known;
      const name = (await context.use(registers).of(application).trusted.find(db, id))?.name ?? '';
      names.set(id, name);
      return name;
    };
    const wanted = app?.trim() ?? '';
    const apps: string[] = [];
    for (const id of new Set([...contracts.values()].map((row) => row.application)))
      if (wanted === '' || id === wanted || (await nameOf(id)).includes(wanted)) apps.push(id);
    const one = receipt === undefined ? undefined : await basin.findCall(receipt);
    const found =
      receipt !== undefined
        ? [one].flatMap((call) => (call === undefined || !contracts.has(call.contract) ? [] : [call]))
        : await basin.calls({
            contracts: [...contracts.keys()],
            apps: wanted === '' ? undefined : apps,
            outcome,
            from: momentOf(from, 0),
            to: momentOf(to, 1),
            before,
            size: size + 1,
          });
    const guard = context.use(access);
    const departmentOf = (id: string | undefined) => guard.findDepartment(id ?? '')?.name ?? '';
    const receipts = [];
    for (const call of found.slice(0, size)) {
      const row = contracts.get(call.contract);
      receipts.push({
        id: call.id,
        at: call.at,
        application: await nameOf(call.app),
        contract: call.contract,
        number: row?.number ?? '',
        consumer: departmentOf(row?.consumer),
        provider: departmentOf(row?.provider),
        outcome: call.outcome,
        rows: call.rows,
      });
    }
    return {
      receipts,
      more: found.length > size,
      all: guard.decide(context.principal, 'data-sharing:audit').permit,
    };
  },
  async use({ id }, context) {
    const row = await context.use(registers).of(agreement).get(context.principal, id);
    return { ...(await useOf(context, id)), mayRenew: may(context, 'apply', [row.consumer]) };
  },
};
