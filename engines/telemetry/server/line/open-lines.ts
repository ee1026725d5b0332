/** Opens the doors of the protocols that a city wants, each on its port; start-up says which. */
import type { Store } from '../../../store/index.ts';
import type { IngestService } from '../../service.ts';
import { decodeDatagram } from '../codec/syslog/codec.ts';
import { hj212Line } from './hj212-session.ts';
import { jt808Line } from './jt808-session.ts';
import { jt809Line } from './jt809-session.ts';
import { jt809SubLine, type UplinkCalls } from './jt809-sub-session.ts';
import type { Line, LineDeps } from './line.ts';
import { openTcpLine, type TcpOptions } from './open-tcp-line.ts';
import { openUdpLine } from './open-udp-line.ts';
import { sl651Line } from './sl651-session.ts';
import { syslogLine } from './syslog-session.ts';
import { findByVerifyCode, noteSub, noteSubOver } from '../uplink/uplink-rows.ts';

type Open = (deps: LineDeps & { readonly uplinks: UplinkCalls }, options: TcpOptions) => Promise<Line>;

/** 'syslog' listens for streams, 'syslog-udp' for datagrams; by 'jt809-sub' platforms above call back. */
const doors = {
  hj212: (deps, options) => openTcpLine(hj212Line, deps, options),
  sl651: (deps, options) => openTcpLine(sl651Line, deps, options),
  jt808: (deps, options) => openTcpLine(jt808Line, deps, options),
  jt809: (deps, options) => openTcpLine(jt809Line, deps, options),
  'jt809-sub': ({ uplinks, ...deps }, options) => openTcpLine(jt809SubLine(uplinks), deps, options),
  syslog: (deps, options) => openTcpLine(syslogLine, deps, options),
  'syslog-udp': (deps, options) => openUdpLine(syslogLine, deps, decodeDatagram, options),
} as const satisfies Readonly<Record<string, Open>>;

export type LineName = keyof typeof doors;

export const lineNames = Object.keys(doors) as [LineName, ...LineName[]];

/** Port of each door that is wanted; 0 lets the system choose. */
export type LinePorts = Readonly<Partial<Record<LineName, number>>>;

export interface LinesOptions {
  readonly store: Store;
  readonly ingest: IngestService;
  readonly report: (problem: unknown, where: string) => void;
  readonly ports: LinePorts;
  readonly host?: string;
}

export interface OpenLines {
  readonly lines: ReadonlyMap<LineName, Line>;
  close(): Promise<void>;
}

function uplinkCalls({ db, clock }: Store): UplinkCalls {
  return {
    find: (accessCode, verifyCode) => findByVerifyCode(db, accessCode, verifyCode),
    stands: (uplink, session) => noteSub(db, uplink, session, clock.now()),
    over: (session) => noteSubOver(db, session),
  };
}

/** Rejects when a port is taken, with no door left open. */
export async function openLines({ store, ingest, report, ports, host }: LinesOptions): Promise<OpenLines> {
  const deps = {
    ingest,
    report,
    now: () => store.clock.now().getTime(),
    setting: (name: string) => store.settings.value(`telemetry.${name}`),
    uplinks: uplinkCalls(store),
  };
  const lines = new Map<LineName, Line>();
  async function close(): Promise<void> {
    await Promise.all([...lines.values()].map((line) => line.close()));
  }
  try {
    for (const name of lineNames) {
      const port = ports[name];
      if (port !== undefined)
        lines.set(name, await doors[name](deps, { port, ...(host === undefined ? {} : { host }) }));
    }
  } catch (problem) {
    await close();
    throw problem;
  }
  return { lines, close };
}
