/** What the toolkit says of a model that it refuses, as lines of the file with reasons in Chinese (EPANET 2.2 User Manual, Appendix B). */
import type { ModelProblem } from '../../water/network-model.ts';
import { RefusedModel } from './epanet.ts';

const reasons: Readonly<Record<string, string>> = {
  '110': '水力方程无解',
  '200': '输入文件有错误',
  '201': '格式错误',
  '202': '数值不正确',
  '203': '引用了不存在的节点',
  '204': '引用了不存在的管段',
  '205': '引用了不存在的用水模式',
  '206': '引用了不存在的曲线',
  '207': '控制规则不能用于止回阀',
  '208': '压力引用不正确',
  '209': '节点属性值不正确',
  '210': '水泵属性值不正确',
  '211': '管段属性值不正确',
  '212': '阀门不能直接连水源或水池',
  '213': '选项值不正确',
  '214': '行太长',
  '215': '编号重复',
  '216': '水泵没有特性曲线或功率',
  '217': '水泵特性曲线不正确',
  '219': '阀门与水源、水池的连接不允许',
  '220': '阀门之间的连接不允许',
  '222': '管段两端是同一个节点',
  '223': '节点太少',
  '224': '没有水源或水池',
  '225': '水池水位不正确',
  '226': '水泵没有特性曲线',
  '227': '水泵特性曲线不正确',
  '230': '曲线数据不是递增的',
  '233': '节点没有连接到任何管段',
  '250': '控制规则格式错误',
};

const most = 20;

function lineOf(lines: readonly string[], shown: string): number {
  const wanted = shown.trim().replaceAll(/\s+/g, ' ');
  return wanted === ''
    ? 0
    : lines.findIndex((line) => line.trim().replaceAll(/\s+/g, ' ').startsWith(wanted)) + 1;
}

/** Empty when the problem is none of the model's. */
export function explainRefusal(problem: unknown, inp: string): readonly ModelProblem[] {
  if (!(problem instanceof RefusedModel)) return [];
  const lines = inp.split(/\r\n|\r|\n/);
  const report = problem.report.split('\n');
  const found: ModelProblem[] = [];
  for (const [index, text] of report.entries()) {
    const code = /Error (\d{3}):/.exec(text)?.[1];
    if (code === undefined || code === '200') continue;
    const named = /(?:node|link|pump|valve|tank|curve|pattern|junction) (\S+)/i.exec(text)?.[1];
    const reason = `${reasons[code] ?? '模型不能计算'}${named === undefined ? '' : `（${named.slice(0, 31)}）`}`;
    found.push({ line: lineOf(lines, report[index + 1] ?? ''), reason: `${reason}，EPANET 错误 ${code}` });
  }
  const code = /Error (\d{3})/.exec(problem.message)?.[1] ?? '';
  if (found.length === 0)
    found.push({ line: 0, reason: `${reasons[code] ?? '模型不能计算'}，EPANET 错误 ${code}` });
  return found.slice(0, most);
}
