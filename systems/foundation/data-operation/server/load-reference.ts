/** Code lists of operated data. */
import { keyKinds } from '../../../../engines/privacy/contract.ts';
import { registers } from '../../../../engines/registers/service.ts';
import { complaintKinds } from '../data/complaint-words.ts';
import { billStates } from '../data/bill-words.ts';
import type { Services } from '../../../../kernel/system.ts';

const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'data-operation methods': {
    count: '隐私求交（只出命中数）',
    list: '隐私求交（出命中名单）',
    noisy: '差分隐私统计',
    table: '审核后的汇总表',
    sum: '加密求和（多部门合计）',
  },
  'data-operation key-kinds': keyKinds,
  'data-operation operator-states': { active: '有效', suspended: '停用' },
  'data-operation project-states': { active: '有效', closed: '已终止', breached: '违约终止' },
  'data-operation run-states': {
    receiving: '正在接收',
    computing: '正在计算',
    review: '待审核',
    released: '已放行',
    refused: '不予放行',
    void: '作废',
  },
  'data-operation part-states': { invited: '待加入', joined: '已加入', given: '已提交' },
  'data-operation pricings': { run: '按次', month: '按月' },
  'data-operation product-states': { listed: '在售', withdrawn: '已下架' },
  'data-operation bill-states': billStates,
  'data-operation complaint-kinds': complaintKinds,
  'data-operation acts': {
    authorise: '授权',
    run: '运行',
    spend: '花费预算',
    join: '加入求和',
    give: '提交掩码数据',
    fail: '点名或作废',
    release: '放行',
    refuse: '不予放行',
    deliver: '交付',
    close: '终止',
  },
};

export async function loadReference(services: Services): Promise<void> {
  await services.use(registers).codeLists.loadNames(lists);
}
