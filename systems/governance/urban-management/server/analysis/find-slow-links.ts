/** 慢环节: how long each link and each unit takes, and how often too long. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Handler } from '../../../../../kernel/system.ts';
import { access } from '../../../../../engines/access/service.ts';
import type { AggregateGroup } from '../../../../../engines/registers/service.ts';
import type { analysisRoutes } from '../../routes/analysis-routes.ts';
import { countCases, ofMatter } from './count-cases.ts';

interface LinkTime {
  readonly link: string;
  readonly title: string;
  readonly from: string;
  /** Mark that ends it. */
  readonly mark: string;
}

/** From the mark that starts a link to the one that ends it. */
const links: readonly LinkTime[] = [
  { link: 'verify', title: '核实', from: 'openedAt', mark: 'confirmed' },
  { link: 'accept', title: '受理立案', from: 'openedAt', mark: 'filed' },
  { link: 'dispatch', title: '派遣', from: 'filedAt', mark: 'dispatched' },
  { link: 'handle', title: '处置', from: 'dispatchedAt', mark: 'handled' },
  { link: 'check', title: '核查', from: 'handledAt', mark: 'passed' },
  { link: 'close', title: '结案', from: 'passedAt', mark: 'finished' },
];

/** What a unit is judged by. */
const handling = 'handle';

function measuresOf({ from, mark }: LinkTime, matter: (where: Filter) => Filter) {
  const ended: Filter = { field: `${mark}At`, is: 'filled' };
  const late: Filter = { field: `${mark}Late`, is: 'equal', value: true };
  return {
    time: { where: matter(ended), period: `${mark}At`, value: { from, to: `${mark}At` } },
    late: { where: matter(late), period: `${mark}At` },
  };
}

function timed(group: AggregateGroup | undefined, prefix: string) {
  const time = group?.measures[`${prefix}time`];
  const count = time?.rows ?? 0;
  const late = group?.measures[`${prefix}late`]?.rows ?? 0;
  return {
    count,
    hours: count === 0 || time?.sum === null || time?.sum === undefined ? null : time.sum / count,
    late,
    lateRate: count === 0 ? null : late / count,
  };
}

export const findSlowLinks: Handler<typeof analysisRoutes.slowLinks> = async (input, context) => {
  const matter = (where: Filter) => ofMatter(input, where);
  const measures = Object.fromEntries(
    links.flatMap((link) => {
      const { time, late } = measuresOf(link, matter);
      return [
        [`${link.link}.time`, time],
        [`${link.link}.late`, late],
      ] as const;
    }),
  );
  const whole = await countCases(context, input, { measures });
  const byUnit = await countCases(context, input, { measures, by: { field: 'leadUnit' } });
  const departments = context.use(access);
  return {
    period: whole.period,
    links: links.map(({ link, title }) => ({ link, title, ...timed(whole.groups[0], `${link}.`) })),
    units: byUnit.groups
      .flatMap((group) => {
        if (group.key === null) return [];
        const name = departments.findDepartment(group.key)?.shortName ?? group.key;
        const each = links.map(({ link }) => ({ link, ...timed(group, `${link}.`) }));
        return [{ unit: group.key, name, ...timed(group, `${handling}.`), links: each }];
      })
      .filter((row) => row.count > 0)
      .sort((a, b) => (b.hours ?? 0) - (a.hours ?? 0)),
  };
};
