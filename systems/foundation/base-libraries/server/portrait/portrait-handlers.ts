/** Portraits: only for a purpose that the asker's department was granted, only the parts and tags that it needs, and each opening kept before anything is shown. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Context, Handlers } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { access } from '../../../../../engines/access/service.ts';
import { lake, type SubjectRecord } from '../../../../../engines/lake/service.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { findLibrary } from '../../data/libraries.ts';
import { findMart } from '../../data/marts.ts';
import { findPortrait, type Portrait, portraits, type PortraitTag } from '../../data/portraits.ts';
import { errors } from '../../errors.ts';
import { ownLooks } from './own-looks.ts';
import { portraitGrant, portraitLook } from '../../registers/portrait.ts';
import type { PortraitReply, portraitRoutes } from '../../routes/portrait-routes.ts';

/** Grants of one department: purposes by kinds of portraits, renewed each year. */
const mostGrants = 10_000;

/** Grants of the asker's own departments that have not run out, the longest first. */
async function grantsOf(context: Context) {
  const db = context.use(store).db;
  const today = shanghaiDate(context.use(store).clock.now());
  const { departments } = context.principal;
  const rows = await context
    .use(registers)
    .of(portraitGrant)
    .trusted.findEvery(db, {
      filter: {
        all: [
          { field: 'department', is: 'one-of', value: [...departments] },
          { field: 'until', is: 'at-least', value: today },
        ],
      },
      most: mostGrants,
    });
  return rows
    .filter((row) => row.state !== 'archived')
    .toSorted((one, other) => (one.until < other.until ? 1 : -1));
}

/** Who may not open portraits at a department of his own opens none. */
function departmentOf(context: Context, granted: readonly { readonly department: string }[]): string {
  const department = granted[0]?.department;
  if (department === undefined) throw errors.noGrant();
  return department;
}

async function hasTag(context: Context, tag: PortraitTag, key: string): Promise<boolean> {
  const basin = context.use(lake);
  const library = tag.library === undefined ? undefined : findLibrary(tag.library);
  if (library !== undefined) {
    const filter = { key, ended: false };
    const about = await basin.findDataset(library.dataset);
    if (about === undefined || about.file === null) return false;
    return (await basin.record({ dataset: library.dataset, filter, clearance: 'internal' })) !== undefined;
  }
  const mart = tag.mart === undefined ? undefined : findMart(tag.mart);
  const about = mart === undefined ? undefined : await basin.findDataset(mart.dataset);
  const [only] = mart?.fields.filter((field) => field.key) ?? [];
  if (mart === undefined || only === undefined || about === undefined || about.file === null) return false;
  const { rows } = await basin.rows({
    dataset: mart.dataset,
    where: { [only.name]: key },
    size: 1,
    clearance: 'sensitive',
  });
  return Number(rows[0]?.[tag.field ?? ''] ?? 0) >= (tag.least ?? 1);
}

function partsOf(
  portrait: Portrait,
  needed: readonly string[],
  record: SubjectRecord,
): PortraitReply['parts'] {
  const library = findLibrary(portrait.library);
  const source = (name: string) =>
    library?.sources.find((each) => each.id === record.origins[name]?.source)?.title;
  return portrait.parts.map((part) => {
    const open = needed.includes(part.code);
    const fields = part.fields.map((name) => ({
      name,
      title: library?.fields.find((field) => field.name === name)?.title ?? name,
      value: open ? (record.values[name] ?? null) : null,
      source: open ? (source(name) ?? null) : null,
    }));
    return { title: part.title, open, fields: open ? fields : [] };
  });
}

async function keepLook(
  context: Context,
  given: {
    readonly portrait: string;
    readonly purpose: string;
    readonly basis: string;
    readonly number: string;
  },
  department: string,
): Promise<void> {
  const { principal } = context;
  await context.use(store).transaction(async (work) => {
    const row = await context
      .use(registers)
      .of(portraitLook)
      .trusted.insert(work, principal.id, {
        ...given,
        department,
        at: work.now.toISOString(),
        looker: principal.name,
      });
    context.use(access).audit(work, principal, {
      module: 'base-libraries',
      event: 'reveal',
      objectType: 'portrait',
      objectId: row.id,
      result: 'success',
      detail: { portrait: given.portrait, purpose: given.purpose },
    });
  });
}

export const portraitHandlers: Handlers<typeof portraitRoutes> = {
  async portraits(_, context) {
    const granted = await grantsOf(context);
    return {
      portraits: portraits.map((portrait) => ({
        code: portrait.code,
        title: portrait.title,
        keyTitle: portrait.keyTitle,
        purposes: portrait.purposes.map((purpose) => ({
          code: purpose.code,
          title: purpose.title,
          basis: purpose.basis,
          parts: portrait.parts.filter((part) => purpose.parts.includes(part.code)).map((part) => part.title),
          until:
            granted.find((row) => row.portrait === portrait.code && row.purpose === purpose.code)?.until ??
            null,
        })),
      })),
    };
  },
  async portray({ portrait: code, purpose: wanted, number, basis }, context) {
    const portrait = findPortrait(code);
    const purpose = portrait?.purposes.find((each) => each.code === wanted);
    const library = portrait === undefined ? undefined : findLibrary(portrait.library);
    if (portrait === undefined || purpose === undefined || library === undefined)
      throw commonErrors.missing();
    const granted = (await grantsOf(context)).filter(
      (row) => row.portrait === code && row.purpose === wanted,
    );
    const department = departmentOf(context, granted);
    const query = { dataset: library.dataset, filter: { key: number }, clearance: 'sensitive' } as const;
    const record = await context.use(lake).record(query);
    if (record === undefined) {
      // Whoever tries numbers leaves traces too; the number itself is in none.
      await context.use(access).auditAlone(context.principal, {
        module: 'base-libraries',
        event: 'reveal',
        objectType: 'portrait',
        objectId: code,
        result: 'failure',
        detail: { portrait: code, purpose: wanted },
      });
      throw errors.noRecord();
    }
    const key = library.fields
      .filter((field) => field.key)
      .map((field) => String(record.values[field.name] ?? ''));
    await keepLook(context, { portrait: code, purpose: wanted, basis, number: key.join('|') }, department);
    const tags = [];
    for (const tag of portrait.tags.filter((each) => purpose.tags.includes(each.code)))
      tags.push({
        title: tag.title,
        has: await hasTag(context, tag, key.join('|')),
        rule: tag.rule,
        source: findLibrary(tag.library ?? '')?.title ?? findMart(tag.mart ?? '')?.title ?? '',
      });
    return {
      title: portrait.title,
      purpose: purpose.title,
      basis: purpose.basis,
      ended: record.values['ended'] === true,
      parts: partsOf(portrait, purpose.parts, record),
      tags,
    };
  },
  ownLooks,
};
