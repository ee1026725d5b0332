/** 个人信息: finds what the registers hold on one person, by the fields that say whose a row is, through references where a row hangs on another. */
import { sql } from 'kysely';
import { isId } from '../../../../kernel/ids.ts';
import type { Register, Row } from '../../../../kernel/register.ts';
import type { Database } from '../../../store/service.ts';
import { registerErrors } from '../../errors.ts';
import type { PersonalRows } from '../../service.ts';
import { checkValues } from '../field/check-values.ts';
import type { Condition } from '../row/filter-condition.ts';
import { openRows, type PlainRow, type RowContext } from '../row/row-context.ts';
import type { Shape } from '../shape/describe-shape.ts';

/** A row of a row of a person is his; longer chains are a mistake in the declarations. */
const deepest = 3;

/** Rows of the register that are about the subject, archived ones too: what is withdrawn is still held. */
export function isAbout(
  shape: Shape,
  subject: string,
  findShape: (id: string) => Shape | undefined,
  depth = 0,
): Condition {
  if (shape.personal.length === 0 || depth > deepest) return sql<boolean>`false`;
  const parts = shape.personal.map(({ column, field }) => {
    if (field.type === 'subject') return sql<boolean>`${sql.ref(column)} = ${subject}`;
    const target = findShape(field.to ?? '');
    if (target === undefined) return sql<boolean>`false`;
    return sql<boolean>`${sql.ref(column)} in (select id from ${target.table}
      where ${isAbout(target, subject, findShape, depth + 1)})`;
  });
  return sql<boolean>`(${sql.join(parts, sql` or `)})`;
}

export function personalRows(
  shapes: ReadonlyMap<string, Shape>,
  contextOf: (register: string) => Pick<RowContext, 'checks' | 'seals'>,
): PersonalRows {
  const about = [...shapes.values()].filter(({ personal }) => personal.length > 0);
  const known = new Map(about.map((shape) => [shape.info.id, shape]));
  const conditionOf = (shape: Shape, subject: string) => isAbout(shape, subject, (id) => shapes.get(id));

  async function select(
    db: Database,
    shape: Shape,
    where: Condition,
    most: number,
  ): Promise<readonly Row<Register>[]> {
    const found = await sql<PlainRow>`select ${shape.select} from ${shape.table} where ${where}
      order by created_at desc, id limit ${most}`.execute(db);
    await openRows(contextOf(shape.info.id), found.rows);
    return found.rows as unknown as readonly Row<Register>[];
  }

  return {
    registers: about.map(({ info }) => ({
      id: info.id,
      correct: info.declaration.personal?.correct ?? [],
    })),
    async count(db, register, subject) {
      const shape = known.get(register);
      if (shape === undefined) return 0;
      const found = await sql<{ rows: string }>`select count(*) as rows from ${shape.table}
        where ${conditionOf(shape, subject)}`.execute(db);
      return Number(found.rows[0]?.rows ?? 0);
    },
    async list(db, register, subject, most) {
      const shape = known.get(register);
      return shape === undefined ? [] : select(db, shape, conditionOf(shape, subject), most);
    },
    async find(db, register, subject, id) {
      const shape = known.get(register);
      if (shape === undefined || !isId(id)) return undefined;
      const [row] = await select(
        db,
        shape,
        sql<boolean>`id = ${id}::uuid and ${conditionOf(shape, subject)}`,
        1,
      );
      return row;
    },
    check(register, row, values) {
      const shape = known.get(register);
      if (shape === undefined) throw registerErrors.unknownRegister();
      const before = row as unknown as PlainRow;
      return checkValues(shape, contextOf(register).checks, values, { whole: false, managed: true, before });
    },
  };
}
