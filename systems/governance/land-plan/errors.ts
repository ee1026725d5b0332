/** What may go wrong with red lines and checks, said to whoever did it. */
import { conflict, defineErrors, invalid, missing, tooLarge } from '../../../kernel/errors.ts';

export const errors = defineErrors('land-plan', {
  noShape: invalid('请给出图形，或上传图形文件'),
  notArea: invalid('图形不是面（Polygon 或 MultiPolygon）'),
  fileRefused: invalid('文件读不了：{reason}'),
  noAreas: invalid('文件里没有面'),
  severalAreas: invalid('文件里有{count}个地块，请选定一个，或合并后再送'),
  noDatum: invalid('文件没有写明坐标系，请声明'),
  datumDiffers: invalid('声明的坐标系（{declared}）与文件里写的（{written}）不一致'),
  shapeRefused: invalid('图形有{count}处问题：{first}'),
  tooManyParcels: tooLarge('图形范围涉及的管控图斑超过{most}个，请分片审查'),
  fileTooLarge: tooLarge('文件超过{megabytes}MB'),
  activityNeeded: invalid('选择“有限人为活动”时请说明是哪一类'),
  notDraft: conflict('版本“{title}”已经发布，不能再改；请另建一个版本'),
  emptyVersion: conflict('版本还没有图斑，不能发布'),
  noDocument: conflict('请先补全批准文号、批准机关和批准日期'),
  earlierVersion: conflict('生效日期不能早于同一管控线在用版本的生效日期（{date}）'),
  parcelsRefused: invalid('{count}个图斑有问题，全部没有导入'),
  tooManyInVersion: tooLarge('一个版本最多{most}个图斑'),
  noProjectShape: conflict('项目还没有图形，请先画出或上传用地范围'),
  projectClosed: conflict('项目已办结，不再审查'),
  noCheck: missing('没有这次审查'),
});
