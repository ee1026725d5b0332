/** One syslog message as fields: RFC 5424, or RFC 3164 with what that old form lets one infer. */

export type SyslogParameters = readonly (readonly [name: string, value: string])[];

export interface SyslogElement {
  readonly id: string;
  readonly parameters: SyslogParameters;
}

interface Common {
  /** 0–23; 0 kernel, 4 authorisation, 16–23 local0–local7. */
  readonly facility: number;
  /** 0 emergency … 7 debug. */
  readonly severity: number;
}

/** RFC 5424 §6; undefined stands for the NILVALUE '-'. */
export interface Syslog5424 extends Common {
  readonly form: 'rfc5424';
  /** RFC 3339 with zone, as sent. */
  readonly timestamp?: string;
  readonly host?: string;
  readonly app?: string;
  readonly process?: string;
  readonly messageId?: string;
  readonly data: readonly SyslogElement[];
  /** Undefined when there is none. A byte order mark before UTF-8 text is not part of it. */
  readonly text?: string;
}

/** RFC 3164 §4. No year and no zone in the timestamp: the receiver has to infer both. */
export interface Syslog3164 extends Common {
  readonly form: 'rfc3164';
  /** 'Mmm dd hh:mm:ss', the day padded with a blank; undefined for the many senders that leave the header out. */
  readonly timestamp?: string;
  readonly host?: string;
  /** Up to 32 letters and digits, with the process number in brackets behind it. */
  readonly tag?: string;
  readonly process?: string;
  readonly text: string;
}

export type SyslogMessage = Syslog5424 | Syslog3164;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const offsetOfBeijing = 8 * 3_600_000;
const halfYear = 183 * 86_400_000;

/**
 * Milliseconds since 1970 at which the message says it was made; undefined when it does not say. For RFC 3164 the zone is Beijing's and
 * the year the one that brings the moment nearest to `now`.
 */
export function timeOf(message: SyslogMessage, now: number): number | undefined {
  const { timestamp } = message;
  if (timestamp === undefined) return undefined;
  if (message.form === 'rfc5424') {
    const at = Date.parse(timestamp);
    return Number.isNaN(at) ? undefined : at;
  }
  const [, month = '', day, hour, minute, second] =
    /^(\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d)$/.exec(timestamp) ?? [];
  const thisYear = new Date(now + offsetOfBeijing).getUTCFullYear();
  return [thisYear, thisYear - 1, thisYear + 1]
    .map(
      (year) =>
        Date.UTC(year, months.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) -
        offsetOfBeijing,
    )
    .find((at) => Math.abs(at - now) <= halfYear);
}
