/** Handlers of stated purposes and of their review. */
import type { Principal } from '../../../../kernel/access.ts';
import type { Handlers } from '../../../../kernel/system.ts';
import type { Store } from '../../../store/index.ts';
import { purposes } from '../../data/purposes.ts';
import type { Look, lookRoutes } from '../../routes/look-routes.ts';
import { type AccessEngine, titleOf } from '../create-access.ts';
import { lookerOf } from '../looks/open-looks.ts';
import { listDoubts, listSamples, lookRates, type SampleRow } from '../looks/review-looks.ts';
import { sampleLooks } from '../looks/sample-looks.ts';

const done = { done: true } as const;

function objectTitle(engine: AccessEngine, object: string): string {
  const [system = '', register = ''] = object.split('.');
  const contract = engine.contracts.find(({ id }) => id === system);
  const declared = { ...contract?.registers, ...contract?.cases } as Record<
    string,
    { readonly title: string }
  >;
  return declared[register]?.title ?? titleOf(engine, system);
}

async function show(engine: AccessEngine, viewer: Principal, rows: readonly SampleRow[]): Promise<Look[]> {
  const names = await engine.namesOf(rows.map((row) => row.subject));
  return rows.map(({ subject, department, object, purpose, reviewer: _reviewer, ...row }) => {
    const spec = purposes.find(({ code }) => code === purpose);
    return {
      ...row,
      subjectName: names.get(subject) ?? '未知',
      departmentName: engine.findDepartment(department ?? '')?.name ?? '—',
      objectTitle: objectTitle(engine, object),
      purposeTitle: spec?.title ?? '说明理由后查看一项',
      basis: spec?.basis ?? '—',
      own: subject === lookerOf(viewer),
    };
  });
}

export function lookHandlers(engine: AccessEngine, store: Store): Handlers<typeof lookRoutes> {
  const { looks } = engine;
  const { review } = engine.parts;
  return {
    purposes: () => ({
      purposes: purposes.map((each) => ({ ...each })),
      minutes: store.settings.value('access.purpose-minutes'),
    }),
    async statePurpose({ caseNumber, ...given }, { principal }) {
      const stated = caseNumber === undefined ? given : { ...given, caseNumber };
      return { until: (await looks.state(principal, stated)).toISOString() };
    },
    async lookSamples(filter, { principal }) {
      const { rows, total } = await listSamples(store, filter);
      return { rows: await show(engine, principal, rows), total };
    },
    async lookRates({ month }) {
      const rows = await lookRates(store, month);
      return {
        rows: rows.map((row) => ({
          ...row,
          departmentName: engine.findDepartment(row.department ?? '')?.name ?? '没有单位',
        })),
      };
    },
    drawLooks: async () => ({ drawn: await sampleLooks(store) }),
    async reviewLook({ look, verdict, remark }, { principal }) {
      await review.review(principal, look, verdict, remark);
      return done;
    },
    async doubts(_input, { principal }) {
      const decision = engine.require(principal, 'access:answer-looks');
      return { rows: await show(engine, principal, await listDoubts(store, decision)) };
    },
    async answerLook({ look, answer }, { principal }) {
      await review.answer(principal, engine.require(principal, 'access:answer-looks'), look, answer);
      return done;
    },
  };
}
