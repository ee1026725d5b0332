/** 实名等级: what each level of a citizen's identity means. An editable default: the standard gives the idea of levels of assurance, the city says what reaches each. */
import type { IdentityLevel } from '../../../kernel/access.ts';

export interface LevelSpec {
  readonly title: string;
  /** How it is reached, in words for citizens. */
  readonly way: string;
}

export const identityLevels: Readonly<Record<IdentityLevel, LevelSpec>> = {
  L1: { title: '已开户', way: '由工作人员或单位开立账号' },
  L2: { title: '手机已验证', way: '用手机验证码注册，或填写发到手机的验证码' },
  L3: { title: '已实名', way: '核验姓名和身份证号' },
  L4: { title: '窗口核验', way: '带身份证到政务服务窗口当面核验' },
};

export const identityLevelSource =
  'GB/T 40651-2021 第 8.2 条（身份保障等级划分）；四级各自的办理方式为本地默认，可按当地规定调整。2026-11 版';

/** 关系: as whose kin somebody acts. Local default after 民法典 第 27、28 条 (guardians of children and of adults). */
export const relations: Readonly<Record<string, string>> = {
  child: '子女（未成年）',
  parent: '父母',
  grandparent: '祖父母、外祖父母',
  spouse: '配偶',
  ward: '其他被监护人',
};
