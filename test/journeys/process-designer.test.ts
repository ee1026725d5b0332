/** An official changes how cases are handled: draws, is told what is missing, mends it, publishes, and looks at the new version. */
import { expect, test } from 'vitest';
import { journey, useBrowserCity, type Visitor } from '../support/browser.ts';
import { callAs } from './parts/api.ts';

const type = 'urban-management.case';

/** 发起 → 受理 → 结束, as another tool would write it. */
const small = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="urn:x">
  <process id="small" name="简易受理" isExecutable="true">
    <startEvent id="begin" name="发起"><outgoing>f1</outgoing></startEvent>
    <userTask id="look" name="受理"><incoming>f1</incoming><outgoing>f2</outgoing></userTask>
    <endEvent id="finish" name="结束"><incoming>f2</incoming></endEvent>
    <sequenceFlow id="f1" sourceRef="begin" targetRef="look"/>
    <sequenceFlow id="f2" sourceRef="look" targetRef="finish"/>
  </process>
  <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="small">
    <bpmndi:BPMNShape id="s1" bpmnElement="begin"><dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s2" bpmnElement="look"><dc:Bounds x="200" y="78" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="s3" bpmnElement="finish"><dc:Bounds x="360" y="100" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="e1" bpmnElement="f1"><di:waypoint x="136" y="118"/><di:waypoint x="200" y="118"/></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="e2" bpmnElement="f2"><di:waypoint x="300" y="118"/><di:waypoint x="360" y="118"/></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>`;

journey('流程设计', () => {
  const city = useBrowserCity({ demoOf: ['urban-management', 'office'] });
  const account = 'process-designer';

  async function designer(): Promise<Visitor> {
    if ((await city().access.admin.findSubjectId(account)) === undefined)
      await city().access.admin.createSubject({
        account,
        name: '冯八',
        kind: 'official',
        posts: [{ role: 'flow:designer', department: 'city-urban-management', area: '341200000000' }],
        passwordHash: 'none',
        mustChange: false,
      });
    return city().visitAs(account);
  }

  test('导入外来流程，看清缺什么，补上办理人，在简易视图加一步，校验后发布', async () => {
    const { page, troubles } = await designer();
    await (await callAs(city(), account)).post(`/api/flow/processes/${type}/drafts`, { xml: small });
    await page.goto('/desk/flow/processes');
    await page.getByRole('button', { name: '继续设计' }).click();
    await page.locator('.djs-shape[data-element-id="look"]').waitFor();
    // The sign of bpmn.io is not covered by anything.
    const sign = page.locator('.bjs-powered-by');
    await sign.click({ trial: true });
    const problems = page.getByRole('region', { name: '校验结果' });
    await problems.getByText('没有设置办理人').waitFor();

    await problems.getByRole('button', { name: '受理' }).first().click();
    const panel = page.getByRole('complementary', { name: '属性' });
    await panel.getByLabel('办理权限').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '受理立案' }).click();
    await panel.getByRole('tab', { name: '操作' }).click();
    await panel.getByRole('button', { name: '添加操作' }).click();
    await page.locator('.djs-container > svg').click({ position: { x: 400, y: 60 } });
    await panel.getByLabel('发起的权限').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '上报问题' }).click();

    await page.getByText('简易视图').click();
    await page.getByRole('button', { name: '在此添加步骤' }).last().click();
    await page.getByRole('menuitem', { name: '审批或办理' }).click();
    const step = page.getByRole('complementary', { name: '步骤' });
    await step.getByLabel('名称').first().fill('复核');
    await step.getByLabel('办理权限').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '结案' }).last().click();
    await page.getByRole('button', { name: '保存并校验' }).click();
    await page.getByText('已校验，可以发布').waitFor();
    await page.getByText('流程图', { exact: true }).click();
    await page.locator('.djs-shape').getByText('复核').waitFor();

    await page.getByText('仿真', { exact: true }).click();
    await page.getByRole('button', { name: '开始仿真' }).click();
    await page.getByText('一半案件在').waitFor();
    await page.locator('.designer-heat').first().waitFor();

    await page.getByRole('button', { name: '发布' }).click();
    await page.getByLabel('版本说明').fill('增加复核');
    await page.getByRole('dialog').getByRole('button', { name: '发布' }).click();
    await page.getByText('本地第 1 版').waitFor();
    await page.getByRole('button', { name: '展开行' }).first().click();
    await page.getByRole('button', { name: '查看与统计' }).first().click();
    await page.getByRole('complementary', { name: '耗时' }).getByText('各环节耗时').waitFor();
    expect(troubles).toEqual([]);
  });
});
