/** What a system or an engine promises to the outside: pure data, safe in browser and server. */
import type { FieldClass, IdentityLevel } from './access.ts';
import type { CaseType } from './case.ts';
import type { CityError, ErrorTable, Errors } from './errors.ts';
import type { Filter } from './filter.ts';
import type { MessageTemplate } from './message.ts';
import type { Fields, Register } from './register.ts';

/** Any Standard Schema (zod here): types ride on the value, nothing is generated. */
export interface Schema<In = unknown, Out = unknown> {
  readonly '~standard': { readonly types?: { readonly input: In; readonly output: Out } | undefined };
}

/**
 * A permission of this contract; or the declaration of the thing named in the input (its register, case type, layer or file owner decides, and
 * the handler asks the one decision); or any signed-in subject, about himself only; or the reason why nobody needs a permission.
 */
export type Access<Allow extends string> =
  | { readonly allow: Allow }
  | { readonly decidedBy: 'register' | 'case' | 'layer' | 'file' | 'indicator' }
  | { readonly signedInBecause: string }
  | {
      readonly publicBecause: string;
      /**
       * Whoever calls is the visitor: cookies and tokens are not looked at, so that a route that only reads may be a POST that programs send
       * without the city's own header (CKAN clients do).
       */
      readonly withoutSession?: true;
    };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Reply of an endpoint that is not JSON: the handler gives bytes or a stream with its type. */
export interface Binary {
  readonly contentType: string;
  readonly body: Uint8Array | NodeJS.ReadableStream;
  /** Makes it a download under this name. */
  readonly fileName?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Default 200. */
  readonly status?: number;
}

/** A standard that has its own way over HTTP: its routes get the request in parts and refuse in the standard's words. */
export interface Dialect {
  /** Media types of bodies beside application/json; all are read as JSON. */
  readonly mediaTypes: readonly string[];
  /** Request headers that the handlers are given, in small letters. */
  readonly headers: readonly string[];
  /** Standard way to say no; the city's code and the trace id stay with it. */
  refuse(error: CityError, traceId: string): Binary;
}

export type Endpoint<
  Allow extends string = string,
  In = unknown,
  Parsed = unknown,
  Out = unknown,
> = Access<Allow> & {
  readonly method: Method;
  /** Absolute after defineContract: '/api/<contract id>/…'; ':name' parts are taken from the input. */
  readonly path: string;
  readonly title: string;
  readonly input: Schema<In, Parsed>;
  readonly output: Schema<unknown, Out> | 'binary';
  /** Requests a minute for one caller; default from the gateway's settings. */
  readonly rate?: number;
  /** Why whoever does this must have proven who he is within the last minutes. */
  readonly stepUpBecause?: string;
  /** The input is then `{ …parts of the path, query, headers, body }`. */
  readonly dialect?: Dialect;
  /** How surely a citizen must be known (实名等级); officials are known by their organ. */
  readonly level?: IdentityLevel;
};

interface EndpointSpec<In, Parsed, Out> {
  readonly title: string;
  readonly input: Schema<In, Parsed>;
  readonly output: Schema<unknown, Out>;
  readonly rate?: number;
  readonly stepUpBecause?: string;
  readonly level?: IdentityLevel;
}

interface BinarySpec<In, Parsed> {
  readonly title: string;
  readonly input: Schema<In, Parsed>;
  readonly output: 'binary';
  readonly rate?: number;
  readonly stepUpBecause?: string;
  readonly dialect?: Dialect;
  readonly level?: IdentityLevel;
}

function endpoint(method: Method) {
  function make<In, Parsed, Out, const Allow extends string = never>(
    path: string,
    spec: Access<Allow> & EndpointSpec<In, Parsed, Out>,
  ): Endpoint<Allow, In, Parsed, Out>;
  function make<In, Parsed, const Allow extends string = never>(
    path: string,
    spec: Access<Allow> & BinarySpec<In, Parsed>,
  ): Endpoint<Allow, In, Parsed, Binary>;
  function make(path: string, spec: object): unknown {
    return { method, path, ...spec };
  }
  return make;
}

export const get = endpoint('GET');
export const post = endpoint('POST');
export const put = endpoint('PUT');
export const patch = endpoint('PATCH');
export const del = endpoint('DELETE');

/** The seven tasks of the plan, and its four safeguards; engines stand under none of them. */
export const tasks = {
  foundation: '夯实数字基础新支撑',
  party: '推进智慧党建新智治',
  economy: '激发数字经济新动能',
  government: '构建数字政府新模式',
  governance: '探索城市治理新实践',
  livelihood: '优化民生服务新体验',
  region: '共建区域协同新格局',
  safeguards: '保障措施',
} as const;
export type Task = keyof typeof tasks;

export type Face = 'desk' | 'citizen' | 'screen' | 'open';

export interface PageSpec<Allow extends string = string> {
  /** Within the app; ':id' parts allowed. Absolute after defineContract: '/<contract id><path>'. */
  readonly path: string;
  readonly title: string;
  readonly access: Access<Allow>;
  /** Which shell shows it; default desk. */
  readonly face?: Face;
  /** Menu group title; a page without one is reached from other pages only. */
  readonly menu?: string;
  /** Icon name of ui/icon. */
  readonly icon?: string;
  /** Lower stands higher in its menu group. */
  readonly order?: number;
}

export interface LayerSpec<Allow extends string = string> {
  readonly title: string;
  /** Register or case key of this contract. */
  readonly from: string;
  /** Point field on it. */
  readonly point: string;
  readonly allow: Allow;
  /** Fields that a feature carries besides its id (masked by the decision like anywhere). */
  readonly properties: readonly string[];
  /** Only open cases, or any filter in the register list's form. */
  readonly filter?: Readonly<Record<string, string>>;
  /** Default style: colour by the values of one property. */
  readonly colours?: {
    readonly by: string;
    readonly values: Readonly<Record<string, string>>;
    readonly other: string;
  };
}

/** Lines of a theme on the ground: rows whose JSON field holds a GeoJSON LineString, or its places as [lon, lat] (WGS84). */
export interface LineSpec {
  readonly title: string;
  /** Register key of this contract. */
  readonly from: string;
  /** JSON field on it. */
  readonly line: string;
  readonly colour: string;
}

/** 专题: what of this contract is seen together in a view of the whole city as it is (数字孪生视图). */
export interface ThemeSpec {
  readonly title: string;
  /** Lower stands first. */
  readonly order: number;
  /** Categories of thing models (物模型的类别) whose devices belong to it. */
  readonly devices: readonly string[];
  /** Layer keys of this contract. */
  readonly layers: readonly string[];
  /** In the order in which they are drawn. */
  readonly lines?: readonly LineSpec[];
}

/** A formula over the rows of one register or case type, by area or department and period; engines/indicators computes and drills down. */
export interface IndicatorSpec<Allow extends string = string> {
  readonly title: string;
  /** The formula in words, as the standard has it. */
  readonly formula: string;
  /** Standard and clause, or local document. */
  readonly source: string;
  /** Register or case key of this contract. */
  readonly from: string;
  readonly allow: Allow;
  /** Moment or date field that places a row in a period. */
  readonly period: string;
  /** ratio: rows of `numerator` ÷ rows of `denominator`; count: rows of `numerator`; mean: mean of `value` over `numerator`. */
  readonly kind: 'ratio' | 'count' | 'mean';
  readonly numerator: Filter;
  readonly denominator?: Filter;
  /** Numeric field, for mean; `{ from, to }` takes the hours between two moments. */
  readonly value?: string | { readonly from: string; readonly to: string };
  readonly unit?: string;
  readonly better: 'higher' | 'lower';
}

export type Events = Readonly<Record<string, Schema>>;
export type Routes<Allow extends string> = Readonly<Record<string, Endpoint<Allow>>>;

export interface RoleSpec<Allow extends string = string> {
  readonly title: string;
  readonly allow: readonly Allow[];
  /** Highest field class it reads unmasked; default 'internal'. */
  readonly clearance?: 'public' | 'internal' | 'personal' | 'sensitive';
  /** How far it reaches from the post that holds it; default 'area' (the post's area and all under it). */
  readonly reach?: 'all' | 'area' | 'department' | 'self';
}

/** A number that officials may change, with where it comes from. */
export interface SettingSpec {
  readonly title: string;
  readonly value: number;
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Standard and clause, or 'local default'. */
  readonly source: string;
}

/**
 * A function of this contract that applications of other departments may call through the interface market (接口市场). Declaring it only makes
 * it offerable: its owner puts it on offer there, version by version.
 */
export interface InterfaceSpec {
  readonly title: string;
  /** What it is good for, for a developer who chooses. */
  readonly summary: string;
  /** Department id of whoever answers for it and says who may call. */
  readonly owner: string;
  /** open: any registered application that asks; application: those that the owner agrees to. */
  readonly level: 'open' | 'application';
  /** Highest field class that its answers may hold; default 'internal'. */
  readonly clearance?: FieldClass;
  /** Semantic version ('1.0.0') → a route of this contract that answers in JSON and is guarded by a permission or by none. */
  readonly versions: Readonly<Record<string, InterfaceVersion>>;
}

export interface InterfaceVersion {
  readonly route: string;
  /** Input that succeeds, for the documentation and for trying out. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Synthetic answer of the sandbox; without one it is made from the declared shape. */
  readonly answer?: unknown;
  /** What is new against the version before. */
  readonly changes?: string;
}

export interface Contract<
  Allow extends string = string,
  R = Readonly<Record<string, Endpoint>>,
  E extends ErrorTable = ErrorTable,
  Ev extends Events = Events,
  P = Readonly<Record<string, PageSpec>>,
  Reg = Readonly<Record<string, Register>>,
  Cas = Readonly<Record<string, CaseType>>,
> {
  readonly id: string;
  readonly title: string;
  /** Under which task of the plan; engines have none. */
  readonly task?: Task;
  /** Plan item ids that it carries out. */
  readonly plan: readonly string[];
  readonly permissions: Readonly<Record<Allow, string>>;
  /** 查询目的: permissions under which fields of this class and above are shown row by row only, and under a stated purpose (decision 023). */
  readonly purposes?: Readonly<Partial<Record<Allow, FieldClass>>>;
  /** Permissions that are part of the system administrator's work (dictionaries, calendar); his built-in role gets them. */
  readonly administration?: readonly Allow[];
  /** Roles to offer ready-made; the security administrator may change them. */
  readonly roles?: Readonly<Record<string, RoleSpec<Allow>>>;
  readonly errors?: Errors<E>;
  readonly registers?: Reg;
  readonly cases?: Cas;
  readonly settings?: Readonly<Record<string, SettingSpec>>;
  readonly events?: Ev;
  /** Templates of what it tells people, sent as '<contract id>:<name>'. */
  readonly messages?: Readonly<Record<string, MessageTemplate>>;
  readonly routes: R;
  /** What of the routes the interface market may offer. */
  readonly interfaces?: Readonly<Record<string, InterfaceSpec>>;
  readonly layers?: Readonly<Record<string, LayerSpec<Allow>>>;
  readonly theme?: ThemeSpec;
  readonly indicators?: Readonly<Record<string, IndicatorSpec<Allow>>>;
  readonly pages?: P;
}

/** Makes route and page paths absolute and hands the contract back with its exact types. */
export function defineContract<
  const Allow extends string,
  const R extends Routes<NoInfer<Allow>>,
  const E extends ErrorTable,
  const Ev extends Events,
  const P extends Readonly<Record<string, PageSpec<NoInfer<Allow>>>>,
  const Reg extends Readonly<Record<string, Register<Fields, NoInfer<Allow>>>>,
  const Cas extends Readonly<Record<string, CaseType<Fields, NoInfer<Allow>>>>,
>(contract: Contract<Allow, R, E, Ev, P, Reg, Cas>): Contract<Allow, R, E, Ev, P, Reg, Cas> {
  const routes: Record<string, unknown> = {};
  for (const [name, route] of Object.entries(contract.routes)) {
    routes[name] = { ...route, path: `/api/${contract.id}${route.path}` };
  }
  const pages: Record<string, unknown> = {};
  for (const [name, page] of Object.entries(contract.pages ?? {})) {
    pages[name] = { ...page, path: page.path === '/' ? `/${contract.id}` : `/${contract.id}${page.path}` };
  }
  return { ...contract, routes: routes as unknown as R, pages: pages as unknown as P };
}

/** A contract whose exact types do not matter to the holder (start-up, menu, catalogue). */
// oxlint-disable-next-line typescript/no-explicit-any -- the one place where many contracts meet; variance makes `unknown` impossible here
export type AnyContract = Contract<any, any, any, any, any, any, any>;

export type InputOf<T> = T extends { readonly input: Schema<infer In, unknown> } ? In : never;
export type OutputOf<T> = T extends { readonly output: infer O }
  ? O extends Schema<unknown, infer Out>
    ? Out
    : never
  : never;
