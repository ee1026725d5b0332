/** Values as people read them, for sheets and search: names for codes, areas and departments, Shanghai time. */
import { shanghaiDate, shanghaiTime } from '../../../../kernel/working-time.ts';
import type { Field, Point } from '../../../../kernel/register.ts';
import type { Lookups } from './lookups.ts';

export function showValue(field: Field, value: unknown, lookups: Lookups): string {
  if (value === null || value === undefined) return '';
  switch (field.type) {
    case 'code':
      return field.codeList === undefined
        ? String(value)
        : (lookups.codeName(field.codeList, String(value)) ?? String(value));
    case 'codes': {
      const list = field.codeList;
      return (value as readonly string[])
        .map((code) => (list === undefined ? code : (lookups.codeName(list, code) ?? code)))
        .join('、');
    }
    case 'area':
      return lookups.findArea(String(value))?.name ?? String(value);
    case 'department':
      return lookups.findDepartment(String(value))?.name ?? String(value);
    case 'boolean':
      return value === true ? '是' : '否';
    case 'moment': {
      const at = new Date(String(value));
      return `${shanghaiDate(at)} ${shanghaiTime(at)}`;
    }
    case 'point': {
      const { lon, lat } = value as Point;
      return `${lon},${lat}`;
    }
    case 'files':
      return (value as readonly string[]).join('、');
    case 'json':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}
