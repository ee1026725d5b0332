/** What 物联感知网络 may refuse. */
import { defineErrors, invalid, missing, tooLarge } from '../../../kernel/errors.ts';

export const errors = defineErrors('sensing', {
  badRequestData: invalid('查询不符合 NGSI-LD：{why}'),
  noCriterion: invalid('至少给出 type、id、attrs、q 或 georel 之一'),
  resourceNotFound: missing('没有这个实体，或您无权查看'),
  tooManyResults: tooLarge('可见设备超过 {most} 台，请用 type 或 id 缩小范围'),
});
