/** Rules on user tasks: somebody gets them, somebody can finish them, every way out can be taken, there is a limit. */
import type { CandidateRule, TaskAction, UserNode } from '../../../../../kernel/process.ts';
import type { Checking } from './checking.ts';

function checkPermission(
  { vocabulary, report }: Checking,
  element: string | undefined,
  permission: string,
): void {
  if (!vocabulary.permissions.has(permission))
    report('error', 'permission', element, `所属系统没有权限“${permission}”`);
}

/** Tasks from which a token comes here without passing another user task. */
function tasksBefore({ graph }: Checking, id: string): readonly string[] {
  const seen = new Set([id]);
  const found = new Set<string>();
  for (const at of seen)
    for (const { from } of graph.incoming(at)) {
      if (graph.node(from)?.kind === 'user') found.add(from);
      else seen.add(from);
    }
  return [...found];
}

function checkChosen(checking: Checking, id: string): void {
  const { graph, report, nameOf } = checking;
  for (const before of tasksBefore(checking, id)) {
    const node = graph.node(before);
    if (node?.kind !== 'user') continue;
    const chooses = Object.values(node.actions).some(({ needs = [] }) =>
      [...needs, ...(node.needs ?? [])].some((need) => need === 'person' || need === 'unit'),
    );
    if (!chooses)
      report('warning', 'chosen', id, `由上一办理人指定，但${nameOf(before)}没有要求选择办理人或单位的操作`);
  }
}

function checkCandidate(checking: Checking, id: string, rule: CandidateRule): void {
  const { graph, report } = checking;
  if (rule.kind === 'chosen') checkChosen(checking, id);
  if (rule.kind === 'head' && graph.model.head === undefined)
    report('error', 'assignee', id, '办理人是单位负责人，但流程没有说明持有哪项权限的人是负责人');
  if (rule.kind === 'post' && rule.holds !== undefined) checkPermission(checking, id, rule.holds);
  if (rule.kind === 'on-duty' && rule.roster === '') report('error', 'assignee', id, '没有选择值班表');
  else if (rule.kind === 'on-duty' && checking.vocabulary.rosters?.has(rule.roster) === false)
    report('error', 'roster', id, `值班表“${rule.roster}”里没有排班`);
  if (rule.kind === 'field' && ('people' in rule ? rule.people : rule.units) === '')
    report('error', 'assignee', id, '没有写明从哪个字段取办理人');
}

function checkSign({ report }: Checking, id: string, node: UserNode): void {
  const { sign } = node;
  if (sign === undefined || sign.mode === 'single') return;
  if (
    sign.mode === 'percent' &&
    !(Number.isInteger(sign.percent) && sign.percent >= 1 && sign.percent <= 100)
  )
    report('error', 'countersign', id, '会签通过比例应为 1 至 100 的整数');
  if (node.candidate.kind === 'initiator')
    report('warning', 'countersign', id, '办理人只有发起人一人，会签没有意义');
  const against = Object.values(node.actions).some((action) => action.vote === 'against' || action.negative);
  if (sign.mode !== 'any' && sign.mode !== 'all' && !against)
    report('warning', 'countersign', id, '会签要看反对意见，但没有表示反对的操作');
}

function checkAction(checking: Checking, id: string, node: UserNode, action: TaskAction): void {
  const { graph, report, vocabulary } = checking;
  const named = action.title === '' ? '有一个操作' : `操作“${action.title}”`;
  if (action.title === '') report('error', 'action', id, '有一个操作没有名称');
  if (action.flow !== undefined && !graph.outgoing(id).some((flow) => flow.id === action.flow))
    report('error', 'action', id, `${named}要走的连线已不在此环节之后`);
  const editable = Object.entries(node.fields ?? {}).flatMap(([name, right]) =>
    right === 'editable' ? [name] : [],
  );
  const fillable = new Set([...(action.sets ?? []), ...editable]);
  for (const field of action.sets ?? [])
    if (!vocabulary.fields.has(field)) report('error', 'field', id, `${named}填写的字段“${field}”不存在`);
  for (const field of action.requires ?? [])
    if (!fillable.has(field))
      report('error', 'field', id, `${named}必填“${field}”，但该字段在此环节不能填写`);
}

/** Every way out of a task with actions is some action's, or has a condition. */
function checkWaysOut({ graph, report, nameOf }: Checking, id: string, node: UserNode): void {
  const flows = graph.outgoing(id);
  const actions = Object.values(node.actions);
  const taken = new Set(actions.flatMap(({ flow }) => (flow === undefined ? [] : [flow])));
  const open = flows.filter((flow) => !taken.has(flow.id));
  if (flows.length < 2) return;
  const free = actions.some((action) => action.flow === undefined);
  for (const flow of open) {
    const decided = flow.when !== undefined || flow.otherwise;
    if (!free) report('error', 'way-out', flow.id, `没有操作走${nameOf(flow.id)}这条线`);
    else if (!decided && open.length > 1)
      report('error', 'way-out', flow.id, `${nameOf(id)}之后的${nameOf(flow.id)}没有条件，不知道何时走`);
  }
}

function checkUserTask(checking: Checking, id: string, node: UserNode): void {
  const { graph, report, vocabulary } = checking;
  if (node.allow === '') report('error', 'assignee', id, '没有设置办理人（办理权限）');
  else checkPermission(checking, id, node.allow);
  checkCandidate(checking, id, node.candidate);
  checkSign(checking, id, node);
  if (node.title === '') report('warning', 'title', id, '环节没有名称，办理人看不出要做什么');
  const actions = Object.values(node.actions);
  if (actions.every((action) => action.automatic === true))
    report('error', 'action', id, '没有可供办理人选择的操作');
  for (const action of actions) checkAction(checking, id, node, action);
  for (const [field, right] of Object.entries(node.fields ?? {})) {
    if (!vocabulary.fields.has(field)) report('error', 'field', id, `字段“${field}”不存在`);
    else if (right === 'hidden' && actions.some((action) => action.requires?.includes(field)))
      report('error', 'field', id, `字段“${field}”在此环节隐藏，却有操作要求必填`);
  }
  for (const target of node.returnTo ?? [])
    if (graph.node(target)?.kind !== 'user')
      report('error', 'return-to', id, `退回的目标“${target}”不是用户任务`);
  checkWaysOut(checking, id, node);
  if (node.limit === undefined) report('warning', 'limit', id, '没有办理时限，不会亮灯也不会催办');
}

export function checkTasks(checking: Checking): void {
  for (const [id, node] of Object.entries(checking.graph.model.nodes))
    if (node.kind === 'user') checkUserTask(checking, id, node);
}
