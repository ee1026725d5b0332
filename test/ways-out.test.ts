/** Every route that answers with a file is either a way out under the one engine of approval, marks and records, or says here why it is none. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../kernel/contract.ts';
import { loadEngineFolders, loadSystemFolders } from '../scripts/load-contracts.ts';
import { openTestCity, type TestCity } from './support/city.ts';

/** Route → its names among the ways out. */
const handed: Readonly<Record<string, readonly string[]>> = {
  'urban-management.caseFile': ['urban-management.case-file'],
  'licence.ofd': ['licence.ofd'],
  'inner-run.paper': ['inner-run.paper'],
  'inner-run.sealedPaper': ['inner-run.sealed-paper'],
  'office.documentFile': ['office.document-pdf', 'office.document-docx'],
  'office.sealedDocument': ['office.sealed-document'],
  'office.sealedDelivery': ['office.sealed-delivery'],
  'office.transferPackage': ['office.archive-package'],
  'forms.print': ['forms.print.urban-management.case'],
  'data-protection.takeExport': ['access.audit', 'urban-management.case'],
};

const ownThings = '本人的东西，只给本人';
const nobody = '不含任何人的信息';
const screens = '页面和对接程序的实时读数，按行和字段权限，不成批成文件';
const published = '对外公布或内部印发的文件，不含个人信息';
const proof = '只有摘要和签名的凭证';

const otherwise: Readonly<Record<string, string>> = {
  'licence.pdf': ownThings,
  'office.calendarFile': ownThings,
  'data-protection.take': '个人信息副本：由另一人核实后提供，一次',
  'urban-management.reportPhoto': ownThings,
  'city-code.paper': '窗口当面打印给本人的码，每张有记录、可挂失',
  'registers.template': nobody,
  'registers.importErrorSheet': '导入人自己送来的表里的错误',
  'info-reporting.template': nobody,
  'info-reporting.exportSummary': '各地填报的汇总，有记录；没有个人信息字段',
  'rules.dmn': nobody,
  'forms.schema': nobody,
  'messages.stream': ownThings,
  'office.deliveryFile': '来文随带的附件，只交给收文单位，每次有审计记录',
  'telemetry.live': screens,
  'maps.tile': screens,
  'one-map.layerTile': screens,
  'maps.outlines': nobody,
  'maps.style': nobody,
  'land-plan.report': '地块审查报告，不含个人信息',
  'land-plan.receipt': proof,
  'data-operation.traceReceipt': proof,
  'data-operation.statementPaper': published,
  'data-operation.contractPaper': published,
  'data-operation.subscriptionPaper': '企业本身的订阅合同，只有双方单位名称和约定，不含个人信息',
  'data-operation.deliveryReceipt': proof,
  'data-sharing.sealedAccord': published,
  'lifeline.reportFile': published,
  'river-chief.bulletin': published,
  'river-chief.strategyFile': published,
  'supervision.bulletinFile': published,
  'open-data.download': '已审核开放的数据',
  'open-data.dcat': nobody,
  'data-sharing.file': '按有效的共享约定领取，每次有记录和凭证',
  'data-sharing.receipt': proof,
  'data-sharing.linkedWords': proof,
  ...Object.fromEntries(
    ['ogcLanding', 'ogcConformance', 'ogcCollections', 'ogcCollection', 'ogcItems', 'ogcItem'].map((name) => [
      `maps.${name}`,
      screens,
    ]),
  ),
};
/** A whole dialect of programs: readings of devices; rows that were checked and opened to anybody, or granted, each call counted. */
const dialects = new Set(['sensing', 'open-data']);

let city: TestCity;
beforeAll(async () => {
  city = await openTestCity();
}, 180_000);
afterAll(() => city.close());

test('每条给出文件的路由，要么走统一的导出出口，要么写明为什么不', async () => {
  const folders = [...(await loadEngineFolders()), ...(await loadSystemFolders())];
  const found = folders.flatMap(({ contract }) =>
    Object.entries((contract?.routes ?? {}) as Readonly<Record<string, Endpoint>>)
      .filter(([, route]) => route.output === 'binary')
      .filter(([, route]) => !(dialects.has(contract?.id ?? '') && 'dialect' in route))
      .map(([name]) => `${contract?.id}.${name}`),
  );
  const known = new Set([...Object.keys(handed), ...Object.keys(otherwise)]);
  expect(found.filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => !found.includes(name))).toEqual([]);
});

test('走出口的都登记了主管部门和审批权限', () => {
  const permissions = new Set(
    city.access.contracts.flatMap(({ id, permissions: named }) =>
      Object.keys(named).map((name) => `${id}:${name}`),
    ),
  );
  for (const name of Object.values(handed).flat()) {
    const exit = city.access.exits.find(name);
    expect(exit, name).toBeDefined();
    expect(permissions.has(exit?.approve ?? ''), name).toBe(true);
    expect(city.access.findDepartment(exit?.owner ?? ''), name).toBeDefined();
  }
});
