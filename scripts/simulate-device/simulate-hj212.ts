/** A data logger that speaks HJ 212-2017: uploads factors, repeats what is not acknowledged, and carries out what the centre asks. */
import { executionAnswer, requestAnswer } from '../../engines/telemetry/server/codec/hj212/answer.ts';
import { hj212 } from '../../engines/telemetry/server/codec/hj212/codec.ts';
import { flagOf, type Hj212Message } from '../../engines/telemetry/server/codec/hj212/message.ts';
import { chinaDigits } from '../../engines/telemetry/server/codec/bytes/china-time.ts';
import { type Address, type Talk, talk } from './talk.ts';

export interface Hj212Logger {
  /** Sends one message and waits for its 9014 or 9013; sent again `resends` times. */
  upload(message: Hj212Message): Promise<'acknowledged' | 'given-up'>;
  /** A data message of now with these values: { w01018: 28.6 }. */
  data(
    command: string,
    suffix: string,
    values: Readonly<Record<string, number>>,
    more?: Partial<Hj212Message>,
  ): Hj212Message;
  /** What the centre asked, in its order. */
  readonly asked: readonly Hj212Message[];
  readonly talk: Talk<Hj212Message>;
}

export interface Hj212LoggerOptions extends Address {
  readonly device: string;
  readonly password: string;
  readonly systemCode: string;
  /** The logger's clock. */
  readonly now: () => number;
  readonly timeout: number;
  readonly resends: number;
  /** QnRtn and ExeRtn that the logger gives to requests; undefined: it stays silent. */
  readonly obeys: { readonly ready: string; readonly result: string } | undefined;
}

export async function hj212Logger(options: Hj212LoggerOptions): Promise<Hj212Logger> {
  const { device, password, systemCode, now, timeout, resends, obeys } = options;
  const line = await talk(hj212, { segmentBytes: 9999 }, options);
  const asked: Hj212Message[] = [];
  let lastNumber = 0;
  line.onOther((message) => {
    if (message.command === '9013' || message.command === '9014') return;
    asked.push(message);
    if (obeys === undefined) return;
    line.send(requestAnswer(message, obeys.ready));
    if (obeys.ready === '1') line.send(executionAnswer(message, obeys.result));
  });
  return {
    asked,
    talk: line,
    async upload(message) {
      for (let attempt = 0; attempt <= resends; attempt += 1) {
        const answer = line.wait(
          (heard) => /^901[34]$/.test(heard.command) && heard.requestNumber === message.requestNumber,
          timeout,
        );
        line.send(message);
        if ((await answer) !== undefined) return 'acknowledged';
      }
      return 'given-up';
    },
    data(command, suffix, values, more = {}) {
      lastNumber = Math.max(now(), lastNumber + 1);
      const groups = Object.entries(values).map(
        ([code, value]) =>
          [
            [`${code}-${suffix}`, String(value)],
            [`${code}-Flag`, 'N'],
          ] as const,
      );
      return {
        requestNumber: chinaDigits(lastNumber),
        systemCode,
        command,
        password,
        device,
        flag: flagOf({ answer: true }),
        content: [[['DataTime', chinaDigits(now()).slice(0, 14)]], ...groups],
        ...more,
      };
    },
  };
}
