/** A reviewed filing becomes the entry, in the transaction of the review: code, edition, information items, mount, and the duty it fulfils. */
import type { Row } from '../../../../kernel/register.ts';
import { newId } from '../../../../kernel/ids.ts';
import type { Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { type LakeField, LakeFields } from '../../../../engines/lake/contract.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { dataset } from '../../data-collection/contract.ts';
import type { filing } from '../case/filing.ts';
import { errors } from '../errors.ts';
import { duty } from '../registers/duty.ts';
import { element } from '../registers/element.ts';
import { resource } from '../registers/resource.ts';
import type { Item } from '../routes.ts';
import { allotCode } from './allot-code.ts';
import { checkMount } from './check-mount.ts';
import { ofDepartment } from './of-department.ts';

type Filing = Row<typeof filing>;
type Entry = Row<typeof resource>;

export const dataTypes = {
  text: 'C',
  integer: 'I',
  decimal: 'N',
  date: 'D',
  moment: 'T',
  boolean: 'L',
} as const;

async function elementsOf(services: Services, work: Work, fields: readonly LakeField[]) {
  const wanted = fields.flatMap(({ element: name }) => (name === undefined ? [] : [name]));
  if (wanted.length === 0) return new Map<string, Row<typeof element>>();
  const found = await services
    .use(registers)
    .of(element)
    .trusted.findMany(work.db, {
      filter: { field: 'code', is: 'one-of', value: wanted },
      limit: wanted.length,
    });
  return new Map(found.map((each) => [each.code, each]));
}

function namesIn(text: string | null): ReadonlySet<string> {
  return new Set((text ?? '').split(/[\n,，、]/).map((name) => name.trim()));
}

/** From the fields of the dataset, with what the data element of each says. */
async function itemsOf(services: Services, work: Work, filed: Filing): Promise<readonly Item[]> {
  if (filed.dataset === null) return [];
  const row = await services.use(registers).of(dataset).trusted.find(work.db, filed.dataset);
  const fields = LakeFields.safeParse(row?.fields).data ?? [];
  const elements = await elementsOf(services, work, fields);
  const [withheld, conditional] = [namesIn(filed.withheldItems), namesIn(filed.conditionalItems)];
  return fields.map((field) => {
    const known = elements.get(field.element ?? '');
    const length = known?.length ?? field.maxLength?.toString();
    const own = conditional.has(field.name) ? '2' : undefined;
    const shareType = withheld.has(field.name) ? '3' : own;
    return {
      name: field.name,
      title: field.title,
      type: known?.type ?? dataTypes[field.type],
      class: field.class,
      ...(length === undefined ? {} : { length }),
      ...(shareType === undefined ? {} : { shareType }),
      ...(known === undefined ? {} : { element: known.code }),
    };
  });
}

async function contentOf(services: Services, work: Work, row: Filing) {
  const provider = row.provider ?? '';
  const about = ofDepartment(services.use(access).findDepartment(provider));
  const items = await itemsOf(services, work, row);
  return {
    name: row.name,
    provider,
    providerCode: about.creditCode,
    classCode: row.classCode ?? '3',
    itemCode: row.classCode === '3' || row.itemCode === null ? about.itemCode : row.itemCode,
    abstract: row.abstract,
    format: row.format,
    shareType: row.shareType ?? '3',
    shareCondition: row.shareCondition,
    shareModes: row.shareModes,
    openType: row.openType ?? '3',
    openCondition: row.openCondition,
    cycle: row.cycle,
    duty: row.duty,
    items,
    itemWords: items.map((item) => item.title).join(' '),
    target: row.dataset === null ? null : `dataset:${row.dataset}`,
  };
}

/** A duty is fulfilled while a published or suspended entry names it. */
async function settleDuty(services: Services, work: Work, id: string | null, by: string): Promise<void> {
  if (id === null) return;
  const rows = services.use(registers);
  const found = await rows.of(duty).trusted.lock(work, id);
  if (found === undefined) return;
  const filter = {
    all: [
      { field: 'duty', is: 'equal', value: id },
      { field: 'status', is: 'unequal', value: 'revoked' },
    ],
  } as const;
  const entries = await rows.of(resource).trusted.findMany(work.db, { filter, limit: 1 });
  const compiled = entries.length > 0;
  if (found.compiled !== compiled) await rows.of(duty).trusted.update(work, by, found, { compiled });
}

const statusAfter = { suspend: 'suspended', resume: 'published', revoke: 'revoked' } as const;

export async function publishFiling(services: Services, work: Work, row: Filing, by: string): Promise<Entry> {
  const { trusted } = services.use(registers).of(resource);
  if (row.kind === 'new') {
    const content = await contentOf(services, work, row);
    const code = await allotCode(services, work, {
      itemCode: content.itemCode,
      department: content.provider,
    });
    const made = await trusted.insert(work, by, {
      ...content,
      id: newId(),
      code,
      edition: 1,
      status: 'published',
      origin: 'filing',
      mounted: false,
      publishedOn: shanghaiDate(work.now),
    });
    await settleDuty(services, work, content.duty, by);
    return checkMount(services, work, made);
  }
  const entry = row.resource === null ? undefined : await trusted.lock(work, row.resource);
  if (entry === undefined || entry.status === 'revoked') throw errors.notPublished();
  if (row.kind === 'change') {
    const content = await contentOf(services, work, row);
    const changed = await trusted.update(work, by, entry, { ...content, edition: entry.edition + 1 });
    for (const id of new Set([entry.duty, content.duty])) await settleDuty(services, work, id, by);
    return checkMount(services, work, changed);
  }
  const status = statusAfter[row.kind as keyof typeof statusAfter];
  const changed = await trusted.update(work, by, entry, { status, edition: entry.edition + 1 });
  await settleDuty(services, work, entry.duty, by);
  return changed;
}
