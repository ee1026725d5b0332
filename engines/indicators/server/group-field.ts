/** Which field of a register a statistic groups by: the area and the unit that its rows belong to, or any field by its name. */
import type { Register } from '../../../kernel/register.ts';

export type Grouping = 'area' | 'department';

/** Undefined where the rows of the register cannot be grouped so. */
export function findGroupField(declaration: Register, by: string): string | undefined {
  if (by === 'area' && declaration.scope?.area !== undefined) return declaration.scope.area;
  if (by === 'department') {
    const field = declaration.kind === 'case' ? 'leadUnit' : declaration.scope?.departments?.[0];
    if (field !== undefined) return field;
  }
  return Object.hasOwn(declaration.fields, by) ? by : undefined;
}

/** What a page may offer for the indicators of the register. */
export function groupingsOf(declaration: Register): Grouping[] {
  return (['area', 'department'] as const).filter((by) => findGroupField(declaration, by) !== undefined);
}
