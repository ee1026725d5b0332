/** bpmn-js in Chinese: its palette, context pad, menus and messages. */

const words: Readonly<Record<string, string>> = {
  'Activate hand tool': '拖动画布',
  'Activate lasso tool': '框选',
  'Activate create/remove space tool': '增减空间',
  'Activate global connect tool': '连线',
  'Add lane above': '在上方加泳道',
  'Add lane below': '在下方加泳道',
  'Add text annotation': '加注释',
  'Align elements': '对齐',
  'Align elements left': '左对齐',
  'Align elements right': '右对齐',
  'Align elements center': '水平居中',
  'Align elements top': '上对齐',
  'Align elements bottom': '下对齐',
  'Align elements middle': '垂直居中',
  'Distribute elements horizontally': '水平等距',
  'Distribute elements vertically': '垂直等距',
  'Append end event': '接结束事件',
  'Append gateway': '接网关',
  'Append task': '接任务',
  'Append intermediate/boundary event': '接中间事件',
  'Append receive task': '接接收任务',
  'Append message intermediate catch event': '接消息捕获事件',
  'Append timer intermediate catch event': '接定时事件',
  'Append conditional intermediate catch event': '接条件事件',
  'Append signal intermediate catch event': '接信号捕获事件',
  'Append compensation activity': '接补偿活动',
  'Change element': '换成别的元素',
  'Connect to other element': '连到别的元素',
  'Connect using association': '用关联线连接',
  'Connect using data input association': '用数据关联连接',
  'Create start event': '开始事件',
  'Create end event': '结束事件',
  'Create intermediate/boundary event': '中间或边界事件',
  'Create gateway': '网关',
  'Create task': '任务',
  'Create expanded sub-process': '子流程',
  'Create pool/participant': '泳池',
  'Create group': '分组',
  'Create data object reference': '数据对象',
  'Create data store reference': '数据存储',
  Delete: '删除',
  'Divide into two lanes': '分成两条泳道',
  'Divide into three lanes': '分成三条泳道',
  'Open {element}': '打开“{element}”',
  'Search in diagram': '在图中查找',
  Search: '查找',
  'No results found': '没有找到',
  'Toggle non-interrupting': '切换是否中断',
  Loop: '循环',
  'Parallel multi-instance': '多实例（同时）',
  'Sequential multi-instance': '多实例（依次）',
  'Participant multiplicity': '多个参与者',
  Collection: '集合',
  'Sequence flow': '顺序流',
  'Default flow': '默认流',
  'Conditional flow': '条件流',
  Task: '普通任务',
  'User task': '用户任务（由人办理）',
  'Service task': '服务任务（系统自动）',
  'Send task': '发送任务',
  'Receive task': '接收任务',
  'Manual task': '手工任务（系统外办理）',
  'Business rule task': '决策任务',
  'Script task': '脚本任务',
  'Call activity': '调用活动（子案件）',
  Transaction: '事务子流程',
  'Event sub-process': '事件子流程',
  'Sub-process': '子流程',
  'Ad-hoc sub-process': '特定子流程',
  'Sub-process (collapsed)': '子流程（折叠）',
  'Sub-process (expanded)': '子流程（展开）',
  'Ad-hoc sub-process (collapsed)': '特定子流程（折叠）',
  'Ad-hoc sub-process (expanded)': '特定子流程（展开）',
  'Exclusive gateway': '排他网关（走一条）',
  'Parallel gateway': '并行网关（全部走）',
  'Inclusive gateway': '包容网关（走若干条）',
  'Complex gateway': '复杂网关',
  'Event-based gateway': '事件网关（等先来的）',
  'Event based gateway': '事件网关',
  'Sub process': '子流程',
  'Ad hoc sub process': '特定子流程',
  Participant: '泳池',
  Lane: '泳道',
  Group: '分组',
  'Text annotation': '注释',
  Association: '关联线',
  'Message flow': '消息流',
  'Data store reference': '数据存储',
  'Data object reference': '数据对象',
  'Expanded pool/participant': '泳池（展开）',
  'Empty pool/participant': '泳池（空）',
  'flow elements must be children of pools/participants': '流程元素要放在泳池里',
  'Data object must be placed within a pool/participant.': '数据对象要放在泳池里',
  'no parent for {element} in {parent}': '“{parent}”里没有“{element}”的位置',
  'no shape type specified': '没有说明形状类型',
  'no plane for {element}': '“{element}”没有画布',
  'out of bounds release': '放到了画布之外',
  'more than {count} child lanes': '泳道多于 {count} 条',
  'element required': '缺少元素',
  'failed to import {element}': '“{element}”读不进来',
  '{semantic}#{side} Ref not specified': '“{semantic}”的一端没有连接',
  'element {element} referenced by {referenced}#{property} not yet drawn':
    '“{referenced}”引用的“{element}”没有画出来',
  '<element>': '元素',
};

const eventKinds: Readonly<Record<string, string>> = {
  Message: '消息',
  Timer: '定时',
  Conditional: '条件',
  Signal: '信号',
  Error: '错误',
  Escalation: '升级',
  Compensation: '补偿',
  Link: '链接',
  Cancel: '取消',
  Terminate: '终止',
};

const eventPlaces: Readonly<Record<string, string>> = {
  'start event': '开始事件',
  'end event': '结束事件',
  'boundary event': '边界事件',
  'intermediate catch event': '捕获事件',
  'intermediate throw event': '抛出事件',
};

/** 'Timer boundary event (non-interrupting)' and the fifty like it. */
const eventName =
  /^(?:(\w+) )?((?:start|end|boundary|intermediate (?:catch|throw)) event)( \(non-interrupting\))?$/i;

function eventTitle(text: string): string | undefined {
  const found = eventName.exec(text);
  if (found === null) return undefined;
  const [, kind = '', place = '', beside] = found;
  const placed = eventPlaces[place.toLowerCase()];
  const kindTitle = kind === '' ? '' : eventKinds[kind];
  if (placed === undefined || kindTitle === undefined) return undefined;
  return `${kindTitle}${placed}${beside === undefined ? '' : '（不中断）'}`;
}

/** The `translate` service of diagram-js; what is not known stays as it is. */
export function toChinese(text: string, slots: Readonly<Record<string, string>> = {}): string {
  const sentence = words[text] ?? eventTitle(text) ?? text;
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole);
}
