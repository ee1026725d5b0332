/** What BPMN 2.0 elements are called in Chinese (GB/T 37727—2019 and usage), and why some of them are not run. */

const titles: Readonly<Record<string, string>> = {
  StartEvent: '开始事件',
  EndEvent: '结束事件',
  IntermediateCatchEvent: '中间捕获事件',
  IntermediateThrowEvent: '中间抛出事件',
  BoundaryEvent: '边界事件',
  Task: '普通任务',
  UserTask: '用户任务',
  ServiceTask: '服务任务',
  ScriptTask: '脚本任务',
  BusinessRuleTask: '决策任务',
  ManualTask: '手工任务',
  SendTask: '发送任务',
  ReceiveTask: '接收任务',
  SubProcess: '子流程',
  Transaction: '事务子流程',
  AdHocSubProcess: '特定子流程',
  CallActivity: '调用活动',
  ExclusiveGateway: '排他网关',
  InclusiveGateway: '包容网关',
  ParallelGateway: '并行网关',
  EventBasedGateway: '事件网关',
  ComplexGateway: '复杂网关',
  SequenceFlow: '顺序流',
  MessageFlow: '消息流',
  Association: '关联线',
  TextAnnotation: '文字注释',
  Group: '分组',
  DataObject: '数据对象',
  DataObjectReference: '数据对象',
  DataStoreReference: '数据存储',
  DataStore: '数据存储',
  LaneSet: '泳道',
  Participant: '泳池',
  Collaboration: '协作图',
  Process: '流程',
  Choreography: '编排图',
  ChoreographyTask: '编排任务',
  CallChoreography: '调用编排',
  SubChoreography: '子编排',
  GlobalChoreographyTask: '全局编排任务',
  GlobalConversation: '全局会话',
  GlobalTask: '全局任务',
  GlobalUserTask: '全局用户任务',
  GlobalManualTask: '全局手工任务',
  GlobalScriptTask: '全局脚本任务',
  GlobalBusinessRuleTask: '全局决策任务',
  ImplicitThrowEvent: '隐式抛出事件',
};

export function elementTitle(type: string): string {
  return titles[type.replace('bpmn:', '')] ?? type.replace('bpmn:', '');
}

/** Flow elements that are drawn and kept but never run. */
export const refusedElements: Readonly<Record<string, string>> = {
  Task: '没有类型的任务不知道由谁来做，请改为用户任务、服务任务、决策任务或手工任务',
  ScriptTask: '系统不执行文件里的脚本，请改为服务任务或决策任务',
  ComplexGateway: '复杂网关的汇合条件没有通行的语义，请改用包容网关或并行网关',
  Transaction: '事务子流程依靠补偿撤销，系统不支持，请改为普通子流程',
  AdHocSubProcess: '特定子流程没有固定顺序，系统不支持，请画出顺序或拆成子案件',
  ChoreographyTask: '编排描述的是多方约定，不是可以运行的流程',
  CallChoreography: '编排描述的是多方约定，不是可以运行的流程',
  SubChoreography: '编排描述的是多方约定，不是可以运行的流程',
  ImplicitThrowEvent: '隐式抛出事件不能单独出现在流程里',
};

/** Root elements that describe something other than a process that can run. */
export const refusedRoots: Readonly<Record<string, string>> = {
  Choreography: '编排图描述的是多方约定，不是可以运行的流程',
  GlobalChoreographyTask: '编排图描述的是多方约定，不是可以运行的流程',
  GlobalConversation: '会话图不是可以运行的流程',
};

/** Event definitions that no event of ours understands. */
export const refusedEvents: Readonly<Record<string, string>> = {
  CompensateEventDefinition: '补偿事件不支持：已办的事由人用“退回”“撤回”处理，不由流程自动撤销',
  EscalationEventDefinition: '升级事件不支持，请改用信号事件或督办',
  ConditionalEventDefinition: '条件事件不支持：系统不会时刻计算条件，请改用消息事件或定时事件',
  LinkEventDefinition: '链接事件不支持，请直接画顺序流',
  CancelEventDefinition: '取消事件只用于事务子流程，系统不支持',
  MessageEventDefinition: '此处不支持消息事件',
  SignalEventDefinition: '此处不支持信号事件',
  TimerEventDefinition: '此处不支持定时事件',
  ErrorEventDefinition: '此处不支持错误事件',
  TerminateEventDefinition: '终止只能用在结束事件上',
};

/** Drawn and kept, without effect when the process runs. */
export const ignoredElements: ReadonlySet<string> = new Set([
  'DataObject',
  'DataObjectReference',
  'DataStoreReference',
]);
