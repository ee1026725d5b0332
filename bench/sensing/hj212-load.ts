/** A child process that is many data loggers of HJ 212: each uploads real-time data, keeps some frames in flight, and counts what was answered. */
import net from 'node:net';
import { chinaDigits } from '../../engines/telemetry/server/codec/bytes/china-time.ts';
import { hj212 } from '../../engines/telemetry/server/codec/hj212/codec.ts';
import { flagOf } from '../../engines/telemetry/server/codec/hj212/message.ts';
import { percentile } from '../support/percentile.ts';
import type { LoadResult } from './mqtt-load.ts';
import { answerTask } from './run-load.ts';

export interface Hj212Task {
  readonly port: number;
  /** MN and PW of each logger. */
  readonly loggers: readonly (readonly [device: string, password: string])[];
  /** Factor codes of one frame. */
  readonly factors: readonly string[];
  readonly inFlight: number;
  readonly milliseconds: number;
  /** DataTime of the first frame; each next of a logger is a second later. */
  readonly from: number;
}

const second = 1000;

function frameOf(
  device: string,
  password: string,
  factors: readonly string[],
  { number, at }: { readonly number: number; readonly at: number },
): Buffer {
  const values = factors.map(
    (code, index) =>
      [
        [`${code}-Rtd`, (7 + index + (number % 40) / 10).toFixed(1)],
        [`${code}-Flag`, 'N'],
      ] as const,
  );
  return hj212.encode({
    requestNumber: chinaDigits(number),
    systemCode: '32',
    command: '2011',
    password,
    device,
    flag: flagOf({ answer: true }),
    content: [[['DataTime', chinaDigits(at).slice(0, 14)]], ...values],
  });
}

class Logger {
  readonly #task: Hj212Task;
  readonly #own: readonly [string, string];
  readonly #socket: net.Socket;
  readonly #waits: number[];
  readonly #sent = new Map<string, number>();
  #next: () => void = () => undefined;
  // QN is the logger's clock, and must differ for every frame.
  #number = Date.now();
  #at: number;
  #rest = '';
  answered = 0;

  constructor(task: Hj212Task, own: readonly [string, string], waits: number[]) {
    this.#task = task;
    this.#own = own;
    this.#waits = waits;
    this.#at = task.from;
    this.#socket = net.connect(task.port, '127.0.0.1');
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (bytes) => this.#hear(bytes));
  }

  #upload(): void {
    this.#number = Math.max(Date.now(), this.#number + 1);
    this.#at += second;
    this.#sent.set(chinaDigits(this.#number), performance.now());
    const [device, password] = this.#own;
    const { factors } = this.#task;
    this.#socket.write(frameOf(device, password, factors, { number: this.#number, at: this.#at }));
  }

  #hear(bytes: Buffer): void {
    const lines = (this.#rest + bytes.toString('latin1')).split('\r\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, asked = ''] = /QN=(\d{17});.*CN=901[34]/.exec(line) ?? [];
      const began = this.#sent.get(asked);
      if (began === undefined) continue;
      this.#sent.delete(asked);
      this.answered += 1;
      if (this.answered % 16 === 0) this.#waits.push(performance.now() - began);
      this.#next();
    }
  }

  /** The first frame proves the password, which takes its time on purpose. */
  signIn(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('error', reject);
      this.#next = resolve;
      this.#upload();
    });
  }

  /** Until the moment, and until everything has been answered. */
  run(end: number): Promise<void> {
    return new Promise((resolve) => {
      this.#next = () => {
        if (performance.now() < end) this.#upload();
        else if (this.#sent.size === 0) resolve(void this.#socket.destroy());
      };
      for (let index = 0; index < this.#task.inFlight; index += 1) this.#upload();
    });
  }
}

async function drive(task: Hj212Task): Promise<LoadResult & { readonly signedIn: number }> {
  const waits: number[] = [];
  const loggers = task.loggers.map((own) => new Logger(task, own, waits));
  for (const logger of loggers) await logger.signIn();
  const started = performance.now();
  await Promise.all(loggers.map((logger) => logger.run(started + task.milliseconds)));
  const acknowledged = loggers.reduce((sum, { answered }) => sum + answered - 1, 0);
  return {
    acknowledged,
    signedIn: loggers.length,
    seconds: (performance.now() - started) / 1000,
    p95: percentile(waits, 0.95),
  };
}

answerTask(drive);
