/** Handlers of the market: what is on offer, trying out, and the life of a version in its owner's hands. */
import { decisionMatches } from '../../../../kernel/access.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import type { Permission } from '../permissions.ts';
import { application } from '../registers/application.ts';
import { grant } from '../registers/grant.ts';
import { type InterfaceStatus, interfaceVersion } from '../registers/interface.ts';
import type { marketRoutes, Offer, Version } from '../routes/market-routes.ts';
import { compareShapes, compareVersions, majorOf } from './compare-schemas.ts';
import { declaredShapes, mostVersions } from './declared.ts';
import { sandboxAnswer } from './sandbox.ts';
import { setting } from './setting.ts';
import { refreshTerms } from './terms.ts';

type VersionRow = Row<typeof interfaceVersion>;
type GrantRow = Row<typeof grant>;

const dayMilliseconds = 86_400_000;
const statusTitles: Readonly<Record<string, string>> = {
  draft: '草稿',
  published: '上架',
  deprecated: '弃用',
  withdrawn: '下架',
};

export function may(context: Context, act: Permission, departments: readonly string[]): boolean {
  return decisionMatches(context.use(access).decide(context.principal, `business-platform:${act}`), {
    departments,
  });
}

async function versionsOf(context: Context, code?: string): Promise<readonly VersionRow[]> {
  const rows = await context
    .use(registers)
    .of(interfaceVersion)
    .trusted.findEvery(context.use(store).db, {
      ...(code === undefined ? {} : { filter: { field: 'code', is: 'equal', value: code } }),
      most: mostVersions,
    });
  return rows.toSorted((one, other) => compareVersions(other.release, one.release));
}

async function grantsInForce(context: Context, code?: string): Promise<readonly GrantRow[]> {
  const inForce = [
    { field: 'status', is: 'equal', value: 'active' },
    { field: 'until', is: 'at-least', value: shanghaiDate(context.now) },
  ] as const;
  return context
    .use(registers)
    .of(grant)
    .trusted.findEvery(context.use(store).db, {
      filter: {
        all: code === undefined ? inForce : [...inForce, { field: 'code', is: 'equal', value: code }],
      },
      most: 100_000,
    });
}

/** `versions` of one interface, newest first. */
function offerOf(context: Context, versions: readonly VersionRow[], grants: readonly GrantRow[]): Offer {
  const [newest] = versions;
  if (newest === undefined) throw errors.noInterface();
  const people = context.use(access);
  return {
    code: newest.code,
    title: newest.title,
    summary: newest.summary ?? '',
    owner: newest.owner,
    ownerName: people.findDepartment(newest.owner)?.name ?? newest.owner,
    systemTitle: people.contracts.find(({ id }) => id === newest.system)?.title ?? newest.system,
    level: newest.level === 'open' ? 'open' : 'application',
    versions: versions.map(({ release, status }) => ({
      version: release,
      status: status as InterfaceStatus,
    })),
    applications: new Set(grants.filter(({ code }) => code === newest.code).map((row) => row.application))
      .size,
  };
}

function versionOf(context: Context, row: VersionRow, before: VersionRow | undefined): Version {
  const difference = before === undefined ? { breaking: [], compatible: [] } : compareShapes(before, row);
  return {
    id: row.id,
    version: row.release,
    status: row.status as InterfaceStatus,
    title: row.title,
    changes: row.changes,
    ...declaredShapes(context, row),
    rate: row.rate,
    publishedAt: row.publishedAt,
    deprecatedAt: row.deprecatedAt,
    sunsetOn: row.sunsetOn,
    reason: row.reason,
    drift: row.drift,
    breaking: [...difference.breaking],
    compatible: [...difference.compatible],
  };
}

async function ownApplications(context: Context, grants: readonly GrantRow[]) {
  if (!context.use(access).decide(context.principal, 'business-platform:apply').permit) return [];
  const { rows } = await context.use(registers).of(application).list(context.principal, { size: 200 });
  return rows
    .filter((row) => may(context, 'apply', [row.department]))
    .map((row) => ({
      id: row.id,
      name: row.name,
      majors: grants.filter((held) => held.application === row.id).map(({ major }) => major),
    }));
}

/** Changes a version under its lock, notes it, and lets the door know. Only its owner's people may. */
async function changeVersion(
  context: Context,
  id: string,
  act: string,
  change: (row: VersionRow) => Promise<Partial<VersionRow>>,
): Promise<{ done: true }> {
  await context.use(store).transaction(async (work) => {
    const { trusted } = context.use(registers).of(interfaceVersion);
    const row = await trusted.lock(work, id);
    if (row === undefined) throw commonErrors.missing();
    if (!may(context, 'own', [row.owner])) throw commonErrors.forbidden();
    await trusted.update(work, context.principal.id, row, await change(row));
    context.use(access).audit(work, context.principal, {
      module: 'business-platform',
      event: 'update',
      objectType: 'interface',
      objectId: row.key,
      result: 'success',
      detail: { act },
    });
  });
  await refreshTerms(context);
  return { done: true };
}

function requireState(row: VersionRow, allowed: readonly InterfaceStatus[]): void {
  if (!allowed.includes(row.status as InterfaceStatus))
    throw errors.wrongState({ state: statusTitles[row.status] ?? row.status });
}

/** What stands on offer under one major version stays compatible (SemVer 2.0.0 §8). */
async function requireCompatible(context: Context, row: VersionRow): Promise<void> {
  const before = (await versionsOf(context, row.code)).find(
    (other) =>
      (other.status === 'published' || other.status === 'deprecated') &&
      majorOf(other.release) === majorOf(row.release) &&
      compareVersions(other.release, row.release) < 0,
  );
  if (before === undefined) return;
  const { breaking } = compareShapes(before, row);
  if (breaking.length > 0)
    throw errors.breaking({ version: before.release, changes: breaking.slice(0, 5).join('；') });
}

export const marketHandlers: Handlers<typeof marketRoutes> = {
  async offers(_input, context) {
    const [rows, grants] = await Promise.all([versionsOf(context), grantsInForce(context)]);
    const codes = [...new Set(rows.map(({ code }) => code))].toSorted();
    const offers = codes.map((code) =>
      offerOf(
        context,
        rows.filter((row) => row.code === code),
        grants,
      ),
    );
    return { offers };
  },
  async offer({ code }, context) {
    const [rows, grants] = await Promise.all([versionsOf(context, code), grantsInForce(context, code)]);
    const offer = offerOf(context, rows, grants);
    return {
      offer,
      versions: rows.map((row, place) => versionOf(context, row, rows[place + 1])),
      mayOwn: may(context, 'own', [offer.owner]),
      applications: await ownApplications(context, grants),
    };
  },
  async tryOut({ code, version, input }, context) {
    const row = (await versionsOf(context, code)).find((each) => each.release === version);
    if (row === undefined || row.status === 'withdrawn') throw errors.noInterface();
    let given: unknown;
    try {
      given = JSON.parse(input);
    } catch {
      throw errors.badInput();
    }
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw errors.badInput();
    return { answer: sandboxAnswer(context, row, given as Record<string, unknown>) };
  },
  publish: ({ id }, context) =>
    changeVersion(context, id, 'publish', async (row) => {
      requireState(row, ['draft']);
      await requireCompatible(context, row);
      return { status: 'published', publishedAt: context.now.toISOString(), drift: null };
    }),
  deprecate: ({ id, sunsetOn, reason }, context) =>
    changeVersion(context, id, 'deprecate', async (row) => {
      requireState(row, ['published']);
      const days = setting(context, 'sunset-days');
      if (sunsetOn < shanghaiDate(new Date(context.now.getTime() + days * dayMilliseconds)))
        throw errors.sunsetSoon({ days });
      return { status: 'deprecated', deprecatedAt: context.now.toISOString(), sunsetOn, reason };
    }),
  withdraw: ({ id, reason }, context) =>
    changeVersion(context, id, 'withdraw', async (row) => {
      requireState(row, ['draft', 'published', 'deprecated']);
      const users = new Set(
        (await grantsInForce(context, row.code))
          .filter(({ major }) => major === majorOf(row.release))
          .map((held) => held.application),
      ).size;
      const over = row.sunsetOn !== null && row.sunsetOn <= shanghaiDate(context.now);
      if (row.status !== 'draft' && !over && users > 0) throw errors.inUse({ count: users });
      return { status: 'withdrawn', withdrawnAt: context.now.toISOString(), reason };
    }),
  async closeGrant({ id, status, reason }, context) {
    await context.use(store).transaction(async (work) => {
      const { trusted } = context.use(registers).of(grant);
      const row = await trusted.lock(work, id);
      if (row === undefined) throw commonErrors.missing();
      if (!may(context, 'own', [row.owner])) throw commonErrors.forbidden();
      if (row.status === 'revoked') throw errors.grantClosed();
      await trusted.update(work, context.principal.id, row, {
        status,
        closedReason: status === 'active' ? null : reason,
      });
      context.use(access).audit(work, context.principal, {
        module: 'business-platform',
        event: 'grant',
        objectType: 'interface-grant',
        objectId: id,
        result: 'success',
        detail: { status },
      });
    });
    await refreshTerms(context);
    return { done: true as const };
  },
};
