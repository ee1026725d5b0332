/** The code behind 接口申请: what must hold before anybody looks at it, and the grant that an agreed one makes in the same transaction. */
import { newId } from '../../../../kernel/ids.ts';
import type { Principal } from '../../../../kernel/access.ts';
import type { Row, RowInput } from '../../../../kernel/register.ts';
import type { Delivered, Services } from '../../../../kernel/system.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { systemPrincipal } from '../../../../engines/access/index.ts';
import { bindCase, flow } from '../../../../engines/flow/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import type { Work } from '../../../../engines/store/service.ts';
import { request } from '../case/request.ts';
import { errors } from '../errors.ts';
import { application } from '../registers/application.ts';
import { grant } from '../registers/grant.ts';
import { interfaceVersion } from '../registers/interface.ts';
import { majorOf } from './compare-schemas.ts';
import { setting } from './setting.ts';
import { refreshTerms } from './terms.ts';

type Values = RowInput<typeof request>;
type Version = Row<typeof interfaceVersion>;

const granting: ReadonlySet<string> = new Set(['agree', 'grant']);

/** On offer: what is deprecated gets no new callers. */
async function offered(services: Services, work: Work, id: unknown): Promise<Version> {
  const row =
    typeof id === 'string'
      ? await services.use(registers).of(interfaceVersion).trusted.find(work.db, id)
      : undefined;
  if (row === undefined || row.status !== 'published') throw errors.notOffered();
  return row;
}

function checkTerms(services: Services, values: Values, version: Version, now: Date): void {
  // The route's own bound (codes that must not be guessed, say) holds for applications too.
  const mostPerMinute = Math.min(
    setting(services, 'most-per-minute'),
    version.rate ?? Number.POSITIVE_INFINITY,
  );
  const mostPerDay = setting(services, 'most-per-day');
  if ((values.perMinute ?? 0) > mostPerMinute)
    throw errors.tooMuch({ window: '每分钟', most: mostPerMinute });
  if ((values.perDay ?? 0) > mostPerDay) throw errors.tooMuch({ window: '每日', most: mostPerDay });
  if ((values.until ?? '') <= shanghaiDate(now)) throw errors.untilPast();
}

async function refuseSecond(services: Services, work: Work, app: string, version: Version): Promise<void> {
  const [held] = await services
    .use(registers)
    .of(grant)
    .trusted.findMany(work.db, {
      filter: {
        all: [
          { field: 'application', is: 'equal', value: app },
          { field: 'code', is: 'equal', value: version.code },
          { field: 'major', is: 'equal', value: majorOf(version.release) },
          { field: 'status', is: 'equal', value: 'active' },
          { field: 'until', is: 'at-least', value: shanghaiDate(work.now) },
        ],
      },
      limit: 1,
    });
  if (held !== undefined) throw errors.alreadyGranted();
}

async function check(services: Services, work: Work, principal: Principal, values: Values) {
  const version = await offered(services, work, values.interface);
  const app =
    typeof values.application === 'string'
      ? await services.use(registers).of(application).trusted.find(work.db, values.application)
      : undefined;
  const usable = app?.state === 'active' && app.status !== 'suspended';
  if (app === undefined || !usable || !principal.departments.includes(app.department))
    throw errors.otherApplication();
  checkTerms(services, values, version, work.now);
  await refuseSecond(services, work, app.id, version);
  return { provider: version.owner, consumer: app.department, applicationName: app.name };
}

async function makeGrant(services: Services, work: Work, row: Row<typeof request>, by: string) {
  const version = await offered(services, work, row.interface);
  // Two requests may have been open side by side: the application's lock puts them in a row.
  await services.use(registers).of(application).trusted.lock(work, row.application);
  await refuseSecond(services, work, row.application, version);
  if (row.consumer === null) throw errors.otherApplication();
  await services
    .use(registers)
    .of(grant)
    .trusted.insert(work, by, {
      id: newId(),
      number: `SQ-${row.number}`,
      application: row.application,
      applicationName: row.applicationName ?? '',
      code: version.code,
      title: version.title,
      major: majorOf(version.release),
      owner: version.owner,
      consumer: row.consumer,
      purpose: row.purpose,
      perMinute: row.perMinute,
      perDay: row.perDay,
      area: row.area,
      until: row.until,
      status: 'active',
      request: row.id,
    });
  // Until another process has heard of it, its calls are refused: seconds at most.
  work.afterCommit(() => void refreshTerms(services).catch(() => undefined));
}

export const requestBinding = bindCase(request, {
  async limits({ stage, services }) {
    if (stage !== 'review') return undefined;
    return { stage: { amount: setting(services, 'review-days'), unit: 'work-day' } };
  },
  async assign({ row, stage }) {
    return stage === 'review' && row.provider !== null ? { unit: row.provider } : undefined;
  },
  async before({ row, action, values, principal, services, work }) {
    if (row === undefined) return check(services, work, principal, values);
    const next = { ...row, ...values };
    if (action === 'submit') return check(services, work, principal, next);
    if (granting.has(action))
      checkTerms(services, next, await offered(services, work, row.interface), work.now);
    return undefined;
  },
  async after({ row, action, principal, services, work }) {
    if (granting.has(action)) await makeGrant(services, work, row, principal.id);
  },
});

/** What is open to everybody needs nobody's consent: the city's own hand grants it as soon as it is asked for. */
export async function grantOpen(event: Delivered, given: unknown, services: Services): Promise<void> {
  const { type, id, action } = event.payload as {
    readonly type: string;
    readonly id: string;
    readonly action: string;
  };
  if (type !== 'business-platform.request' || (action !== 'open' && action !== 'submit')) return;
  const work = given as Work;
  const rows = services.use(registers);
  const row = await rows.of(request).trusted.find(work.db, id);
  if (row === undefined || row.stage !== 'review') return;
  const version = await rows.of(interfaceVersion).trusted.find(work.db, row.interface);
  if (version?.level !== 'open' || version.status !== 'published') return;
  await services.use(flow).act(systemPrincipal, request, { id, version: row.version, action: 'grant' }, work);
}
