/** Every register of every system enters the catalogue by itself, mounted on the table that it is; what its declaration changes, the entry follows. */
import type { Field } from '../../../../kernel/register.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { type RegisterInfo, registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { resource } from '../registers/resource.ts';
import { allotCode } from './allot-code.ts';
import { ofDepartment } from './of-department.ts';

const by = 'data-catalogue';
/** A declaration says how a register is shared, not under which condition: people write that into a filing. */
export const conditions = {
  '1': null,
  '2': '由责任部门按需审核',
  '3': '系统内部台账，按岗位授权使用',
} as const;
export const shareTypes = { unconditional: '1', conditional: '2', none: '3' } as const;
/** 数据类型 of the national guide. */
const dataTypes: Readonly<Partial<Record<Field['type'], string>>> = {
  integer: 'I',
  decimal: 'N',
  boolean: 'L',
  date: 'D',
  moment: 'T',
  'long-text': 'M',
  json: 'G',
  files: 'G',
  point: 'G',
};

function itemsOf(info: RegisterInfo) {
  return Object.entries(info.declaration.fields).map(([name, field]) => ({
    name,
    title: field.title,
    type: dataTypes[field.type] ?? 'C',
    class: field.class ?? 'internal',
  }));
}

function entryOf(services: Services, info: RegisterInfo) {
  const { declaration } = info;
  const owner = services.use(access).findDepartment(declaration.owner);
  const about = ofDepartment(owner);
  const items = itemsOf(info);
  const shareType = shareTypes[declaration.share];
  return {
    name: declaration.title.slice(0, 100),
    provider: declaration.owner,
    providerCode: about.creditCode,
    classCode: '3',
    itemCode: about.itemCode,
    abstract: (declaration.summary ?? `${declaration.title}台账`).slice(0, 1000),
    format: '0200',
    shareType,
    shareCondition: conditions[shareType],
    shareModes: shareType === '3' ? [] : ['api', 'file'],
    openType: shareTypes[declaration.open],
    openCondition: declaration.open === 'conditional' ? '由责任部门审核' : null,
    cycle: '1',
    items,
    itemWords: items
      .map((item) => item.title)
      .join(' ')
      .slice(0, 20_000),
    target: `register:${info.id}`,
  };
}

type Values = ReturnType<typeof entryOf>;

/** Writes the entry of what enters by itself, or lets it follow its declaration. */
export async function enter(
  services: Services,
  work: Work,
  values: Omit<Values, 'target'> & { readonly target: string },
  origin: 'register' | 'subject',
): Promise<void> {
  const { trusted } = services.use(registers).of(resource);
  const where = { filter: { field: 'target', is: 'equal', value: values.target }, limit: 1 } as const;
  const [known] = await trusted.findMany(work.db, where);
  const now = work.now.toISOString();
  if (known === undefined) {
    const code = await allotCode(services, work, { itemCode: values.itemCode, department: values.provider });
    await trusted.insert(work, by, {
      ...values,
      id: newId(),
      code,
      edition: 1,
      status: 'published',
      origin,
      mounted: true,
      checkedAt: now,
      publishedOn: shanghaiDate(work.now),
    });
    return;
  }
  const same = (['name', 'provider', 'abstract', 'shareType', 'openType', 'itemWords'] as const).every(
    (name) => known[name] === values[name],
  );
  if (!same) await trusted.update(work, by, known, { ...values, edition: known.edition + 1, checkedAt: now });
}

/** Runs at every start; a register that did not change writes nothing. */
export async function enterRegisters(services: Services): Promise<void> {
  const wanted = services
    .use(registers)
    .all()
    .filter((info) => services.use(access).findDepartment(info.declaration.owner) !== undefined);
  await services.use(store).transaction(async (work) => {
    for (const info of wanted) await enter(services, work, entryOf(services, info), 'register');
  });
}
