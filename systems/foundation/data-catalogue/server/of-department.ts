/** What the catalogue needs to know of a department: its credit code, and under which 项 its entries stand. */
import { getDepartment } from '../../../../city/departments.ts';
import type { Department } from '../../../../engines/access/service.ts';
import { itemOfDepartment } from '../data/code-lists.ts';

const city = '341200000000';

export function ofDepartment(department: Department | undefined): {
  readonly creditCode: string;
  readonly itemCode: string;
} {
  if (department === undefined) return { creditCode: '', itemCode: itemOfDepartment('bureau', false) };
  return {
    creditCode: getDepartment(department.id).creditCode,
    itemCode: itemOfDepartment(department.kind, department.area !== city),
  };
}
