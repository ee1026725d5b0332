/** What may go wrong with computing on data that nobody may see. */
import { conflict, defineErrors, forbidden, invalid, missing, unavailable } from '../../kernel/errors.ts';

export const privacyErrors = defineErrors('privacy', {
  noMatch: missing('没有这次求交'),
  badEncoding: invalid('数据不是完整的曲线点编码'),
  offCurve: invalid('第{number}段里有不在曲线上的点'),
  badCommitment: invalid('密钥承诺不是曲线上的点'),
  otherKey: forbidden('与本项目登记的密钥不一致：一个项目只用一把密钥'),
  wrongCount: invalid('点数不符：应为{expected}，实为{found}'),
  wrongPart: invalid('分段不连续或大小不符，请重新上传第{expected}段'),
  repeated: invalid('有重复的点'),
  forged: forbidden('对方没有用登记的密钥处理全部数据，本次作废'),
  wrongStep: conflict('这次求交当前不在这一步'),
  sameList: conflict('与此前一次的名单相同，请直接查看那次的结果'),
  nearList: forbidden('与此前一次的名单相差不足{apart}个，可能推断个人，不予计算'),
  nearMatch: forbidden('与此前一次的结果过于接近，可能推断个人，本次作废'),
  tooFew: forbidden('名单应不少于{least}个、不多于{most}个'),
  fewMatched: forbidden('命中不足{fewest}个，可能推断个人，不予放行'),
  noKeys: conflict('数据集没有可用于求交的有效键'),
  overspent: forbidden('隐私预算不足：需要 ε={needed}，剩余 ε={left}'),
  noBudget: conflict('没有设置隐私预算'),
  badQuestion: invalid('问题不在项目约定的统计范围内'),
  badEpsilon: invalid('ε 应大于 0，且不超过每次上限 {most}'),
  moved: conflict('数据刚刚更新，请重新提交'),
  busy: unavailable('计算任务较多，请稍后再试'),
});
