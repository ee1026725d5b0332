/** 调用统计: the meter's hours added up by day, interface, application and refusal, for calls that concern the caller's department. */
import { decisionMatches } from '../../../../kernel/access.ts';
import type { Context, Handlers } from '../../../../kernel/system.ts';
import { shanghaiDate, shanghaiInstant } from '../../../../kernel/working-time.ts';
import { access } from '../../../../engines/access/service.ts';
import { type CallCount, callMeter, latencyBounds } from '../../../../engines/gateway/service.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { store } from '../../../../engines/store/service.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import { application } from '../registers/application.ts';
import { interfaceVersion } from '../registers/interface.ts';
import type { Figures, statisticRoutes } from '../routes/statistic-routes.ts';

const mostRows = 500;
const mostDays = 366;
const dayMilliseconds = 86_400_000;

const outcomeTitles: Readonly<Record<string, string>> = {
  served: '已提供',
  sandbox: '沙箱',
  'business-platform.badSignature': '签名不正确',
  'business-platform.badTime': '签名时间不对',
  'business-platform.sandboxKey': '用了沙箱密钥',
  'business-platform.realKey': '沙箱里用了正式密钥',
  'business-platform.replayed': '重放',
  'business-platform.withdrawn': '版本已下架',
  'business-platform.noInterface': '版本未发布',
  'business-platform.notGranted': '没有授权',
  'business-platform.suspended': '应用已停用',
  'business-platform.overQuota': '超过额度',
  'business-platform.badInput': '入参不是JSON对象',
  'city.invalid': '入参不合要求',
  'city.internal': '接口内部出错',
};

/** By linear interpolation within the class, as histograms are read; null of nothing. */
export function quantile(spent: readonly number[], share: number): number | null {
  const total = spent.reduce((sum, calls) => sum + calls, 0);
  if (total === 0) return null;
  const wanted = total * share;
  let before = 0;
  for (const [place, calls] of spent.entries()) {
    if (calls > 0 && before + calls >= wanted) {
      const low = place === 0 ? 0 : (latencyBounds[place - 1] ?? 0);
      // Above the last bound nothing is known but that.
      const high = latencyBounds[place] ?? low;
      return Math.round((low + ((wanted - before) / calls) * (high - low)) * 100) / 100;
    }
    before += calls;
  }
  return latencyBounds.at(-1) ?? null;
}

function add(spent: readonly number[], more: readonly number[]): readonly number[] {
  return Array.from(
    { length: Math.max(spent.length, more.length) },
    (_, place) => (spent[place] ?? 0) + (more[place] ?? 0),
  );
}

function figuresOf(counts: readonly CallCount[]): Figures {
  const of = (test: (outcome: string) => boolean) =>
    counts.reduce((sum, count) => sum + (test(count.outcome) ? count.calls : 0), 0);
  const spent = counts
    .filter(({ outcome }) => outcome === 'served')
    .reduce<readonly number[]>((sum, count) => add(sum, count.spent), []);
  const [served, sandbox] = [of((outcome) => outcome === 'served'), of((outcome) => outcome === 'sandbox')];
  const calls = of(() => true);
  return {
    calls,
    served,
    sandbox,
    refused: calls - served - sandbox,
    p50: quantile(spent, 0.5),
    p95: quantile(spent, 0.95),
  };
}

function grouped(
  counts: readonly CallCount[],
  keyOf: (count: CallCount) => string,
): readonly (readonly [string, readonly CallCount[]])[] {
  const groups = new Map<string, CallCount[]>();
  for (const count of counts) {
    const key = keyOf(count);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [count]);
    else group.push(count);
  }
  return [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

const isRefused = ({ outcome }: CallCount) => outcome !== 'served' && outcome !== 'sandbox';
const titleOf = (outcome: string) => outcomeTitles[outcome] ?? `接口答复 ${outcome}`;
const dayOf = ({ hour }: CallCount) => shanghaiDate(new Date(hour));
const byCalls = (one: Figures, other: Figures) => other.calls - one.calls;

/** Applications and interfaces by their names, and whose each is. */
async function parties(context: Context) {
  const { db } = context.use(store);
  const rows = context.use(registers);
  const [apps, versions] = await Promise.all([
    rows.of(application).trusted.findEvery(db, { most: 100_000 }),
    rows.of(interfaceVersion).trusted.findEvery(db, { most: 10_000 }),
  ]);
  return {
    apps: new Map(apps.map((row) => [row.id, row])),
    versions: new Map(versions.map((row) => [row.key, row])),
  };
}

export const statisticHandlers: Handlers<typeof statisticRoutes> = {
  async statistics({ from, to, app, target, outcome }, context) {
    const [begins, ends] = [shanghaiInstant(from), shanghaiInstant(to)];
    const days = (ends.getTime() - begins.getTime()) / dayMilliseconds + 1;
    if (days < 1 || days > mostDays)
      throw commonErrors.invalid({}, [{ path: 'to', message: `一次最多看${mostDays}天，且不早于开始日期` }]);
    const { apps, versions } = await parties(context);
    const decision = context.use(access).decide(context.principal, 'business-platform:browse');
    const concerns = (count: CallCount) =>
      decisionMatches(decision, {
        departments: [apps.get(count.app)?.department, versions.get(count.target)?.owner].filter(
          (each) => each !== undefined,
        ),
      });
    const all = await context.use(callMeter).counts({
      from: begins.toISOString(),
      to: new Date(ends.getTime() + dayMilliseconds).toISOString(),
    });
    const counts = all.filter(
      (count) =>
        (app === undefined || count.app === app) &&
        (target === undefined || count.target === target) &&
        (outcome === undefined || count.outcome === outcome || (outcome === 'refused' && isRefused(count))) &&
        concerns(count),
    );
    const refused = counts.filter(isRefused);
    return {
      total: figuresOf(counts),
      days: grouped(counts, dayOf).map(([day, group]) => ({ day, ...figuresOf(group) })),
      targets: grouped(counts, (count) => count.target)
        .map(([key, group]) => ({ target: key, title: versions.get(key)?.title ?? key, ...figuresOf(group) }))
        .toSorted(byCalls),
      apps: grouped(counts, (count) => count.app)
        .map(([id, group]) => ({ app: id, name: apps.get(id)?.name ?? '—', ...figuresOf(group) }))
        .toSorted(byCalls),
      refusals: grouped(refused, (count) => count.outcome)
        .map(([code, group]) => ({
          outcome: code,
          title: titleOf(code),
          calls: figuresOf(group).calls,
        }))
        .toSorted((one, other) => other.calls - one.calls),
      rows: counts
        .toReversed()
        .slice(0, mostRows)
        .map((count) => ({
          hour: count.hour,
          app: count.app,
          appName: apps.get(count.app)?.name ?? '—',
          target: count.target,
          outcome: count.outcome,
          outcomeTitle: titleOf(count.outcome),
          calls: count.calls,
          p50: quantile(count.spent, 0.5),
          p95: quantile(count.spent, 0.95),
        })),
      more: counts.length > mostRows,
    };
  },
};
