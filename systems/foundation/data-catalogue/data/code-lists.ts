/** Code lists of the national guide as the catalogue uses them. */
import table from './code-lists.json' with { type: 'json' };

export const codeLists: Readonly<Record<string, Readonly<Record<string, string>>>> = table.lists;
export const codeSource = table.source;

const departmentItems: Readonly<Record<string, string>> = table.departmentItems;
const cycleDays: Readonly<Record<string, number>> = table.cycleDays;

/** 项 of a department's own catalogue by its kind; what the guide does not name stands under 政府. */
export function itemOfDepartment(kind: string, isCounty: boolean): string {
  return isCounty ? '307' : (departmentItems[kind] ?? '303');
}

/** Days within which data of this update cycle must be renewed; undefined where nothing is promised. */
export function daysOfCycle(cycle: string): number | undefined {
  return cycleDays[cycle];
}
