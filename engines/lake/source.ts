/** Where data comes from: a department's database, files, or an interface. Pure data; a password is never part of it. */
import { z } from 'zod';

export const sourceKinds = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL / MariaDB',
  file: '文件',
  http: '分页接口',
  mqtt: 'MQTT 消息',
  nats: 'NATS JetStream 消息',
  amqp: 'RabbitMQ 消息',
} as const;
export type SourceKind = keyof typeof sourceKinds;

const host = z.string().regex(/^[A-Za-z0-9.-]{1,120}$|^[0-9A-Fa-f:]{2,45}$/, '主机名或地址的写法不对');
const name = z.string().min(1).max(120);

export const Connection = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['postgresql', 'mysql']),
    host,
    port: z.number().int().min(1).max(65535),
    database: name,
    user: name,
  }),
  z.object({
    kind: z.enum(['mqtt', 'nats', 'amqp']),
    host,
    port: z.number().int().min(1).max(65535),
    user: name.optional(),
    /** Virtual host of RabbitMQ; '/' if not given. */
    vhost: name.optional(),
  }),
  z.object({ kind: z.literal('file') }),
  z.object({
    kind: z.literal('http'),
    url: z.url({ protocol: /^https?$/ }).max(500),
    /** Header that carries the key, e.g. 'x-api-key'. */
    keyHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .optional(),
  }),
]);
export type Connection = z.infer<typeof Connection>;

/** What of the source is read. */
export const SourceObject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), schema: z.string().max(120).optional(), table: name }),
  /** A file that was uploaded. */
  z.object({ kind: z.literal('file'), file: z.uuid() }),
  /** The newest files of the department's drop folder whose names match ('*' stands for anything). */
  z.object({
    kind: z.literal('drop'),
    match: z
      .string()
      .regex(/^(?:[^/\\*]*\*?){1,4}$/, '只写文件名，最多含三个 *')
      .min(1)
      .max(100),
  }),
  z.object({
    kind: z.literal('messages'),
    /** Topic filter of MQTT, subject of a JetStream stream, or queue of RabbitMQ. */
    topic: z.string().min(1).max(200),
    /** JSON: an object or an array of them; CSV: a line with the columns of the fields, in their order. */
    form: z.enum(['json', 'csv']).default('json'),
  }),
  z.object({
    kind: z.literal('pages'),
    path: z.string().max(300).default(''),
    pageParameter: z.string().max(40).default('page'),
    sizeParameter: z.string().max(40).default('size'),
    size: z.number().int().min(1).max(10_000).default(500),
    firstPage: z.number().int().min(0).max(1).default(1),
    /** Dotted path to the list of rows in the reply, and to their total. */
    rows: z
      .string()
      .regex(/^[\w.]{0,80}$/)
      .default('data'),
    total: z
      .string()
      .regex(/^[\w.]{0,80}$/)
      .default('total'),
  }),
]);
export type SourceObject = z.infer<typeof SourceObject>;

export const loadModes = {
  full: '全量',
  changes: '变更比对（全量读取，只并入变化）',
  key: '增量（按递增主键）',
  time: '增量（按更新时间）',
  messages: '消息（收到的并入）',
} as const;
export type LoadMode = keyof typeof loadModes;
