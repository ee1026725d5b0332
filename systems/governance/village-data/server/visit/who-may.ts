/** What every writing of a card asks first: is the household his, who is he in words, is the number free. */
import { access } from '../../../../../engines/access/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import { decisionMatches, type Principal } from '../../../../../kernel/access.ts';
import type { Context } from '../../../../../kernel/system.ts';
import type { Value } from '../../card/card.ts';
import { errors } from '../../errors.ts';
import { member } from '../../registers/card.ts';
import { departmentName } from '../catalogue.ts';
import type { HeldCard } from '../card/find-card.ts';

/** '王家坝村 王主任', as a card names who wrote a value. */
export function nameOf(context: Context): string {
  const [department] = context.principal.departments;
  const unit = department === undefined ? '' : `${departmentName(context, department)} `;
  return `${unit}${context.principal.name}`.slice(0, 80);
}

/** Outside of his village there is nothing: the same answer as for no such household. */
export function requireReach(
  context: Context,
  principal: Principal,
  row: { readonly area: string; readonly standing: string | null },
): void {
  const decision = context.use(access).decide(principal, 'village-data:collect');
  if (!decisionMatches(decision, { area: row.area })) throw errors.noHousehold();
  if (row.standing !== null && row.standing !== 'active') throw errors.householdEnded();
}

export async function checkIdCard(
  context: Context,
  work: Work,
  card: HeldCard,
  given: { readonly member: string | null; readonly value: Value },
): Promise<void> {
  if (typeof given.value !== 'string') return;
  const found = await context
    .use(registers)
    .of(member)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'idCard', is: 'equal', value: given.value.toUpperCase() },
          { field: 'area', is: 'equal', value: card.household.area },
        ],
      },
      limit: 5,
    });
  const other = found.find(
    (each) => each.id !== given.member && (each.standing === null || each.standing === 'living'),
  );
  if (other !== undefined) throw errors.idTaken({ number: other.household });
}
