/** Sections on their rivers with what they last were, and the course of one section. */
import type { Handlers } from '../../../../../kernel/system.ts';
import { registers } from '../../../../../engines/registers/service.ts';
import { river, waterSample, waterSection } from '../../registers/water.ts';
import type { waterRoutes } from '../../routes/water-routes.ts';
import { judgeRiver, judgeSection, waterItems } from '../../water/judge-section.ts';

const most = 20_000;
const mostSamples = 60;

export const showSections: Handlers<typeof waterRoutes>['sections'] = async (_, context) => {
  const rows = context.use(registers);
  const [found, rivers] = await Promise.all([
    rows.of(waterSection).listEvery(context.principal, { most, sort: 'code' }),
    rows.of(river).listEvery(context.principal, { most, sort: 'code' }),
  ]);
  const names = new Map(rivers.map(({ id, name }) => [id, name]));
  const sections = found.map((row) => {
    const { id, name, kilometre, target, grade, sampledAt, area, position } = row;
    return {
      id,
      name,
      river: row.river,
      riverName: names.get(row.river) ?? '',
      kilometre,
      target,
      grade,
      sampledAt,
      area,
      position,
    };
  });
  return {
    sections,
    rivers: rivers.map(({ id, name }) => {
      const grades = sections.flatMap((each) =>
        each.river === id && each.grade !== null ? [Number(each.grade)] : [],
      );
      return {
        id,
        name,
        sections: sections.filter((each) => each.river === id).length,
        word: judgeRiver(grades) ?? null,
      };
    }),
  };
};

export const showSection: Handlers<typeof waterRoutes>['section'] = async ({ id }, context) => {
  const rows = context.use(registers);
  const section = await rows.of(waterSection).get(context.principal, id);
  const [flows, samples] = await Promise.all([
    rows.of(river).find(context.principal, section.river),
    rows
      .of(waterSample)
      .list(context.principal, { where: { section: id }, sort: '-sampledAt', size: mostSamples }),
  ]);
  return {
    id,
    name: section.name,
    riverName: flows?.name ?? '',
    target: section.target,
    samples: samples.rows.toReversed().map((sample) => {
      const of = sample as unknown as Readonly<Record<string, unknown>>;
      const values = Object.fromEntries(
        waterItems.map(({ code }) => [code, typeof of[code] === 'number' ? of[code] : null] as const),
      );
      const verdict = judgeSection(values, section.lake === true);
      return {
        id: sample.id,
        sampledAt: sample.sampledAt,
        values,
        verdict:
          verdict === undefined
            ? null
            : {
                grade: verdict.grade,
                main: verdict.main.map(({ code, name, value, over }) => ({ code, name, value, over })),
              },
      };
    }),
  };
};
