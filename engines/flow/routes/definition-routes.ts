/** Process definitions: what there is, drafts, checking, publishing, retiring. */
import { z } from 'zod';
import { del, get, patch, post } from '../../../kernel/contract.ts';
import { ProcessProblem } from '../process/problem.ts';
import { SimpleProcess } from '../process/simple-process.ts';
import { Simulated, SimulationPlan } from '../process/simulation.ts';
import { Trial, TrialPlan } from '../process/trial.ts';
import { done, type } from './shapes.ts';

const draftId = z.uuid();
/** Of the draft that the person saw; another one has been saved since when it differs. */
const revision = z.number().int().min(1);
/** The engine's own setting bounds the text; this only keeps a request from being worked on at all. */
const xml = z.string().min(1).max(1_000_000);

const ProcessVersion = z.object({
  version: z.number().int(),
  /** Declared in code and published with the system, or drawn here. */
  origin: z.enum(['declared', 'drawn']),
  state: z.enum(['published', 'retired']),
  /** New cases run on it. */
  inForce: z.boolean(),
  publishedAt: z.string(),
  publishedBy: z.string().nullable(),
  note: z.string(),
});
export type ProcessVersion = z.infer<typeof ProcessVersion>;

const DraftInfo = z.object({
  id: z.string(),
  revision: z.number().int(),
  changedAt: z.string(),
  changedBy: z.string(),
  /** 'checked': without errors, and unchanged since. */
  state: z.enum(['draft', 'checked']),
});

export const ProcessInfo = z.object({
  type: z.string(),
  title: z.string(),
  system: z.string(),
  systemTitle: z.string(),
  /** Cases of the type that are being worked on, counted up to 10,000. */
  openCases: z.number().int(),
  /** Newest first. */
  versions: z.array(ProcessVersion),
  draft: DraftInfo.nullable(),
});
export type ProcessInfo = z.infer<typeof ProcessInfo>;

const choice = z.object({ value: z.string(), title: z.string() });

/** The names that a process of this case type may use, for pickers. */
export const Vocabulary = z.object({
  fields: z.array(choice),
  permissions: z.array(choice),
  caseTypes: z.array(choice),
  /** null: not known, any name may be written. */
  jobs: z.array(choice).nullable(),
  decisions: z.array(choice).nullable(),
  rosters: z.array(choice).nullable(),
});
export type Vocabulary = z.infer<typeof Vocabulary>;

export const Draft = DraftInfo.extend({
  type: z.string(),
  typeTitle: z.string(),
  xml: z.string(),
  /** Version that it was begun from. */
  basedOn: z.number().int().nullable(),
  /** What reading and checking found, errors first. */
  problems: z.array(ProcessProblem),
  /** Why only the drawing can show it; '' where the simple view can too. */
  notSimple: z.string(),
});
export type Draft = z.infer<typeof Draft>;

export const NodeHeat = z.object({
  /** Node of the model; a version that no longer has it shows it in the table only. */
  node: z.string(),
  /** Work items that somebody finished in the period, and those of them that were late. */
  done: z.number().int(),
  late: z.number().int(),
  /** Working milliseconds; null where nothing was finished. */
  median: z.number().nullable(),
  p90: z.number().nullable(),
  /** Of those that somebody claimed: how many, how long they lay before that, and how long he then worked. */
  claimed: z.number().int(),
  waitedMedian: z.number().nullable(),
  waitedP90: z.number().nullable(),
  workedMedian: z.number().nullable(),
  workedP90: z.number().nullable(),
  /** Work items open now. */
  open: z.number().int(),
});
export type NodeHeat = z.infer<typeof NodeHeat>;

export const HeatCases = z.array(
  z.object({
    number: z.string(),
    title: z.string(),
    link: z.string(),
    took: z.number(),
    waited: z.number().nullable(),
    late: z.boolean().nullable(),
    closedAt: z.string(),
  }),
);
export type HeatCases = z.infer<typeof HeatCases>;

const period = {
  days: z.coerce.number().int().min(1).max(366).default(90),
  /** Of the process that cases stand on; absent: all. */
  version: z.coerce.number().int().min(1).optional(),
};

export const definitionRoutes = {
  processes: get('/processes', {
    title: '流程清单',
    allow: 'read-process',
    input: z.object({}),
    output: z.array(ProcessInfo),
  }),
  processVersion: get('/processes/:type/versions/:version', {
    title: '流程版本',
    allow: 'read-process',
    input: z.object({ type, version: z.coerce.number().int().min(1) }),
    output: z.object({ type: z.string(), typeTitle: z.string(), version: z.number(), xml: z.string() }),
  }),
  processVocabulary: get('/processes/:type/vocabulary', {
    title: '流程可用的字段、权限和服务',
    allow: 'read-process',
    input: z.object({ type }),
    output: Vocabulary,
  }),
  processHeat: get('/processes/:type/heat', {
    title: '流程耗时',
    allow: 'read-process',
    input: z.object({ type, ...period }),
    output: z.array(NodeHeat),
  }),
  heatCases: get('/processes/:type/heat/:node', {
    title: '一个环节耗时最长的案件',
    allow: 'read-process',
    input: z.object({ type, node: z.string().min(1).max(120), ...period }),
    output: z.object({
      /** The slowest that the reader may see. */
      rows: HeatCases,
      /** Of the slowest, those beyond his reach. */
      hidden: z.number().int(),
    }),
  }),
  startDraft: post('/processes/:type/drafts', {
    title: '新建流程草稿',
    allow: 'design-process',
    input: z.object({
      type,
      /** Begin from this version; with neither, from the one in force. */
      version: z.number().int().min(1).optional(),
      /** Begin from a BPMN 2.0 file. */
      xml: xml.optional(),
    }),
    output: Draft,
  }),
  draft: get('/drafts/:id', {
    title: '流程草稿',
    allow: 'read-process',
    input: z.object({ id: draftId }),
    output: Draft,
  }),
  saveDraft: patch('/drafts/:id', {
    title: '保存流程草稿',
    allow: 'design-process',
    input: z.object({ id: draftId, revision, xml }),
    output: Draft,
  }),
  simpleView: get('/drafts/:id/simple', {
    title: '流程草稿的简易视图',
    allow: 'read-process',
    input: z.object({ id: draftId }),
    output: SimpleProcess,
  }),
  saveSimple: patch('/drafts/:id/simple', {
    title: '保存简易视图',
    allow: 'design-process',
    input: z.object({ id: draftId, revision, simple: SimpleProcess }),
    output: Draft,
  }),
  checkDraft: post('/drafts/:id/check', {
    title: '校验流程草稿',
    allow: 'design-process',
    input: z.object({ id: draftId, revision }),
    output: Draft,
  }),
  simulateDraft: post('/drafts/:id/simulation', {
    title: '仿真流程草稿',
    allow: 'read-process',
    input: z.object({ id: draftId, plan: SimulationPlan }),
    output: Simulated,
    rate: 20,
  }),
  tryDraft: post('/drafts/:id/trial', {
    title: '试走流程草稿',
    allow: 'read-process',
    input: z.object({ id: draftId, plan: TrialPlan }),
    output: Trial,
    rate: 60,
  }),
  removeDraft: del('/drafts/:id', {
    title: '删除流程草稿',
    allow: 'design-process',
    input: z.object({ id: draftId, revision }),
    output: done,
  }),
  publishDraft: post('/drafts/:id/publication', {
    title: '发布流程',
    allow: 'publish-process',
    input: z.object({ id: draftId, revision, note: z.string().trim().max(200).default('') }),
    output: z.object({ type: z.string(), version: z.number().int() }),
  }),
  retireVersion: post('/processes/:type/versions/:version/retirement', {
    title: '停用流程版本',
    allow: 'publish-process',
    input: z.object({
      type,
      version: z.coerce.number().int().min(1),
      reason: z.string().trim().min(2).max(200),
    }),
    output: done,
  }),
};
