/** What can go wrong with a form, in sentences for the official who designs or fills it in. */
import { conflict, defineErrors, invalid, missing } from '../../kernel/errors.ts';

export const formErrors = defineErrors('forms', {
  unknown: missing('没有找到该表单'),
  unknownRegister: missing('没有找到该台账或事项'),
  notDraft: conflict('只有草稿可以修改'),
  draftExists: conflict('已有草稿，请先发布或删除'),
  broken: conflict('表单还有 {count} 处错误，不能发布'),
  notInForce: conflict('只有已发布的版本可以停用'),
  schema: invalid('JSON Schema 里有表单不能保存的内容'),
});
