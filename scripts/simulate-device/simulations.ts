/** Each protocol as one device with a daily curve, so that a command can run it without knowing how it speaks. */
import { seededRandom } from '../../kernel/seeded-random.ts';
import type { SyslogMessage } from '../../engines/telemetry/server/codec/syslog/message.ts';
import { hj212Logger } from './simulate-hj212.ts';
import { jt808Terminal, placeAt } from './simulate-jt808.ts';
import { jt809Platform } from './simulate-jt809.ts';
import { jt809Superior } from './simulate-jt809-superior.ts';
import { sl651Station } from './simulate-sl651.ts';
import { sendSyslog } from './simulate-syslog.ts';
import type { Address } from './talk.ts';

export interface SimulationOptions extends Address {
  readonly device: string;
  readonly secret: string;
  readonly seed: number;
  /** The device's clock. */
  readonly now: () => number;
}

export interface Simulated {
  /** Sends one message; says how it ended: '已确认', '无应答', '已发出' … */
  send(): Promise<string>;
  end(): Promise<void>;
}

export interface Simulation {
  readonly name: string;
  readonly title: string;
  /** A device name in the protocol's form. */
  readonly device: string;
  readonly connect: (options: SimulationOptions) => Promise<Simulated>;
}

const timeout = 10_000;
const resends = 3;
const day = 86_400_000;

/** A value that rises and falls within the day around its middle, with a little noise. */
function curve({ seed, now }: SimulationOptions): (middle: number, swing: number) => number {
  const random = seededRandom(seed);
  return (middle, swing) => {
    const phase = ((now() % day) / day) * 2 * Math.PI;
    return middle + swing * Math.sin(phase) + (random() - 0.5) * swing * 0.2;
  };
}

const hj212: Simulation = {
  name: 'hj212',
  title: '污染源数采仪(HJ 212-2017)',
  device: '0341200A0000000000000001',
  async connect(options) {
    const value = curve(options);
    const { host, port, device, secret, now } = options;
    const password = secret || '123456';
    const obeys = { ready: '1', result: '1' };
    const logger = await hj212Logger({
      host,
      port,
      device,
      password,
      systemCode: '32',
      now,
      timeout,
      resends,
      obeys,
    });
    return {
      async send() {
        const values = {
          w01018: value(30, 8),
          w21003: value(1.2, 0.4),
          w01001: value(7.4, 0.2),
          w00000: value(20, 6),
        };
        const rounded = Object.entries(values).map(([code, amount]) => [code, Number(amount.toFixed(2))]);
        const outcome = await logger.upload(logger.data('2011', 'Rtd', Object.fromEntries(rounded)));
        return outcome === 'acknowledged' ? '已确认' : '无应答';
      },
      end: () => logger.talk.end(),
    };
  },
};

const sl651: Simulation = {
  name: 'sl651',
  title: '水文遥测站(SL 651-2014)',
  device: '0034120001',
  async connect(options) {
    const value = curve(options);
    const { host, port, device: station, secret, now } = options;
    const river = await sl651Station({ host, port, station, password: secret || '0000', now, timeout });
    return {
      async send() {
        const end = await river.ask(
          river.report(0x32, { '39': [value(27.5, 0.6), 4, 3], '38': [value(12.2, 0.3), 2, 2] }),
        );
        return end === undefined ? '无应答' : '已确认';
      },
      end: () => river.talk.end(),
    };
  },
};

const jt808: Simulation = {
  name: 'jt808',
  title: '车载终端(JT/T 808-2019)',
  device: '13800000001',
  async connect(options) {
    const value = curve(options);
    const { host, port, device: phone, secret: terminalId, now } = options;
    const vehicle = await jt808Terminal({
      host,
      port,
      edition: '2019',
      phone,
      terminalId,
      plate: '皖K00001',
      timeout,
    });
    const result = await vehicle.logIn();
    if (result !== 0) throw new Error(`登录未成功,平台返回 ${result ?? '无应答'}`);
    return {
      async send() {
        const speed = Math.round(value(400, 200)) / 10;
        const place = {
          latitude: Number(value(32.89, 0.01).toFixed(6)),
          longitude: Number(value(115.81, 0.01).toFixed(6)),
          speed,
        };
        const answer = await vehicle.ask(0x0200, { kind: 'location', location: placeAt(now(), place) });
        return answer === 0 ? '已确认' : `平台返回 ${answer ?? '无应答'}`;
      },
      end: () => vehicle.talk.end(),
    };
  },
};

const jt809: Simulation = {
  name: 'jt809',
  title: '下级平台(JT/T 809-2011),转发一辆车',
  device: '20180920',
  async connect({ host, port, device, secret: password, now }) {
    const company = await jt809Platform({
      host,
      port,
      userId: Number(device),
      password,
      accessCode: 1,
      timeout,
    });
    const result = await company.logIn();
    if (result !== 0) throw new Error(`登录未成功,平台返回 ${result ?? '无应答'}`);
    return {
      async send() {
        company.send('皖K00001', 2, [now()]);
        return (await company.keepAlive()) ? '已发出' : '无应答';
      },
      end: () => company.talk.end(),
    };
  },
};

const jt809Up: Simulation = {
  name: 'jt809-up',
  title: '上级平台(JT/T 809),在 --port 上等本平台登录,报出收到什么',
  device: '34120001',
  async connect({ host, port, device, secret: password }) {
    const above = await jt809Superior({ host, port, userId: Number(device), password, timeout });
    let told = 0;
    return {
      async send() {
        const fresh = above.heard.slice(told);
        told = above.heard.length;
        const positions = fresh.flatMap(({ body }) => (body.kind === 'data' ? [body.data] : []));
        const live = positions.filter(({ kind }) => kind === 'position').length;
        const missed = positions.flatMap((data) => (data.kind === 'positions' ? data.positions : [])).length;
        return `收到消息 ${fresh.length} 条,实时位置 ${live},补发位置 ${missed}`;
      },
      end: () => above.close(),
    };
  },
};

const syslog: Simulation = {
  name: 'syslog',
  title: '主机日志(RFC 5424,TCP 计数分帧)',
  device: 'gate-1',
  async connect({ host, port, device, now, seed }) {
    const random = seededRandom(seed);
    return {
      async send() {
        const message: SyslogMessage = {
          form: 'rfc5424',
          facility: 4,
          severity: Math.floor(random() * 8),
          timestamp: new Date(now()).toISOString(),
          host: device,
          app: 'simulate',
          data: [],
          text: '模拟日志',
        };
        await sendSyslog([message], 'counted', { host, port });
        return '已发出';
      },
      async end() {
        // Each line went by a connection of its own.
      },
    };
  },
};

export const simulations: readonly Simulation[] = [hj212, sl651, jt808, jt809, jt809Up, syslog];
