/** A register, a case type and people for this engine's tests. */
import type { Grant, Principal } from '../../../../kernel/access.ts';
import { defineCase } from '../../../../kernel/case.ts';
import { defineContract } from '../../../../kernel/contract.ts';
import { commonErrors } from '../../../../kernel/errors.ts';
import {
  area,
  boolean,
  code,
  codes,
  date,
  decimal,
  defineRegister,
  department,
  files,
  integer,
  json,
  longText,
  moment,
  point,
  ref,
  subject,
  text,
} from '../../../../kernel/register.ts';
import type { AccessService, AuditEntry, Department, Exits, Paper } from '../../../access/service.ts';
import type { CodeEntry } from '../../service.ts';

export const lamps = defineRegister({
  title: '路灯',
  owner: 'city-light',
  share: 'conditional',
  open: 'none',
  fields: {
    code: text({
      title: '编码',
      required: true,
      unique: true,
      search: true,
      pattern: /^L-\d{1,8}$/,
      class: 'public',
      list: true,
    }),
    place: area({ title: '区划', filter: true, class: 'public' }),
    kind: code({ title: '类别', codeList: 'lamp kinds', filter: true, class: 'public' }),
    tags: codes({ title: '标签', codeList: 'lamp tags' }),
    at: point({ title: '位置', class: 'public' }),
    watts: integer({ title: '功率', unit: 'W', minimum: 1, maximum: 2000 }),
    height: decimal({ title: '高度', unit: '米' }),
    lit: boolean({ title: '亮灯' }),
    installed: date({ title: '安装日期' }),
    checkedAt: moment({ title: '检查时间' }),
    unit: department({ title: '维护单位' }),
    keeper: subject({ title: '保管人', class: 'internal' }),
    phone: text({ title: '联系电话', class: 'personal', mask: 'phone', format: 'phone', filter: true }),
    idCard: text({ title: '身份证号', class: 'sensitive', mask: 'id-card', format: 'id-card' }),
    remark: longText({ title: '备注', search: true }),
    neighbour: ref({ title: '相邻路灯', to: 'lamp.lamps' }),
    photos: files({ title: '照片' }),
    extra: json({ title: '附加' }),
    score: integer({ title: '评分', managed: true }),
  },
  allow: { read: 'read', write: 'write', import: 'write', export: 'read', reveal: 'reveal' },
  scope: { area: 'place', departments: ['unit'], subjects: ['keeper'] },
  titleField: 'code',
});

export const faults = defineCase({
  title: '故障',
  owner: 'city-light',
  share: 'none',
  open: 'none',
  fields: {
    kind: code({ title: '类别', required: true, codeList: 'lamp kinds' }),
    where: text({ title: '地点' }),
  },
  allow: { read: 'read', write: 'write', import: 'write' },
  titleField: 'kind',
  process: {
    version: 1,
    start: ['accept'],
    stages: {
      accept: {
        title: '受理',
        allow: 'write',
        candidate: { kind: 'area' },
        actions: { done: { title: '办结', to: { end: 'closed' } } },
      },
    },
    outcomes: { closed: { title: '已办结' } },
    allow: { open: 'write' },
    number: { prefix: 'GZ', digits: 5 },
  },
});

export const lampContract = defineContract({
  id: 'lamp',
  title: '路灯',
  plan: [],
  permissions: { read: '查看', write: '维护', reveal: '查看脱敏内容' },
  registers: { lamps },
  cases: { faults },
  routes: {},
});

export const countyA = '341202000000';
export const townA = '341202001000';
export const countyB = '341203000000';
export const areas: ReadonlyMap<string, { readonly name: string }> = new Map([
  ['341200000000', { name: '阜阳市' }],
  [countyA, { name: '颍州区' }],
  [townA, { name: '鼓楼街道' }],
  ['341202001001', { name: '鼓楼社区' }],
  [countyB, { name: '颍东区' }],
]);

export function findArea(areaCode: string): { readonly name: string } | undefined {
  return areas.get(areaCode);
}

/** A city that is a square of one degree. */
export function locate(lon: number, lat: number): string | undefined {
  return lon >= 115.5 && lon <= 116.5 && lat >= 32.4 && lat <= 33.4 ? countyA : undefined;
}

const entry = { parent: null, validFrom: null, validTo: null, source: '测试', attributes: {} };
export const lampCodes: readonly CodeEntry[] = [
  { ...entry, list: 'lamp kinds', code: 'led', name: 'LED 灯', order: 1 },
  { ...entry, list: 'lamp kinds', code: 'sodium', name: '钠灯', order: 2 },
  { ...entry, list: 'lamp kinds', code: 'gas', name: '煤气灯', order: 3, validTo: '1950-01-01' },
  { ...entry, list: 'lamp tags', code: 'old', name: '老旧', order: 1 },
  { ...entry, list: 'lamp tags', code: 'park', name: '公园', order: 2 },
  { ...entry, list: 'case-status', code: 'open', name: '办理中', order: 1 },
];

export const departments: readonly Department[] = [
  {
    id: 'city-light',
    name: '市路灯管理处',
    shortName: '路灯处',
    area: '341200000000',
    parent: null,
    kind: 'organ',
    pinyin: '',
  },
  {
    id: 'city-park',
    name: '市园林处',
    shortName: '园林处',
    area: '341200000000',
    parent: null,
    kind: 'organ',
    pinyin: '',
  },
];

export function person(id: string, grants: Readonly<Record<string, readonly Grant[]>>): Principal {
  return {
    id,
    name: id,
    kind: 'official',
    departments: [],
    grants: new Map(Object.entries(grants)),
    sessionId: undefined,
  };
}

const everywhere = { kind: 'all' } as const;
export const chief = person('chief', {
  'lamp:read': [{ scope: everywhere, clearance: 'sensitive' }],
  'lamp:write': [{ scope: everywhere, clearance: 'sensitive' }],
  'lamp:reveal': [{ scope: everywhere, clearance: 'sensitive' }],
});
/** Keeps the lamps of one county and sees no personal value. */
export const clerk = person('clerk', {
  'lamp:read': [{ scope: { kind: 'area', area: countyA }, clearance: 'internal' }],
  'lamp:write': [{ scope: { kind: 'area', area: countyA }, clearance: 'internal' }],
  'lamp:reveal': [{ scope: { kind: 'area', area: countyA }, clearance: 'internal' }],
});

const order = ['public', 'internal', 'personal', 'sensitive'] as const;

export interface OpenAccess extends AccessService {
  readonly audited: AuditEntry[];
}

/** The decision straight from a principal's grants, without people or sessions in a database. */
/** Papers go out uncounted; nothing here needs approval. */
function openPapers(): Exits {
  const papers = new Map<string, Paper>();
  return {
    add: () => undefined,
    addMany: () => undefined,
    addPapers: (given) => {
      for (const [name, paper] of Object.entries(given)) papers.set(name, paper);
    },
    get: () => {
      throw commonErrors.missing();
    },
    find: () => undefined,
    approvals: () => [],
    approvalPage: () => undefined,
    approveAt: () => undefined,
    hand(context, name, id) {
      const paper = papers.get(name);
      return paper === undefined ? Promise.reject(commonErrors.missing()) : paper.make(context, id, '');
    },
  };
}

export function grantAccess(people: readonly Principal[]): OpenAccess {
  const audited: AuditEntry[] = [];
  function decide(principal: Principal, permission: string) {
    const grants = principal.grants.get(permission) ?? [];
    if (grants.length === 0) return { permit: false, reason: '没有权限' } as const;
    const clearance = order[Math.max(...grants.map((grant) => order.indexOf(grant.clearance)))] ?? 'public';
    return { permit: true, rows: grants.map((grant) => grant.scope), clearance } as const;
  }
  const known = new Map(people.map((each) => [each.id, each]));
  return {
    demo: false,
    audited,
    contracts: [lampContract],
    get admin(): never {
      throw new Error('no administration in these tests');
    },
    decide,
    require(principal, permission) {
      const decision = decide(principal, permission);
      if (!decision.permit)
        throw principal.kind === 'anonymous' ? commonErrors.unauthenticated() : commonErrors.forbidden();
      return decision;
    },
    get covers(): never {
      throw new Error('no policies in these tests');
    },
    get enterprises(): never {
      throw new Error('no enterprises in these tests');
    },
    exits: openPapers(),
    isOwnCard: () => Promise.resolve(false),
    looks: {
      isOpen: async () => false,
      require: async () => undefined,
      state: () => Promise.reject(new Error('no purposes in these tests')),
      record: async () => undefined,
    },
    activity: { profile: async () => 0, hours: async () => [], lookers: async () => [] },
    requireFresh: () => undefined,
    requireLevel: () => undefined,
    actFor: (agent) => Promise.resolve(agent),
    get callKeys(): never {
      throw new Error('no keys in these tests');
    },
    get clients(): never {
      throw new Error('no applications in these tests');
    },
    get singleSignOn(): never {
      throw new Error('no single sign-on in these tests');
    },
    findPrincipal: async () => undefined,
    async principalOf(id) {
      const found = known.get(id);
      if (found === undefined) throw commonErrors.missing();
      return found;
    },
    findRepresented: async (id) => known.get(id),
    holdersOf: async () => [],
    holdingPosts: async () => [],
    membersOf: async () => [],
    namesOf: async (ids) => new Map(ids.filter((id) => known.has(id)).map((id) => [id, id])),
    departments: async () => departments,
    findDepartment: (id) => departments.find((each) => each.id === id),
    audit(_work, _principal, line) {
      audited.push(line);
    },
    async auditAlone(_principal, line) {
      audited.push(line);
    },
    noteRefusal: () => Promise.resolve(),
  };
}
