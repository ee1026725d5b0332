/** What a device can prove itself by in its protocol: a password of a given shape, as its standard says; none where the protocol has none. */

export interface SecretShape {
  /** What it is called on the device. */
  readonly title: string;
  readonly pattern: RegExp;
  /** As people read it. */
  readonly shape: string;
  readonly source: string;
}

/** Eight bytes of the login, in whichever direction. */
const jt809: SecretShape = {
  title: '登录密码',
  pattern: /^[\x21-\x7e]{1,8}$/,
  shape: '1 至 8 个字母、数字或符号',
  source: 'JT/T 809-2019',
};

/** A protocol that is not here takes a random key, which is made and shown once. */
export const secretShapes: Readonly<Record<string, SecretShape>> = {
  hj212: { title: '访问密码 PW', pattern: /^[^=;,&\s]{6}$/, shape: '6 个字符', source: 'HJ 212-2017 表 1' },
  sl651: {
    title: '遥测站密码',
    pattern: /^[0-9A-F]{4}$/,
    shape: '4 位十六进制数(0–9、A–F)',
    source: 'SL 651-2014 表 1',
  },
  jt808: {
    title: '终端 ID',
    pattern: /^[A-Za-z0-9-]{1,30}$/,
    shape: '1 至 30 位字母、数字',
    source: 'JT/T 808-2019 表 9',
  },
  jt809,
};

/** Of a link to a platform above. */
export const uplinkPassword = { pattern: jt809.pattern, message: `应为 ${jt809.shape}` } as const;

/** Known by its host name alone. */
export const withoutSecret: ReadonlySet<string> = new Set(['syslog']);
