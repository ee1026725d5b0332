/** Registers about people as this system speaks of them: whose they are, what may be corrected in place, how long they are kept. */
import { access } from '../../../../../engines/access/service.ts';
import { type RegisterInfo, registers } from '../../../../../engines/registers/service.ts';
import { findDivision } from '../../../../../city/divisions.ts';
import type { CaseType } from '../../../../../kernel/case.ts';
import type { Field, Register, Row } from '../../../../../kernel/register.ts';
import type { Services } from '../../../../../kernel/system.ts';
import { shanghaiDate, shanghaiTime } from '../../../../../kernel/working-time.ts';
import { errors } from '../../errors.ts';

export type PersonalRow = Row<Register>;

export interface PersonalRegister {
  readonly info: RegisterInfo;
  readonly correct: readonly string[];
}

export function personalRegisters(services: Services): readonly PersonalRegister[] {
  const rows = services.use(registers);
  const all = rows.personal.registers.map(({ id, correct }) => ({ info: rows.get(id), correct }));
  // What the city kept of the asking itself comes after what is asked about.
  const own = ({ info }: PersonalRegister) => (info.system === 'data-protection' ? 1 : 0);
  return all.sort((left, right) => own(left) - own(right));
}

/** Throws nothingHeld for a register that is about nobody, and for one that is not there. */
export function getPersonalRegister(services: Services, id: string): PersonalRegister {
  const found = personalRegisters(services).find(({ info }) => info.id === id);
  if (found === undefined) throw errors.nothingHeld();
  return found;
}

export function departmentName(services: Services, id: string): string {
  return services.use(access).findDepartment(id)?.name ?? id;
}

export function valueOf(row: PersonalRow, name: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>>)[name] ?? null;
}

function momentWords(value: unknown): string {
  const at = new Date(String(value));
  return `${shanghaiDate(at)} ${shanghaiTime(at).slice(0, 5)}`;
}

/** A value in words: names in the place of codes. */
export function showValue(services: Services, declaration: Register, name: string, value: unknown): string {
  const field: Field | undefined = declaration.fields[name];
  if (field === undefined || value === null || value === undefined) return '';
  const nameOf = (code: unknown) =>
    (field.codeList === undefined
      ? undefined
      : services.use(registers).codeLists.nameOf(field.codeList, String(code))) ?? String(code);
  switch (field.type) {
    case 'code':
      return stageWords(declaration, name, value) ?? nameOf(value);
    case 'codes':
      return (value as readonly string[]).map(nameOf).join('、');
    case 'department':
      return departmentName(services, String(value));
    case 'area':
      return findDivision(String(value))?.name ?? String(value);
    case 'boolean':
      return value === true ? '是' : '否';
    case 'moment':
      return momentWords(value);
    case 'files':
      return `${(value as readonly string[]).length} 个附件`;
    case 'point':
    case 'json':
      return JSON.stringify(value);
    default:
      return String(value);
  }
}

/** Stage and outcome of a case are titled by its process, not by a code list. */
function stageWords(declaration: Register, name: string, value: unknown): string | undefined {
  if (declaration.kind !== 'case') return undefined;
  const { stages, outcomes } = (declaration as CaseType).process;
  if (name === 'stage') return stages[String(value)]?.title;
  return name === 'outcome' ? outcomes[String(value)]?.title : undefined;
}
