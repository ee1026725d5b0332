/** The rule of one row of a system's register, as the system's declaration wants it; the row is told which it is, or why there is none. */
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Services } from '../../../../kernel/system.ts';
import type { RegisterService } from '../../../registers/index.ts';
import type { Work } from '../../../store/index.ts';
import type { RowRule, RuledRegister } from '../../service.ts';
import type { keepRule } from './keep-rule.ts';

export interface RowRuleDeps {
  readonly registers: RegisterService;
  readonly keep: (
    work: Work,
    by: string,
    id: string | null,
    wanted: Parameters<typeof keepRule>[4],
  ) => ReturnType<typeof keepRule>;
}

export async function keepRowRule<R extends RuledRegister>(
  { registers, keep }: RowRuleDeps,
  services: Services,
  work: Work,
  { register, by, wanted }: RowRule<R>,
  row: Row<R>,
): Promise<void> {
  // What the declaration demands of R, said of its rows.
  const { enabled, rule, problem: before } = row as unknown as Row<RuledRegister>;
  const on = enabled === true && row.state === 'active';
  const found = on ? await wanted(row, work, services) : undefined;
  const problem = typeof found === 'string' ? found : null;
  const { id } = await keep(work, by, rule, typeof found === 'string' ? undefined : found);
  if (id === rule && problem === before) return;
  const told = { rule: id, problem } as unknown as RowInput<R>;
  await registers.of(register).trusted.update(work, by, row, told);
}
