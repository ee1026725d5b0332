/** What a department's own application may be told of a person, scope by scope; only what is named here ever leaves. */

export interface ScopeSpec {
  readonly title: string;
  /** Claim → what people call it. */
  readonly claims: Readonly<Record<string, string>>;
  /** Whom it can be told of. */
  readonly of: 'everybody' | 'official' | 'citizen';
  readonly source: string;
}

const openid = 'OpenID Connect Core 1.0 §5.4';

export const scopes: Readonly<Record<string, ScopeSpec>> = {
  openid: {
    title: '识别您（只给该应用使用的编号）',
    claims: { sub: '编号' },
    of: 'everybody',
    source: `${openid}、§8.1 成对标识`,
  },
  profile: { title: '姓名', claims: { name: '姓名' }, of: 'everybody', source: openid },
  organ: {
    title: '所在单位',
    claims: { organs: '单位名称', organ_codes: '单位编号' },
    of: 'official',
    source: '本地扩展',
  },
  phone: {
    title: '手机号码',
    claims: { phone_number: '手机号码' },
    of: 'citizen',
    source: openid,
  },
  level: {
    title: '实名等级',
    claims: { identity_level: '实名等级' },
    of: 'citizen',
    source: '本地扩展',
  },
  offline_access: {
    title: '离开后继续使用（直到您退出登录或撤回同意）',
    claims: {},
    of: 'everybody',
    source: 'OpenID Connect Core 1.0 §11',
  },
};
