/** What the desks of the loop ask beside the flow engine: standards of a class, who should handle, and the case file. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import type { Filter } from '../../../../kernel/filter.ts';
import { FileId, matterCode, periodInput } from './shapes.ts';

export const Standard = z.object({
  id: z.string(),
  standard: z.string(),
  matter: z.string(),
  condition: z.string(),
  severity: z.string(),
  /** As people say it: '2 紧急工作时'; null when only handling is timed. */
  guardLimit: z.string().nullable(),
  handleLimit: z.string(),
  closing: z.string(),
  dutyKind: z.string(),
  dutyRole: z.string(),
  dutyRoleTitle: z.string(),
  photosBefore: z.number(),
  photosAfter: z.number(),
  basis: z.string().nullable(),
  validFrom: z.string(),
});

export const DutySuggestion = z.object({
  unit: z.string(),
  unitName: z.string(),
  /** Why: '部件养护单位', '责任表 属主 颍州区' … */
  reason: z.string(),
});

const caseId = z.object({ id: z.uuid('不是有效的编号') });

export const caseRoutes = {
  board: get('/board', {
    title: '案件工作台数字',
    allow: 'read',
    input: z.object({ area: periodInput.area }),
    output: z.object({
      at: z.string(),
      /** Hours before its limit from which a case counts as due soon. */
      soonHours: z.number(),
      views: z.array(
        z.object({
          view: z.enum(['today', 'open', 'due-soon', 'overdue', 'closed-today']),
          title: z.string(),
          /** Gives the counted rows as `filter` of the register list. */
          filter: z.custom<Filter>(),
          count: z.number(),
        }),
      ),
      /** Open cases by link. */
      stages: z.array(z.object({ stage: z.string(), title: z.string(), count: z.number() })),
    }),
  }),
  standards: get('/matters/:matter/standards', {
    title: '小类的立案处置结案标准',
    allow: 'read-standards',
    input: z.object({ matter: matterCode }),
    output: z.object({ rows: z.array(Standard) }),
  }),
  suspects: get('/cases/:id/suspects', {
    title: '疑似重复的案件',
    allow: 'accept',
    input: caseId,
    output: z.object({
      rows: z.array(
        z.object({
          id: z.string(),
          number: z.string(),
          title: z.string(),
          stageTitle: z.string(),
          openedAt: z.string(),
          metres: z.number(),
          hours: z.number(),
        }),
      ),
    }),
  }),
  dutyUnits: get('/cases/:id/duty-units', {
    title: '责任单位建议',
    allow: 'dispatch',
    input: caseId,
    output: z.object({
      rows: z.array(DutySuggestion),
      /** True when no row of the table fits: the command centre decides. */
      undecided: z.boolean(),
    }),
  }),
  convertSheet: post('/imports/convert', {
    title: '把外来表格转成案件导入表',
    allow: 'import',
    input: z.object({
      /** The person's own upload (POST /api/files): CSV of NYC 311, or CSV/JSON lines of messages with id, title, body. */
      file: FileId,
      profile: z.enum(['nyc311', 'messages']),
      /** Foreign records have no place in this city: where they are to be worked. */
      area: z.string().regex(/^\d{12}$/, '请选择区划'),
    }),
    output: z.object({
      /** A CSV in the form of the import template, for the ordinary import of 'urban-management.case'. */
      file: z.string(),
      rows: z.number(),
      /** Rows left out, with why. */
      skipped: z.array(z.object({ line: z.number(), reason: z.string() })),
    }),
    rate: 10,
  }),
  caseFile: get('/cases/:id/file', {
    title: '案卷 PDF',
    allow: 'read',
    input: caseId,
    output: 'binary',
    rate: 30,
  }),
};
