/** Routes of uploaded layers: look into a file, import it whole or not at all, draw it, list it, share it, take it down. */
import { z } from 'zod';
import { get, post } from '../../../../kernel/contract.ts';
import { datumNames } from '../../../../engines/maps/contract.ts';
import { department, Done, id } from './shapes.ts';

const column = z.string().max(200);
const facts = {
  title: z.string().trim().min(1).max(60),
  note: z.string().max(500).default(''),
  colour: z
    .string()
    .regex(/^#[0-9a-f]{6}$/, '颜色应为 #rrggbb')
    .default('#1677ff'),
  sharedWith: z.array(department).max(100).default([]),
};
const file = {
  file: id,
  datum: z.enum(datumNames).optional(),
  /** Of the three-degree zone, where eastings do not begin with it. */
  zone: z.number().int().min(25).max(45).optional(),
  /** Of a table. */
  xColumn: column.optional(),
  yColumn: column.optional(),
  /** Of a table without coordinates: the column whose addresses are looked up. */
  addressColumn: column.optional(),
};
const problem = z.object({ row: z.number().int(), message: z.string() });

export const layerRoutes = {
  readFile: post('/layers/read', {
    title: '查看要导入的文件',
    allow: 'import',
    input: z.object(file),
    output: z.object({
      fileName: z.string(),
      rows: z.number().int(),
      points: z.number().int(),
      lines: z.number().int(),
      areas: z.number().int(),
      columns: z.array(z.string()),
      /** As the file itself says, else null: then it must be chosen. */
      declared: z.enum(datumNames).nullable(),
      /** A table without coordinates: a column of addresses must be chosen. */
      needsAddress: z.boolean(),
      problems: z.array(problem),
      problemCount: z.number().int(),
    }),
    rate: 60,
  }),
  importLayer: post('/layers', {
    title: '导入图层',
    allow: 'import',
    input: z.object({
      ...file,
      ...facts,
      department: department.optional(),
      titleColumn: column.default(''),
      heightColumn: column.default(''),
      /** Leaves wrong rows out instead of refusing the file. */
      skipWrong: z.boolean().default(false),
    }),
    output: z.object({ id: z.string(), features: z.number().int(), skipped: z.number().int() }),
    rate: 30,
  }),
  layer: get('/layers/:id', {
    title: '导入图层',
    allow: 'use',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      version: z.number().int(),
      title: z.string(),
      department: z.string(),
      departmentName: z.string(),
      sharedWith: z.array(z.object({ id: z.string(), name: z.string() })),
      note: z.string(),
      kind: z.string(),
      datum: z.string(),
      fileName: z.string(),
      columns: z.array(z.string()),
      titleColumn: z.string().nullable(),
      colour: z.string(),
      /** '' when all features are drawn alike. */
      styleColumn: z.string(),
      labelled: z.boolean(),
      features: z.number().int(),
      skipped: z.number().int(),
      box: z.array(z.number()).length(4),
      createdAt: z.string(),
      /** Whether the caller may change it. */
      own: z.boolean(),
    }),
  }),
  features: get('/layers/:id/features', {
    title: '导入图层的要素',
    allow: 'use',
    input: z.object({
      id,
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      /** Only this one. */
      feature: id.optional(),
    }),
    output: z.object({
      total: z.number().int(),
      rows: z.array(
        z.object({
          id: z.string(),
          serial: z.number().int(),
          title: z.string(),
          kind: z.string(),
          lon: z.number(),
          lat: z.number(),
          measure: z.number().nullable(),
          properties: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
        }),
      ),
    }),
  }),
  layerTile: get('/layers/:id/tiles/:z/:x/:y', {
    title: '导入图层的矢量瓦片',
    allow: 'use',
    input: z.object({
      id,
      z: z.coerce.number().int().min(0).max(18),
      x: z.coerce.number().int().min(0),
      y: z.coerce.number().int().min(0),
    }),
    output: 'binary',
    rate: 6000,
  }),
  changeLayer: post('/layers/:id', {
    title: '修改图层和共享部门',
    allow: 'import',
    input: z.object({
      id,
      version: z.number().int(),
      ...facts,
      /** Colours by this column; '' for one colour. */
      styleColumn: column.default(''),
      labelled: z.boolean().default(false),
    }),
    output: Done,
  }),
  withdrawLayer: post('/layers/:id/withdraw', {
    title: '撤下图层',
    allow: 'import',
    input: z.object({ id, version: z.number().int(), reason: z.string().trim().min(1).max(200) }),
    output: Done,
  }),
};
