/** Every indicator of the contracts, checked once at start-up so that a wrong formula shows before anybody asks for it. */
import type { AnyContract, IndicatorSpec } from '../../../kernel/contract.ts';
import type { RegisterService } from '../../registers/index.ts';
import type { IndicatorInfo } from '../service.ts';

function check(info: IndicatorInfo, registers: RegisterService): void {
  const { id, register, spec } = info;
  const found = registers.find(register);
  if (found === undefined) throw new RangeError(`${id}: no register ${register}`);
  const period = found.declaration.fields[spec.period];
  if (period?.type !== 'moment' && period?.type !== 'date')
    throw new RangeError(`${id}: period is no moment or date field: ${spec.period}`);
  if (spec.kind === 'ratio' && spec.denominator === undefined)
    throw new RangeError(`${id}: a ratio needs a denominator`);
  if (spec.kind === 'mean' && spec.value === undefined) throw new RangeError(`${id}: a mean needs a value`);
}

/** By id. Throws RangeError for a declaration that cannot work. */
export function describeIndicators(
  contracts: readonly AnyContract[],
  registers: RegisterService,
): ReadonlyMap<string, IndicatorInfo> {
  const made = new Map<string, IndicatorInfo>();
  for (const contract of contracts) {
    const declared = (contract.indicators ?? {}) as Readonly<Record<string, IndicatorSpec>>;
    for (const [key, spec] of Object.entries(declared)) {
      const id = `${contract.id}.${key}`;
      const info: IndicatorInfo = {
        id,
        system: contract.id,
        systemTitle: contract.title,
        register: `${contract.id}.${spec.from}`,
        spec,
      };
      check(info, registers);
      made.set(id, info);
    }
  }
  return made;
}
