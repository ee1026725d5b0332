/** Makes, changes and shows versions of the plan. */
import { commonErrors } from '../../../../../kernel/errors.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../../kernel/working-time.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { store } from '../../../../../engines/store/service.ts';
import { findLine } from '../../data/lines.ts';
import { errors } from '../../errors.ts';
import { planVersion } from '../../registers/plan-version.ts';
import type { versionRoutes } from '../../routes/version-routes.ts';
import { versionsInForce } from '../check/find-versions.ts';

interface Facts {
  readonly title: string;
  readonly documentNumber: string;
  readonly authority: string;
  readonly approvedOn?: string | undefined;
  readonly effectiveFrom: string;
  readonly scale: string;
  readonly document: readonly string[];
  readonly note: string;
}

function valuesOf({
  title,
  documentNumber,
  authority,
  approvedOn,
  effectiveFrom,
  scale,
  document,
  note,
}: Facts) {
  const filled = (text: string) => (text === '' ? null : text);
  return {
    title,
    documentNumber: filled(documentNumber),
    authority: filled(authority),
    approvedOn: approvedOn ?? null,
    effectiveFrom,
    scale: filled(scale),
    document: document.length === 0 ? null : document,
    note: filled(note),
  };
}

export const makeVersion: Handler<typeof versionRoutes.makeVersion> = async ({ line, ...facts }, context) =>
  context.use(store).transaction(async (work) => {
    const row = await context
      .use(registers)
      .of(planVersion)
      .trusted.insert(work, context.principal.id, { line, ...valuesOf(facts), status: 'draft', parcels: 0 });
    return { id: row.id };
  });

export const changeVersion: Handler<typeof versionRoutes.changeVersion> = async (
  { id, version, ...facts },
  context,
) =>
  context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(planVersion);
    const row = await trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    if (row.status !== 'draft') throw errors.notDraft({ title: row.title });
    if (row.version !== version) throw commonErrors.stale();
    await trusted.update(work, context.principal.id, row, valuesOf(facts));
    return { done: true as const };
  });

export const showVersion: Handler<typeof versionRoutes.version> = async ({ id }, context) => {
  const row = await context.use(registers).of(planVersion).get(context.principal, id);
  const inForce = await versionsInForce(context, context.use(store).db, shanghaiDate(context.now));
  const line = findLine(row.line);
  return {
    id: row.id,
    version: row.version,
    line: row.line,
    lineTitle: line?.title ?? row.line,
    colour: line?.colour ?? '#8c8c8c',
    title: row.title,
    documentNumber: row.documentNumber ?? '',
    authority: row.authority ?? '',
    approvedOn: row.approvedOn,
    effectiveFrom: row.effectiveFrom,
    scale: row.scale ?? '',
    document: [...(row.document ?? [])],
    note: row.note ?? '',
    status: row.status ?? 'draft',
    parcels: row.parcels ?? 0,
    squareMetres: row.squareMetres ?? 0,
    inForce: inForce.get(row.line)?.id === row.id,
  };
};
