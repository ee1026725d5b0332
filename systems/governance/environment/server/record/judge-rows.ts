/** Judges records of water, noise, soil, radiation and carbon when they come in or change; the limits are data. */
import type { Filter } from '../../../../../kernel/filter.ts';
import type { Services } from '../../../../../kernel/system.ts';
import type { Register, Row } from '../../../../../kernel/register.ts';
import { type RegisterChange, registers, rowsChanged } from '../../../../../engines/registers/service.ts';
import type { Work } from '../../../../../engines/store/service.ts';
import {
  emissionsOf,
  isRadiationHigh,
  judgeSoil,
  noiseLimit,
  noiseOver,
  periodOfHour,
} from '../../record/judge-records.ts';
import { greenhouseRecord, noiseRecord, radiationRecord, soilRecord } from '../../registers/other.ts';
import { waterSample, waterSection } from '../../registers/water.ts';
import { judgeSection } from '../../water/judge-section.ts';

type PlainRow = Readonly<Record<string, unknown>>;
type SectionRow = Row<typeof waterSection>;
/** Sections of the rows that are looked at together, as they are now. */
type Sections = Map<string, SectionRow>;
type Verdict = (
  row: PlainRow,
  sections: Sections,
  services: Services,
  work: Work,
) => Promise<PlainRow> | PlainRow;

const by = 'environment';
const shanghaiHours = 8;
/** Rows looked at together; an import may bring any number. */
const pageRows = 1000;

function numbersOf(row: PlainRow): Record<string, number> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  );
}

/** 总磷(0.55) 氨氮(0.26): the gravest items with how far they are over class III. */
export function mainText(
  main: readonly { readonly name: string; readonly over: number | null }[],
): string | null {
  return main.map(({ name, over }) => (over === null ? name : `${name}（${over}）`)).join('、') || null;
}

const sample: Verdict = async (row, sections, services, work) => {
  const rows = services.use(registers).of(waterSection).trusted;
  const section = sections.get(String(row['section']));
  const verdict = judgeSection(numbersOf(row), section?.lake === true);
  const grade = verdict === undefined ? null : String(verdict.grade);
  const sampledAt = String(row['sampledAt']);
  const newest =
    section !== undefined && Date.parse(section.sampledAt ?? '1970-01-01') <= Date.parse(sampledAt);
  if (
    section !== undefined &&
    newest &&
    grade !== null &&
    (section.grade !== grade || section.sampledAt !== sampledAt)
  )
    sections.set(section.id, await rows.update(work, by, section, { grade, sampledAt }));
  return {
    ...(section === undefined ? {} : { area: section.area }),
    grade,
    main: verdict === undefined ? null : mainText(verdict.main),
    worse: grade === null || section === undefined ? null : Number(grade) > Number(section.target),
  };
};

const noise: Verdict = (row) => {
  const at = new Date(String(row['measuredAt']));
  const period = periodOfHour((at.getUTCHours() + shanghaiHours) % 24);
  const zone = String(row['zone']);
  return {
    period,
    limit: noiseLimit(zone, period) ?? null,
    over: noiseOver(zone, period, Number(row['level'])) ?? null,
  };
};

const soil: Verdict = (row) => ({ verdict: judgeSoil(row['land'] === '1' ? '1' : '2', numbersOf(row)) });

const radiation: Verdict = (row) => {
  const background = row['background'];
  return { high: isRadiationHigh(Number(row['gamma']), typeof background === 'number' ? background : null) };
};

const greenhouse: Verdict = (row) => {
  const amount = (name: string) => (typeof row[name] === 'number' ? (row[name] as number) : null);
  const emissions = emissionsOf({
    electricity: amount('electricity'),
    'raw-coal': amount('rawCoal'),
    'natural-gas': amount('naturalGas'),
    diesel: amount('diesel'),
  });
  const quota = amount('quota');
  return { emissions, over: quota === null ? null : emissions > quota };
};

const judged: Readonly<Record<string, { readonly declaration: Register; readonly verdict: Verdict }>> = {
  'environment.water-sample': { declaration: waterSample, verdict: sample },
  'environment.noise-record': { declaration: noiseRecord, verdict: noise },
  'environment.soil-record': { declaration: soilRecord, verdict: soil },
  'environment.radiation-record': { declaration: radiationRecord, verdict: radiation },
  'environment.greenhouse-record': { declaration: greenhouseRecord, verdict: greenhouse },
};

async function sectionsOf(rows: readonly PlainRow[], services: Services, work: Work): Promise<Sections> {
  const ids = [
    ...new Set(rows.flatMap((row) => (typeof row['section'] === 'string' ? [row['section']] : []))),
  ];
  if (ids.length === 0) return new Map();
  const found = await services
    .use(registers)
    .of(waterSection)
    .trusted.findMany(work.db, { ids, limit: ids.length });
  return new Map(found.map((section) => [section.id, section]));
}

export const judgedRegisters = Object.keys(judged);

/** Writes only what differs, so that its own writing does not call it for ever. */
export async function judgeRows(change: RegisterChange, work: Work, services: Services): Promise<void> {
  const kind = judged[change.register];
  if (kind === undefined) return;
  const { trusted } = services.use(registers).of(kind.declaration);
  const { filter, ...query } = rowsChanged(change);
  const of: readonly Filter[] = filter === undefined ? [] : [filter];
  let after: string | undefined;
  do {
    const follows: readonly Filter[] = after === undefined ? [] : [{ field: 'id', is: 'more', value: after }];
    const rows = (await trusted.findMany(work.db, {
      ...query,
      filter: { all: [...of, ...follows] },
      sort: 'id',
      limit: pageRows,
    })) as unknown as readonly PlainRow[];
    const sections = await sectionsOf(rows, services, work);
    for (const row of rows) {
      const verdict = await kind.verdict(row, sections, services, work);
      const same = Object.entries(verdict).every(([name, value]) => (row[name] ?? null) === value);
      // Sent without waiting for each, since an import may be large; whoever changes one meanwhile makes all of it run again.
      if (!same) await trusted.sendUpdate(work, by, row as never, verdict as never);
    }
    after = rows.length < pageRows ? undefined : String(rows.at(-1)?.['id']);
  } while (after !== undefined);
}
