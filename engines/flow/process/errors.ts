/** Errors of process definitions: reading files, drafts, publishing. */
import { conflict, invalid, tooLarge } from '../../../kernel/errors.ts';

/** Part of the flow engine's one table. */
export const definitionErrors = {
  xmlTooLarge: tooLarge('流程文件超过 {most} KB，请精简后再导入'),
  xmlForbidden: invalid('流程文件第 {line} 行含有 DOCTYPE 或实体声明，出于安全不能导入'),
  xmlTooDeep: invalid('流程文件第 {line} 行的元素嵌套超过 {most} 层'),
  xmlTooMany: invalid('流程文件的元素超过 {most} 个'),
  xmlBroken: invalid('流程文件第 {line} 行不是合格的 XML：{reason}'),
  notBpmn: invalid('文件不是 BPMN 2.0 流程：最外层应为 definitions 元素'),
  bpmnBroken: invalid('流程文件读不懂：{reason}'),
  draftMissing: conflict('草稿已被删除或已发布，请刷新'),
  draftExists: conflict('“{title}”已有草稿，请在原草稿上修改'),
  notSimple: conflict('简易视图不能表示这个流程：{reason}'),
  stepTwice: invalid('步骤编号“{id}”重复'),
  notValid: conflict('流程还有 {count} 处错误，请先修改'),
  notChecked: conflict('流程在校验之后又有修改，请重新校验'),
  versionGone: conflict('该版本已停用'),
  declaredVersion: conflict('随系统发布的版本不能停用'),
} as const;
