/** What 物联感知网络 may refuse. */
import {
  conflict,
  defineErrors,
  forbidden,
  invalid,
  missing,
  tooLarge,
  unauthenticated,
  unavailable,
} from '../../../kernel/errors.ts';

export const errors = defineErrors('sensing', {
  invalidRequest: invalid('请求不符合 NGSI-LD：{why}'),
  badRequestData: invalid('内容不符合 NGSI-LD：{why}'),
  noCriterion: invalid('至少给出 type、id、attrs、q 或 georel 之一'),
  resourceNotFound: missing('没有这个实体，或您无权查看'),
  attributeNotFound: missing('实体没有属性 {name}'),
  instanceNotFound: missing('没有这条观测，或已撤销'),
  alreadyExists: conflict('实体已存在'),
  /** 422 by the standard. */
  operationNotSupported: invalid('不支持这个操作：{why}'),
  /** 503 by the standard. */
  ldContextNotAvailable: unavailable(
    '本系统不联网取用 @context：{url}；可用核心上下文、本市上下文或内联定义',
  ),
  nonexistentTenant: missing('本系统不分租户，请去掉 NGSILD-Tenant'),
  tooManyResults: tooLarge('要逐个查看的实体超过 {most} 个，请用 type、id 或 idPattern 缩小范围'),
  subscriptionNotFound: missing('没有这个订阅，或不是您的订阅'),
  subscriptionExists: conflict('订阅标识已存在'),
  tooManySubscriptions: conflict('您的订阅已达 {most} 个，请先删除不用的'),
  endpointRefused: invalid('通知地址不可用：{why}'),
  wrongKey: unauthenticated('设备编码或密钥不正确'),
  notOwnEntity: forbidden('设备只能写自己的实体'),
  twinOutOfTime: invalid('孪生视图只能回看最近 {hours} 小时'),
  outOfReach: forbidden('实体所在区划或部门不在您的范围内'),
});
