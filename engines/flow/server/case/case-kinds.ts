/** The case types of the city with what the engine needs of each at hand: permissions, title, hooks and files. */
import type { CaseProcess, CaseType } from '../../../../kernel/case.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { RegisterRows, RegisterService } from '../../../registers/index.ts';
import type { Register } from '../../../../kernel/register.ts';
import type { BoundCase, CaseBinding } from '../../service.ts';

export type PlainRow = Readonly<Record<string, unknown>>;

export interface CaseKind {
  /** '<system>.<case>' */
  readonly id: string;
  readonly system: string;
  readonly declaration: CaseType;
  /** The definition in force; running cases may be on an older one. */
  readonly process: CaseProcess;
  readonly binding: CaseBinding<CaseType>;
  readonly rows: RegisterRows<Register>;
  /** Names of fields that hold file ids. */
  readonly fileFields: readonly string[];
  /** What names the case on lists; the number where the title is not for everybody's eyes. */
  titleOf(row: PlainRow): string;
  /** Path of its page. */
  link(id: string): string;
}

export interface CaseKinds {
  all(): readonly CaseKind[];
  /** Throws city.missing. */
  get(id: string): CaseKind;
  find(id: string): CaseKind | undefined;
  of(type: CaseType): CaseKind;
}

/** Titles stand in everybody's lists: one that an internal clearance does not see gives way to the number. */
function titleReader(registers: RegisterService, id: string, declaration: CaseType) {
  return (row: PlainRow): string => {
    const closed = registers.hidden(id, { clearance: 'internal' }).has(declaration.titleField);
    const title = closed ? undefined : row[declaration.titleField];
    return typeof title === 'string' && title !== '' ? title : String(row['number']);
  };
}

export function openCaseKinds(registers: RegisterService, bound: readonly BoundCase[]): CaseKinds {
  const bindings = new Map(bound.map((each) => [each.type, each.binding]));
  const kinds = new Map<string, CaseKind>();
  const byType = new Map<CaseType, CaseKind>();
  for (const info of registers.all()) {
    if (info.declaration.kind !== 'case') continue;
    const declaration = info.declaration as CaseType;
    const binding = bindings.get(declaration) ?? {};
    const kind: CaseKind = {
      id: info.id,
      system: info.system,
      declaration,
      process: declaration.process,
      binding,
      rows: registers.rows(info.id),
      fileFields: Object.entries(declaration.fields).flatMap(([name, field]) =>
        field.type === 'files' ? [name] : [],
      ),
      titleOf: titleReader(registers, info.id, declaration),
      link: binding.link ?? ((id) => `/flow/cases/${info.id}/${id}`),
    };
    kinds.set(info.id, kind);
    byType.set(declaration, kind);
  }
  function found(kind: CaseKind | undefined): CaseKind {
    if (kind === undefined) throw commonErrors.missing();
    return kind;
  }
  return {
    all: () => [...kinds.values()],
    get: (id) => found(kinds.get(id)),
    find: (id) => kinds.get(id),
    of: (type) => found(byType.get(type)),
  };
}
