/** Routes of versions: make, fill from a file, see what would change, publish. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { controlLines } from '../data/lines.ts';
import { conclusions } from '../data/conclusions.ts';
import { datumNames } from '../../../../engines/maps/contract.ts';
import { Done } from './shapes.ts';

const id = z.uuid();
const day = z.iso.date();
const codes = controlLines.map(({ code }) => code) as [string, ...string[]];
const conclusion = z.enum(
  Object.keys(conclusions) as [keyof typeof conclusions, ...(keyof typeof conclusions)[]],
);

const facts = {
  title: z.string().trim().min(1).max(100),
  documentNumber: z.string().trim().max(60).default(''),
  authority: z.string().trim().max(60).default(''),
  approvedOn: day.optional(),
  effectiveFrom: day,
  scale: z.string().trim().max(20).default(''),
  document: z.array(z.uuid()).max(9).default([]),
  note: z.string().max(1000).default(''),
};

export const Change = z.object({
  project: z.string(),
  name: z.string(),
  before: conclusion.nullable(),
  after: conclusion,
  /** Square metres on this line, before and after; null where the project was never checked. */
  occupiedBefore: z.number().nullable(),
  occupiedAfter: z.number(),
});

export const versionRoutes = {
  makeVersion: post('/versions', {
    title: '新建规划成果版本',
    allow: 'keep-versions',
    input: z.object({ line: z.enum(codes), ...facts }),
    output: z.object({ id: z.string() }),
  }),
  changeVersion: post('/versions/:id', {
    title: '修改编制中的版本',
    allow: 'keep-versions',
    input: z.object({ id, version: z.number().int(), ...facts }),
    output: Done,
  }),
  version: get('/versions/:id', {
    title: '规划成果版本',
    allow: 'read',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      version: z.number().int(),
      line: z.string(),
      lineTitle: z.string(),
      colour: z.string(),
      title: z.string(),
      documentNumber: z.string(),
      authority: z.string(),
      approvedOn: z.string().nullable(),
      effectiveFrom: z.string(),
      scale: z.string(),
      document: z.array(z.string()),
      note: z.string(),
      status: z.string(),
      parcels: z.number(),
      squareMetres: z.number(),
      inForce: z.boolean(),
    }),
  }),
  importParcels: post('/versions/:id/parcels', {
    title: '导入管控图斑',
    allow: 'keep-versions',
    input: z.object({
      id,
      file: id,
      datum: z.enum(datumNames).optional(),
      zone: z.number().int().min(25).max(45).optional(),
      /** Attributes of the file that hold number, name and land use. */
      numberFrom: z.string().max(100).default(''),
      nameFrom: z.string().max(100).default(''),
      landUseFrom: z.string().max(100).default(''),
    }),
    output: z.object({ parcels: z.number().int(), mended: z.number().int() }),
    rate: 30,
  }),
  preview: get('/versions/:id/changes', {
    title: '发布后在办项目的变化',
    allow: 'keep-versions',
    input: z.object({ id }),
    output: z.object({ checked: z.number().int(), changes: z.array(Change) }),
    rate: 30,
  }),
  publish: post('/versions/:id/publish', {
    title: '发布规划成果版本',
    allow: 'publish',
    stepUpBecause: '发布后成为全市审查依据，不能再改',
    input: z.object({ id }),
    output: Done,
  }),
};
