/** What may go wrong with open data, said to the person who did it. */
import { conflict, defineErrors, invalid, missing, unavailable } from '../../../kernel/errors.ts';

export const errors = defineErrors('open-data', {
  noResource: invalid('数据目录不存在、没有发布或没有挂接数据'),
  notOpen: invalid('目录的开放属性不是无条件开放，不能直接下载'),
  unknownFields: invalid('目录里没有这些信息项：{fields}'),
  quasiOutside: invalid('准标识符必须在开放的信息项里'),
  directIdentifier: conflict('这些信息项能直接识别个人，不能开放：{fields}'),
  identifierInside: conflict('内容里有疑似{titles}，请先清理：{fields}'),
  smallGroups: conflict('有{groups}组不足{k}行（共{rows}行），可能被重新识别，请减少信息项或概括取值'),
  codeTaken: conflict('标识“{code}”已被使用'),
  missing: missing('没有这份开放数据'),
  checking: unavailable('数据刚刚更新，正在做匿名化检查，请稍后再试'),
});
