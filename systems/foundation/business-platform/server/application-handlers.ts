/** Handlers of departments' applications: keys, sign-on, shelf and stopping. */
import { commonErrors } from '../../../../kernel/errors.ts';
import type { Row } from '../../../../kernel/register.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { access, type AuditEntry } from '../../../../engines/access/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store, type Work } from '../../../../engines/store/service.ts';
import { errors } from '../errors.ts';
import { application } from '../registers/application.ts';
import { grant } from '../registers/grant.ts';
import type { applicationRoutes } from '../routes/application-routes.ts';
import { may } from './market-handlers.ts';
import { setting } from './setting.ts';
import { refreshTerms } from './terms.ts';

type AppRow = Row<typeof application>;

function note(
  context: Context,
  work: Work,
  id: string,
  event: AuditEntry['event'],
  detail: Record<string, string | number>,
): void {
  context.use(access).audit(work, context.principal, {
    module: 'business-platform',
    event,
    objectType: 'application',
    objectId: id,
    result: 'success',
    detail,
  });
}

/** One that the caller sees and whose department he works for. */
async function ownApplication(context: Context, id: string): Promise<AppRow> {
  const row = await context.use(registers).of(application).get(context.principal, id);
  if (!may(context, 'apply', [row.department])) throw commonErrors.forbidden();
  return row;
}

async function change(
  context: Context,
  id: string,
  run: (work: Work, row: AppRow) => Promise<void>,
): Promise<void> {
  await context.use(store).transaction(async (work) => {
    const row = await context.use(registers).of(application).trusted.lock(work, id);
    if (row === undefined || row.state !== 'active') throw commonErrors.missing();
    await run(work, row);
  });
  await refreshTerms(context);
}

function update(context: Context, work: Work, row: AppRow, values: Partial<AppRow>): Promise<unknown> {
  return context.use(registers).of(application).trusted.update(work, context.principal.id, row, values);
}

export const applicationHandlers: Handlers<typeof applicationRoutes> = {
  async application({ id }, context) {
    const rows = context.use(registers);
    const row = await rows.of(application).get(context.principal, id);
    const { callKeys, clients, findDepartment } = context.use(access);
    const [keys, client, held] = await Promise.all([
      callKeys.list(id),
      row.client === null ? undefined : clients.find(row.client),
      rows.of(grant).trusted.findMany(context.use(store).db, {
        filter: { field: 'application', is: 'equal', value: id },
        sort: '-number',
        limit: 200,
      }),
    ]);
    const now = context.now.toISOString();
    return {
      name: row.name,
      keys: keys.map((key) => ({ ...key, inForce: key.endsAt === null || key.endsAt > now })),
      grants: held.map((each) => ({
        id: each.id,
        number: each.number,
        code: each.code,
        title: each.title,
        major: each.major,
        ownerName: findDepartment(each.owner)?.name ?? each.owner,
        perMinute: each.perMinute,
        perDay: each.perDay,
        until: each.until,
        status: each.status,
      })),
      client: { id: row.client, state: client?.department === row.department ? client.state : 'none' },
      shelf: row.shelf === 'on' ? 'on' : 'off',
      status: row.status === 'suspended' ? 'suspended' : 'active',
      mayManage: may(context, 'apply', [row.department]),
      mayGovern: may(context, 'govern', [row.department]),
    };
  },
  async issueKey({ id, kind }, context) {
    await ownApplication(context, id);
    let key = '';
    await change(context, id, async (work, row) => {
      key = await context
        .use(access)
        .callKeys.issue(work, { app: id, kind, overlapHours: setting(context, 'overlap-hours') });
      await update(context, work, row, { keyAt: work.now.toISOString() });
      note(context, work, id, 'config', { act: 'issue-key', kind });
    });
    return { app: id, key };
  },
  async revokeKeys({ id, kind }, context) {
    await ownApplication(context, id);
    let revoked = 0;
    await change(context, id, async (work) => {
      revoked = await context.use(access).callKeys.revoke(work, id, kind);
      note(context, work, id, 'config', { act: 'revoke-keys', kind: kind ?? 'all', revoked });
    });
    return { revoked };
  },
  async requestSignOn({ id, redirectUri, scopes }, context) {
    const row = await ownApplication(context, id);
    if (row.client === null) throw errors.noClient();
    const { clients } = context.use(access);
    const known = await clients.find(row.client);
    // A number that is another department's must not be taken over by naming it.
    if (known !== undefined && known.department !== row.department) throw errors.otherClient();
    await clients.request(
      {
        id: row.client,
        name: row.name,
        department: row.department,
        purpose: row.purpose,
        registration: {
          face: 'desk',
          signsIn: true,
          machine: known?.registration?.machine ?? false,
          redirectUris: [redirectUri],
          logoutUri: known?.registration?.logoutUri ?? null,
          scopes,
        },
      },
      context.principal,
    );
    return { done: true as const };
  },
  async setShelf({ id, on }, context) {
    await change(context, id, async (work, row) => {
      if (on && (row.address === null || row.category === null)) throw errors.notReady();
      await update(context, work, row, { shelf: on ? 'on' : 'off' });
      note(context, work, id, 'config', { act: on ? 'shelve' : 'unshelve' });
    });
    return { done: true as const };
  },
  async setState({ id, status }, context) {
    await change(context, id, async (work, row) => {
      await update(context, work, row, { status });
      note(context, work, id, 'config', { status });
    });
    return { done: true as const };
  },
};
