/** What can go wrong with a rule, in sentences for the official who writes or uses it. */
import { conflict, defineErrors, invalid, missing, tooLarge } from '../../kernel/errors.ts';

export const ruleErrors = defineErrors('rules', {
  syntax: invalid('表达式第 {position} 个字符处有误：{reason}'),
  tooComplex: invalid('表达式过长或嵌套过深：{reason}'),
  tooSlow: invalid('表达式计算量过大，已中止'),
  failed: invalid('表达式无法计算：{reason}'),
  value: invalid('{name}的值不合要求：{reason}'),
  dmn: invalid('DMN 文件有误：{reason}'),
  dmnTooLarge: tooLarge('DMN 文件超过大小限制'),
  circle: invalid('决策互相依赖，无法计算：{name}'),
  unsupported: invalid('暂不支持的决策内容：{reason}'),
  hits: invalid('命中策略被违反：{reason}'),
  noVersion: missing('该规则在 {moment} 没有生效的版本'),
  unknown: missing('没有找到该规则'),
  keyTaken: conflict('规则编号已被使用'),
  notDraft: conflict('只有草稿可以修改'),
  draftExists: conflict('已有草稿版本，请先发布或删除'),
  testsFail: conflict('测试用例未全部通过，不能发布'),
  noTests: conflict('至少要有 {count} 个测试用例才能发布'),
  tableBroken: conflict('规则表还有 {count} 处错误，不能发布'),
  inPast: conflict('生效时间不能早于已生效版本，也不能早于当前时间'),
  notInForce: conflict('只有已发布的版本可以停用'),
});
