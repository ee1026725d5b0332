/** What may go wrong with base libraries, said to the person who did it; never with a value in it. */
import { conflict, defineErrors, forbidden, invalid, missing } from '../../../kernel/errors.ts';

export const errors = defineErrors('base-libraries', {
  noLibrary: missing('没有这个库，或不在您的查看范围内'),
  noRecord: missing('没有这条记录，或建库以后它已更新，请重新查找'),
  noGrant: forbidden('本部门没有这个目的的画像授权，或授权已到期'),
  notOwn: forbidden('只能查本人的：请填写“我的身份”里核验过的身份证号'),
  noMatch: missing('没有这条疑似，或建库以后它已更新'),
  takenByOther: conflict('{name}正在办理这一条'),
  alreadyDecided: conflict('这一条已有人裁定，请刷新后再看'),
  noDecision: missing('没有这条裁定，或已经结束'),
  noField: missing('没有这个字段'),
  noSources: conflict('来源数据集还没有归集，不能建库：{sources}'),
  noCheck: invalid('这个库不提供核验'),
  nameNeeded: invalid('核验必须同时给出号码和名称'),
  noConflict: conflict('这一项各来源已经一致'),
  ownSource: conflict('取的就是这个来源的值，没有可疑义的'),
  notCatalogued: conflict('来源“{source}”的数据集还没有编目挂接，疑义送不到部门'),
  alreadyDoubted: conflict('这一项已经转给来源部门核实，还没有办结'),
});
