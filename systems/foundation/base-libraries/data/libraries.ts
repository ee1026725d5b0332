/** The libraries that the city keeps: each a subject table over datasets, named by their codes, and over other libraries. Checked when it is read. */
import { z } from 'zod';
import { SubjectPlan } from '../../../../engines/lake/contract.ts';
import given from './libraries.json' with { type: 'json' };

const Source = SubjectPlan.shape.sources.element
  .omit({ dataset: true })
  .extend({ dataset: z.string().optional(), library: z.string().optional() })
  .refine((source) => (source.dataset === undefined) !== (source.library === undefined));

const Library = SubjectPlan.omit({ sources: true }).extend({
  code: z.string().regex(/^[a-z][a-z-]{1,39}$/),
  kind: z.enum(['base', 'theme']),
  /** Departments beside the owner that may see all of it. */
  readers: z.array(z.string()),
  /** Fields that a look-up may be asked about, answered with yes or no. */
  checks: z.array(z.string()),
  /** Source whose earlier rows of the same key are its earlier versions. */
  versions: z.string().optional(),
  sources: z.array(Source).min(1),
  /** Which change of a record is which event of its life; the first that fits counts. '*' is a record that was not there. */
  lifeEvents: z
    .array(
      z.object({
        kind: z.string().regex(/^[a-z][a-z-]{1,39}$/),
        title: z.string().min(1).max(30),
        field: z.string(),
        /** Any of these values now; absent means any. */
        to: z.array(z.string()).optional(),
        /** It had a value before and has one now. */
        known: z.boolean().default(false),
      }),
    )
    .default([]),
});
export type Library = z.infer<typeof Library>;

export const libraries: readonly Library[] = z.array(Library).parse(given.libraries);
export const librariesSource = `${given.source}（${given.version}）`;

export function findLibrary(code: string): Library | undefined {
  return libraries.find((library) => library.code === code);
}

/** Its small numbers may tell of somebody. */
export function isAboutPeople(library: Library): boolean {
  return library.fields.some((field) => field.class === 'personal' || field.class === 'sensitive');
}

/** For what a look-up may be made; others are not answered. */
export const purposes = {
  service: '办理政务服务事项',
  law: '行政执法和检查',
  relief: '社会救助和保障核对',
  judicial: '协助司法机关',
} as const;
export type Purpose = keyof typeof purposes;

export const libraryKinds = { base: '基础库', theme: '主题库' } as const;

export const decisionKinds = { value: '以这个来源为准', merge: '是同一主体', apart: '不是同一主体' } as const;
export const decisionStates = { taken: '办理中', kept: '生效', ended: '已结束' } as const;
