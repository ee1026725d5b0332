/** Rules on what a process refers to: jobs, decisions, case types, messages, outcomes, permissions, expressions. */
import type { Effect, ProcessModel, ProcessNode, Trigger } from '../../../../../kernel/process.ts';
import { processVerbTitles, requestTitles } from '../../../process/words.ts';
import type { Checking } from './checking.ts';
import { isActivity } from '../../../../../kernel/process.ts';

function checkKnown(
  { report }: Checking,
  id: string,
  rule: string,
  what: string,
  name: string,
  known: ReadonlySet<string> | undefined,
): void {
  if (name === '') report('error', rule, id, `没有选择${what}`);
  else if (known !== undefined && !known.has(name)) report('error', rule, id, `${what}“${name}”不存在`);
}

function checkSignal({ report }: Checking, id: string, what: Trigger | Effect | undefined): void {
  if (what?.kind === 'message' && what.message === '') report('error', 'message', id, '没有选择消息');
  if (what?.kind === 'signal' && what.signal === '') report('error', 'signal', id, '没有选择信号');
}

function checkNode(checking: Checking, id: string, node: ProcessNode): void {
  const { graph, report, vocabulary } = checking;
  switch (node.kind) {
    case 'service':
      return checkKnown(checking, id, 'job', '服务', node.job, vocabulary.jobs);
    case 'decision':
      if (node.sets === undefined)
        report('warning', 'decision-sets', id, '没有写明结果写入哪些字段，只有一个输出的规则不会留下结果');
      return checkKnown(checking, id, 'decision', '决策', node.decision, vocabulary.decisions);
    case 'call':
      return checkKnown(checking, id, 'call', '子案件类型', node.calls, vocabulary.caseTypes);
    case 'send':
    case 'receive':
      return checkSignal(checking, id, { kind: 'message', message: node.message });
    case 'start':
    case 'catch':
      return checkSignal(checking, id, node.on);
    case 'boundary': {
      checkSignal(checking, id, node.on);
      const host = graph.node(node.host);
      if (host === undefined || !isActivity(host))
        report('error', 'boundary', id, '边界事件没有附着在可执行的任务上');
      return;
    }
    case 'throw':
      return checkSignal(checking, id, node.does);
    case 'end':
      checkSignal(checking, id, node.does);
      if (node.does?.kind === 'error' && node.does.error === '') report('error', 'error', id, '没有选择错误');
      if (node.outcome !== undefined && !Object.hasOwn(graph.model.outcomes, node.outcome))
        report('error', 'outcome', id, `流程没有结果“${node.outcome}”`);
      return;
  }
}

/** Element and text of every expression in the model, with the names it may use besides the case's. */
function expressionsOf(
  model: ProcessModel,
): readonly { at: string; text: string; also: readonly string[] }[] {
  const found: { at: string; text: string; also: readonly string[] }[] = [];
  const add = (at: string, text: string | undefined, also: readonly string[] = []) => {
    if (text !== undefined && text !== '') found.push({ at, text, also });
  };
  for (const flow of model.flows) add(flow.id, flow.when);
  for (const [id, node] of Object.entries(model.nodes)) {
    if ('key' in node) add(id, node.key);
    const on = 'on' in node ? node.on : undefined;
    if (on?.kind === 'message') add(id, on.key);
    if (on?.kind === 'timer' && 'at' in on) add(id, on.at);
    const does = 'does' in node ? node.does : undefined;
    if (does?.kind === 'message') add(id, does.key);
    if (node.kind === 'user' && node.candidate.kind === 'field')
      add(id, 'people' in node.candidate ? node.candidate.people : node.candidate.units);
    const repeats = 'repeats' in node ? node.repeats : undefined;
    add(id, repeats?.over);
    add(id, repeats?.count);
    add(id, repeats?.done, [repeats?.item ?? 'item', 'done', 'total', 'agreed']);
    for (const text of Object.values(node.kind === 'call' ? (node.gives ?? {}) : {})) add(id, text);
  }
  return found;
}

/** Names of instances inside repeated activities are known everywhere: a wrong one there is found when it runs. */
function checkExpressions({ graph, report, vocabulary }: Checking): void {
  const { expressionProblem, fields, kept = new Set() } = vocabulary;
  if (expressionProblem === undefined) return;
  const items = Object.values(graph.model.nodes).flatMap((node) =>
    'repeats' in node && node.repeats !== undefined ? [node.repeats.item ?? 'item'] : [],
  );
  for (const { at, text, also } of expressionsOf(graph.model)) {
    const problem = expressionProblem(
      text,
      new Set([...fields, ...kept, 'case', 'index', ...items, ...also]),
    );
    if (problem !== undefined) report('error', 'expression', at, `公式“${text}”${problem}`);
  }
}

/** A granted 申诉 goes back in the place of the branch that asked: out of sub-processes at most, never into one, and not over other instances. */
function checkDispute({ graph, report, nameOf }: Checking): void {
  const grantedTo = graph.model.requests?.dispute?.grantedTo;
  const target = grantedTo === undefined ? undefined : graph.node(grantedTo);
  if (grantedTo === undefined || target === undefined) return;
  for (const [id, task] of Object.entries(graph.model.nodes)) {
    if (task.kind !== 'user' || task.verbs?.includes('dispute') !== true) continue;
    let repeated = task.repeats !== undefined;
    let within = task.within;
    while (within !== target.within && within !== undefined) {
      const around = graph.node(within);
      repeated ||= around?.kind === 'sub-process' && around.repeats !== undefined;
      within = around?.within;
    }
    if (within !== target.within)
      report('error', 'dispute', id, `申诉批准后转到${nameOf(grantedTo)}，它在另一个子流程里，从这里到不了`);
    else if (repeated)
      report('error', 'dispute', id, `申诉批准后转到${nameOf(grantedTo)}，会一并收回这里重复执行的其他各份`);
  }
}

function checkWhole({ graph, report, vocabulary }: Checking): void {
  const { model } = graph;
  if (model.allow.open === '') report('error', 'open', undefined, '没有设置谁可以发起');
  for (const [verb, permission] of Object.entries(model.allow))
    if (permission !== '' && permission !== undefined && !vocabulary.permissions.has(permission))
      report('error', 'permission', undefined, `“${titleOfVerb(verb)}”的权限“${permission}”在所属系统里没有`);
  for (const [kind, rule] of Object.entries(model.requests ?? {})) {
    const title = requestTitles[kind as keyof typeof requestTitles];
    if (!vocabulary.permissions.has(rule.decide))
      report('error', 'permission', undefined, `审定“${title}”的权限不存在`);
    if (rule.grantedTo !== undefined && graph.node(rule.grantedTo)?.kind !== 'user')
      report('error', 'request', undefined, `“${title}”批准后转到的环节“${rule.grantedTo}”不存在`);
  }
  for (const [outcome, { title, reopen }] of Object.entries(model.outcomes))
    if (reopen !== undefined && graph.node(reopen)?.kind !== 'user')
      report('error', 'outcome', undefined, `结果“${title || outcome}”重新办理的环节“${reopen}”不存在`);
  for (const task of model.withdraw ?? [])
    if (graph.node(task)?.kind !== 'user')
      report('error', 'withdraw', undefined, `可以撤回的环节“${task}”不存在`);
  if (model.head !== undefined && !vocabulary.permissions.has(model.head))
    report('error', 'permission', undefined, `单位负责人的权限“${model.head}”在所属系统里没有`);
  if (model.limit === undefined) report('warning', 'limit', undefined, '流程没有总时限');
}

function titleOfVerb(verb: string): string {
  return processVerbTitles[verb as keyof typeof processVerbTitles];
}

export function checkNames(checking: Checking): void {
  checkWhole(checking);
  checkDispute(checking);
  for (const [id, node] of Object.entries(checking.graph.model.nodes)) checkNode(checking, id, node);
  checkExpressions(checking);
}
