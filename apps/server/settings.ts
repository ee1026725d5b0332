/** The environment of a server process, read and checked in one place. */
import path from 'node:path';
import { z } from 'zod';
import { lineNames, type LinePorts } from '../../engines/telemetry/index.ts';

const flag = z.enum(['on', 'off']);
const url = z.url();

/** 'hj212:2120,jt808:8208' */
const linePorts = z.preprocess(
  (text) => (typeof text === 'string' ? text.split(',').map((part) => part.trim().split(':')) : text),
  z
    .array(z.tuple([z.enum(lineNames), z.coerce.number().int().min(0).max(65_535)]))
    .transform((pairs) => Object.fromEntries(pairs) as LinePorts)
    .optional(),
);

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  CITY_DEMO: flag.default('on'),
  BASE_MAP_URL: url.optional(),
  BASE_MAP_ATTRIBUTION: z.string().default(''),
  PUBLIC_URL: url.optional(),
  TRUST_PROXY: flag.default('off'),
  TRUST_MASTER_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '应为 64 位小写十六进制')
    .optional(),
  BACKUP_PUBLIC_KEY: z.string().optional(),
  TSA_URLS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .pipe(z.array(z.url({ protocol: /^https?$/ })).max(5)),
  TSA_ROOTS: z.string().optional(),
  MQTT_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  MQTT_URL: z.string().startsWith('mqtt').optional(),
  NATS_URL: z.url({ protocol: /^(nats|tls)$/, error: '应为 nats://用户:口令@主机:端口' }).optional(),
  LINE_PORTS: linePorts,
  DATABASE_POOL: z.coerce.number().int().min(4).max(200).default(32),
});

export interface ServerSettings {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly demo: boolean;
  readonly baseMapUrl: string | undefined;
  readonly baseMapAttribution: string;
  readonly publicUrl: string | undefined;
  readonly trustProxy: boolean;
  /** Wraps all other keys; undefined keeps it in DATA_DIR/trust/master.key. */
  readonly masterKey: string | undefined;
  /** RFC 3161 authorities that stamp the heads of logs; none: nobody does. */
  readonly stampAddresses: readonly string[];
  /** File of their root certificates, PEM. */
  readonly stampRoots: string | undefined;
  /** File of the public key for which backups are sealed. */
  readonly backupKeyFile: string;
  readonly poolSize: number;
  /** Port of the embedded MQTT broker; undefined keeps that door shut. */
  readonly mqttPort: number | undefined;
  /** An outside MQTT broker to take readings from. */
  readonly mqttUrl: string | undefined;
  /** A NATS server with JetStream to take readings from. */
  readonly natsUrl: string | undefined;
  /** Ports of the lines by which devices speak their own protocols; those that are not named stay shut. */
  readonly linePorts: LinePorts;
}

/** Empty values count as absent, as shells and compose files leave them. */
export function readSettings(environment: NodeJS.ProcessEnv): ServerSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`环境变量有误:\n${lines.join('\n')}`);
  }
  const one = parsed.data;
  const dataDirectory = path.resolve(one.DATA_DIR);
  return {
    port: one.PORT,
    host: one.HOST,
    dataDirectory,
    databaseUrl: one.DATABASE_URL,
    demo: one.CITY_DEMO === 'on',
    baseMapUrl: one.BASE_MAP_URL,
    baseMapAttribution: one.BASE_MAP_ATTRIBUTION,
    publicUrl: one.PUBLIC_URL,
    trustProxy: one.TRUST_PROXY === 'on',
    masterKey: one.TRUST_MASTER_KEY,
    stampAddresses: one.TSA_URLS,
    stampRoots: one.TSA_ROOTS,
    backupKeyFile: path.resolve(one.BACKUP_PUBLIC_KEY ?? path.join(dataDirectory, 'backup-public.pem')),
    poolSize: one.DATABASE_POOL,
    mqttPort: one.MQTT_PORT,
    mqttUrl: one.MQTT_URL,
    natsUrl: one.NATS_URL,
    linePorts: one.LINE_PORTS ?? {},
  };
}
